package org.headscope.app.repair;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Executor;
import javafx.scene.control.Label;
import org.headscope.app.GuiTest;
import org.headscope.app.Story;
import org.headscope.app.chart.SignedBars;
import org.headscope.app.session.Session;
import org.headscope.engine.experiment.Comparison;
import org.headscope.engine.experiment.Laboratory;
import org.headscope.engine.hook.Site;
import org.headscope.engine.hook.ZeroAblation;
import org.headscope.engine.run.EngineThread;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What moves when 3.3 of the bundled model is switched off. */
class RepairPaneTest extends GuiTest {
    private static final Site HEAD = Site.head(3, 3);

    private final Queue<Runnable> queue = new ArrayDeque<>();
    private final Executor waiting = queue::add;
    private boolean held;
    private Session session;
    private RepairController repair;

    @BeforeEach
    void open() throws Exception {
        Laboratory laboratory = Story.laboratory();
        show(() -> {
            session = Story.session();
            repair = new RepairController(session, work -> (held ? waiting : EngineThread.executor()).execute(work));
            return repair.view();
        });
        fx(() -> session.open(laboratory));
        await(() -> session.comparisonProperty().get() != null);
    }

    private void switchOff() {
        fx(() -> session.toggle(new ZeroAblation(HEAD)));
        await(() -> !session.staleProperty().get()
                && !repair.model().rows.get().isEmpty()
                && !repair.view().busyProperty().get());
    }

    @Test
    void withNothingSwitchedOffThePaneSaysWhatToDo() {
        assertEquals(
                "Nothing is switched off", fx(() -> repair.model().reason.get().what()));
    }

    @Test
    void allBarsAddUpToTheChangeOfTheMetric() {
        switchOff();
        Comparison runs = fx(() -> session.comparisonProperty().get());
        double change = runs.after().metric().value() - runs.before().metric().value();
        double bars = fx(() -> repair.model().rows.get().stream()
                .mapToDouble(RepairRow::change)
                .sum());
        assertEquals(change, bars, 1e-3);
        String tag = fx(() -> repair.view().runTagProperty().get());
        assertTrue(
                tag.startsWith(
                        "run " + runs.before().id() + " → " + runs.after().id()),
                tag);
        assertEquals(HEAD, fx(() -> repair.model().rows.get().getFirst().site()));
        assertTrue(lookup("#repair-sentences .label").queryAllAs(Label.class).stream()
                .anyMatch(label -> label.getText().contains("one would expect")));
    }

    @Test
    void stoppingSaysSoAndOffersToGoOn() {
        fx(() -> held = true);
        fx(() -> session.toggle(new ZeroAblation(HEAD)));
        await(() -> repair.view().busyProperty().get());
        fx(() -> {
            repair.cancel();
            held = false;
        });
        assertEquals("Stopped", fx(() -> repair.model().reason.get().what()));
        fx(() -> repair.model().reason.get().run().run());
        await(() -> !repair.model().rows.get().isEmpty());
        assertNull(fx(() -> repair.model().reason.get()));
    }

    @Test
    void aClickOnABarSelectsThePartEverywhere() {
        switchOff();
        SignedBars bars = lookup("#repair-bars").queryAs(SignedBars.class);
        fx(() -> bars.onActionProperty().get().accept(0));
        assertEquals(HEAD, fx(() -> session.selection().partProperty().get()));
        assertEquals(0, fx(() -> bars.selectedProperty().get()));
    }

    @Test
    void withoutAnAnswerThereIsNothingToGive() {
        switchOff();
        fx(() -> session.edit("no answer", e -> e.withAnswers("", "")));
        await(() -> !session.staleProperty().get() && repair.model().reason.get() != null);
        assertEquals(
                "No answer to look at", fx(() -> repair.model().reason.get().what()));
    }

    @Test
    void goingBackShowsThatNothingIsSwitchedOff() {
        switchOff();
        fx(session::undo);
        await(() -> !session.staleProperty().get());
        assertNotNull(fx(() -> repair.model().reason.get()));
        fx(session::redo);
        await(() -> !session.staleProperty().get() && repair.model().reason.get() == null);
    }

    @Test
    void whatAPinnedRunHasOffIsNoRepair() {
        fx(() -> session.toggle(new ZeroAblation(Site.head(3, 5))));
        fx(() -> session.togglePin());
        fx(() -> session.edit("other head", e -> e.clean().plus(new ZeroAblation(HEAD))));
        await(() -> !session.staleProperty().get()
                && session.comparisonProperty().get().isPinned()
                && !repair.model().rows.get().isEmpty()
                && !repair.view().busyProperty().get());
        List<Site> replaced = fx(() -> repair.model().rows.get().stream()
                .filter(row -> row.label().endsWith("(replaced)"))
                .map(RepairRow::site)
                .toList());
        assertEquals(List.of(HEAD, Site.head(3, 5)), replaced);
    }
}
