package org.headscope.app.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.FlowPane;
import org.headscope.app.chart.SignedBar;
import org.headscope.app.chart.SignedBars;
import org.headscope.app.session.MetricText;
import org.headscope.engine.hook.Site;
import org.junit.jupiter.api.Test;

/** Attribution in the whole window: from the head that gives most to what is lost without it, and back. */
class AttributionStoryTest extends WindowTest {
    private List<SignedBar> bars() {
        return fx(() -> lookup("#attribution-bars")
                .queryAs(SignedBars.class)
                .rowsProperty()
                .get());
    }

    private double bar(String label) {
        return bars().stream()
                .filter(bar -> bar.label().equals(label))
                .findFirst()
                .orElseThrow()
                .value();
    }

    private String sum() {
        return fx(() -> lookup("#attribution-sum").queryAs(Label.class).getText());
    }

    private void awaitSum(String words) {
        await(() -> lookup("#attribution-sum").queryAs(Label.class).getText().equals(words));
    }

    /** What the bars sum to, as the chip has it. */
    private String ofRun() {
        long run = fx(() -> session.comparisonProperty().get().after().id());
        return "sum " + MetricText.change(metric()) + " = the metric of run " + run;
    }

    @Test
    void withoutTheHeadThatGivesMostTheMetricFallsByMoreThanItGave() {
        fx(() -> shell.maximise(Pane.ATTRIBUTION));
        await(() -> lookup("#attribution-bars").tryQuery().isPresent() && !bars().isEmpty());
        assertEquals("sum +5.07 = the metric of run 1", sum());
        SignedBar most = bars().stream()
                .filter(bar -> bar.label().matches("\\d\\.\\d") && bar.value() > 0)
                .findFirst()
                .orElseThrow();
        assertEquals("3.3", most.label());
        assertEquals(5.47, most.value(), 0.01);
        double before = metric();

        int row = bars().indexOf(most);
        fx(() -> lookup("#attribution-bars")
                .queryAs(SignedBars.class)
                .onActionProperty()
                .get()
                .accept(row));
        assertEquals(
                Site.head(3, 3), fx(() -> session.selection().partProperty().get()));
        push(KeyCode.A);
        awaitRun(2);
        double lost = before - metric();
        assertTrue(lost > most.value(), "the metric falls by " + lost);
        assertEquals(7.90, lost, 0.01);
        awaitSum(ofRun());
        push(KeyCode.ALT, KeyCode.DIGIT3);
        awaitSum("sum " + MetricText.change(-lost) + " = the change of the metric");
        assertEquals(-5.47, bar("3.3"), 0.01, "what it wrote straight to the answer");
        assertEquals(-2.30, bar("MLP 3"), 0.01, "what the MLP behind made of it");
        push(KeyCode.ALT, KeyCode.DIGIT2);
        awaitSum(ofRun());

        push(KeyCode.CONTROL, KeyCode.Z);
        await(() -> !session.staleProperty().get() && Math.abs(metric() - before) < 1e-4);
        await(() -> sum().startsWith("sum +5.07 = the metric"));
    }

    @Test
    void theTraceIsInThePalette() {
        fx(() -> shell.maximise(Pane.ATTRIBUTION));
        await(() -> lookup("#attribution-bars").tryQuery().isPresent() && !bars().isEmpty());
        fx(() -> session.selection().partProperty().set(Site.head(3, 3)));
        push(KeyCode.CONTROL, KeyCode.K);
        write("Attribution: Trace the values");
        push(KeyCode.ENTER);
        awaitSum("sum +5.47 = what 3.3 brings");
        assertEquals(
                5,
                fx(() -> lookup("#attribution-trail")
                        .queryAs(FlowPane.class)
                        .getChildren()
                        .size()));
        push(KeyCode.CONTROL, KeyCode.K);
        write("Attribution: Back to the logits");
        push(KeyCode.ENTER);
        awaitSum("sum +5.07 = the metric of run 1");
    }
}
