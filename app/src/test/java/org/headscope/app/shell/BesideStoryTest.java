package org.headscope.app.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;
import org.headscope.app.chart.SignedBar;
import org.headscope.app.chart.SignedBars;
import org.headscope.app.heatmap.HeatMap;
import org.headscope.engine.experiment.Comparison;
import org.headscope.engine.experiment.Run;
import org.headscope.engine.hook.Site;
import org.headscope.engine.hook.ZeroAblation;
import org.headscope.engine.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** Both runs beside each other, in every pane that can. */
class BesideStoryTest extends WindowTest {
    private static final Site HEAD = Site.head(3, 3);

    private Comparison switchOff(Site part) {
        fx(() -> session.edit("off", e -> e.plus(new ZeroAblation(part))));
        awaitRun(2);
        return fx(() -> session.comparisonProperty().get());
    }

    private HeatMap map(String query) {
        return lookup(query).queryAs(HeatMap.class);
    }

    private void assertPattern(Run run, Site head, HeatMap map) {
        Tensor pattern = run.pattern(head.layer()).at(head.head());
        for (int query = 0; query < pattern.size(0); query++) {
            for (int key = 0; key <= query; key++) {
                assertEquals(pattern.get(query, key), map.getMatrix().at(query, key), 1e-6, query + " " + key);
            }
        }
    }

    @Test
    void aHeadsPatternsStandBesideEachOtherOnOneScale() {
        Comparison runs = switchOff(Site.mlp(0));
        fx(() -> session.selection().partProperty().set(HEAD));
        assertFalse(fx(() -> map("#attention-matrix-before").getParent().isVisible()));
        push(KeyCode.ALT, KeyCode.DIGIT4);
        await(() -> map("#attention-matrix-before").getParent().isVisible()
                && !map("#attention-matrix-before").getMatrix().isEmpty());
        assertTrue(fx(() -> lookup("#shown-BOTH").queryAs(ToggleButton.class).isSelected()));
        assertPattern(runs.before(), HEAD, map("#attention-matrix-before"));
        assertPattern(runs.after(), HEAD, map("#attention-matrix"));
        assertEquals(
                map("#attention-matrix").getRange(),
                map("#attention-matrix-before").getRange());

        fx(() -> lookup("#attention-bosOut").queryAs(ToggleButton.class).fire());
        settle();
        assertEquals(
                map("#attention-matrix").getRange(),
                map("#attention-matrix-before").getRange());

        fx(() -> lookup("#attention-bosOut").queryAs(ToggleButton.class).fire());
        push(KeyCode.ALT, KeyCode.DIGIT2);
        await(() -> !map("#attention-matrix-before").getParent().isVisible());
        assertPattern(runs.after(), HEAD, map("#attention-matrix"));
    }

    @Test
    void theLensOfBothRunsStandsBesideEachOther() {
        Comparison runs = switchOff(HEAD);
        push(KeyCode.ALT, KeyCode.DIGIT4);
        await(() -> lookup("#lens-grid-before").query().getParent().isVisible()
                && Float.isFinite(last(map("#lens-grid-before > .heat-map")))
                && Float.isFinite(last(map("#lens-grid > .heat-map"))));
        assertEquals(mostLikely(runs.before()), last(map("#lens-grid-before > .heat-map")), 1e-4);
        assertEquals(mostLikely(runs.after()), last(map("#lens-grid > .heat-map")), 1e-4);
    }

    /** The number at the end of the last position: what the lens says there is what the model says. */
    private static float last(HeatMap map) {
        return map.getMatrix().isEmpty()
                ? Float.NaN
                : map.getMatrix().at(map.getMatrix().rows() - 1, map.getMatrix().columns() - 1);
    }

    private static double mostLikely(Run run) {
        return run.top(run.tokens().size() - 1, 1).getFirst().probability();
    }

    @Test
    void theBarsOfAttributionAreMarkedWithThoseOfTheRunBefore() {
        fx(() -> shell.maximise(Pane.ATTRIBUTION));
        await(() -> lookup("#attribution-bars").tryQuery().isPresent() && !bars().isEmpty());
        Map<String, Double> before =
                bars().stream().collect(Collectors.toMap(SignedBar::label, SignedBar::value, (a, _) -> a));
        switchOff(HEAD);
        push(KeyCode.ALT, KeyCode.DIGIT4);
        await(() -> bars().stream().anyMatch(bar -> bar.label().equals("3.3") && bar.mark() > 5));
        for (SignedBar bar : bars()) {
            if (!Double.isNaN(bar.mark())) assertEquals(before.get(bar.label()), bar.mark(), 1e-4, bar.label());
        }
        SignedBar off = bars().stream()
                .filter(bar -> bar.label().equals("3.3"))
                .findFirst()
                .orElseThrow();
        assertEquals(0, off.value(), 1e-6);
        assertEquals(5.47, off.mark(), 0.01);
        assertTrue(bars().indexOf(off) < 3, "what is gone is in sight");
    }

    private List<SignedBar> bars() {
        return lookup("#attribution-bars")
                .queryAs(SignedBars.class)
                .rowsProperty()
                .get();
    }
}
