package org.headscope.app.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;

import javafx.scene.control.ListView;
import javafx.scene.input.KeyCode;
import org.headscope.engine.hook.Scale;
import org.headscope.engine.hook.Site;
import org.junit.jupiter.api.Test;

/** A long session in the whole window. */
class ManyRunsTest extends WindowTest {
    private static final int STEPS = 1000;

    @Test
    void aThousandRunsAreListedAndEveryOneComesBack() {
        double first = metric();
        for (int step = 1; step <= STEPS; step++) {
            double factor = step / 500.0;
            fx(() -> session.edit("scale", e -> e.clean().plus(new Scale(Site.head(3, 3), factor))));
            if (step % 100 == 0) await(() -> !session.staleProperty().get());
        }
        double last = metric();
        ListView<?> history = lookup("#history-list").queryListView();
        assertEquals(STEPS + 1, fx(() -> history.getItems().size()));

        fx(() -> session.goTo(500));
        await(() -> !session.staleProperty().get());
        assertEquals(first, metric(), 1e-4, "a factor of 1 changes nothing");
        fx(() -> session.goTo(0));
        await(() -> !session.staleProperty().get());
        assertEquals(first, metric(), 1e-4);
        fx(() -> session.goTo(STEPS));
        await(() -> !session.staleProperty().get());
        assertEquals(last, metric(), 1e-4);
        push(KeyCode.CONTROL, KeyCode.Z);
        await(() -> session.history().cursorProperty().get() == STEPS - 1
                && !session.staleProperty().get());
    }
}
