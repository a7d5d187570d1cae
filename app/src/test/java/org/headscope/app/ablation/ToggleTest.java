package org.headscope.app.ablation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.headscope.app.heatmap.Cell;
import org.headscope.app.session.Ablation;
import org.headscope.app.session.Replacement;
import org.headscope.engine.experiment.Experiment;
import org.headscope.engine.hook.MeanAblation;
import org.headscope.engine.hook.MeanSource;
import org.headscope.engine.hook.Positions;
import org.headscope.engine.hook.Site;
import org.headscope.engine.hook.ZeroAblation;
import org.junit.jupiter.api.Test;

class ToggleTest {
    private static final Experiment EMPTY = Experiment.of("a b", " c", " d");
    private static final List<Site> TWO = List.of(Site.head(1, 2), Site.mlp(1));

    @Test
    void switchesAllOffUnlessAllAreOff() {
        Experiment one = EMPTY.plus(new ZeroAblation(Site.mlp(1)));
        Experiment both = Toggle.apply(one, TWO, Ablation.ZERO);
        assertEquals(2, both.active().size());
        assertTrue(TWO.stream().allMatch(both::changes));
        assertEquals(EMPTY, Toggle.apply(both, TWO, Ablation.ZERO));
    }

    @Test
    void switchesOnWhateverItWasSwitchedOffWith() {
        var mean = new Ablation(new Replacement.Mean(new MeanSource.ThisPrompt()), Positions.of(1));
        Experiment off = Toggle.apply(EMPTY, List.of(Site.head(0, 3)), mean);
        assertEquals(
                new MeanAblation(Site.head(0, 3).at(Positions.of(1)), new MeanSource.ThisPrompt()),
                off.active().getFirst());
        assertEquals(EMPTY, Toggle.apply(off, List.of(Site.head(0, 3)), Ablation.ZERO));
    }

    @Test
    void replacesOneThatIsUnticked() {
        var off = new ZeroAblation(Site.head(0, 3));
        Experiment unticked = EMPTY.plus(off).switched(off, false);
        assertFalse(unticked.changes(Site.head(0, 3)));
        Experiment again = Toggle.apply(unticked, List.of(Site.head(0, 3)), Ablation.ZERO);
        assertEquals(1, again.switches().size());
        assertTrue(again.changes(Site.head(0, 3)));
    }

    @Test
    void namesAFewPartsAndCountsTheRest() {
        assertEquals("Switch 1.2, MLP 1 off", Toggle.words(TWO, false));
        assertEquals("Switch 2.0, 2.1, 2.2 and 6 more off", Toggle.words(new PartGrid(4, 8, true).layer(2), false));
    }

    @Test
    void everyPartHasItsCell() {
        var grid = new PartGrid(3, 4, true);
        for (int row = 0; row < 3; row++) {
            for (int column = 0; column < grid.columns(); column++) {
                var cell = new Cell(row, column);
                assertEquals(cell, grid.cell(grid.part(cell)));
            }
        }
        assertEquals(6, grid.columns());
        assertEquals(4, grid.between(new Cell(2, 1), new Cell(1, 0)).size());
    }
}
