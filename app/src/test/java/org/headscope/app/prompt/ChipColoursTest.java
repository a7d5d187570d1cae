package org.headscope.app.prompt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.headscope.app.heatmap.Palette;
import org.headscope.app.resources.Resources;
import org.headscope.app.session.Shown;
import org.headscope.engine.experiment.Comparison;
import org.headscope.engine.experiment.Experiment;
import org.headscope.engine.experiment.Laboratory;
import org.headscope.engine.hook.Site;
import org.headscope.engine.hook.ZeroAblation;
import org.headscope.engine.model.Model;
import org.headscope.engine.model.Processing;
import org.headscope.engine.run.Progress;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The numbers behind the colours, against the runs they are taken from. */
class ChipColoursTest {
    private static final Site NAME_MOVER = Site.head(3, 3);

    private static Comparison runs;

    @BeforeAll
    static void run() throws Exception {
        try (Model model = Model.load(Resources.bundledModel(), Processing.FOLDED)) {
            var drink = Experiment.of("When Mary and John went to the store, John gave a drink to", " Mary", " John");
            runs = new Laboratory(model).run(drink.plus(new ZeroAblation(Site.head(3, 5))), Progress.NONE);
        }
    }

    private static ChipColours colours(ChipQuantity quantity, Shown shown, Site part, Integer position, boolean fit) {
        return ChipColours.of(new ChipQuestion(quantity, runs, shown, part, position, fit));
    }

    private static ChipColours colours(ChipQuantity quantity, Shown shown) {
        return colours(quantity, shown, NAME_MOVER, 15, false);
    }

    @Test
    void lossOfTheRunThatIsShown() {
        assertTrue(Float.isNaN(colours(ChipQuantity.LOSS, Shown.AFTER).at(0)));
        assertEquals(
                runs.before().lossOf(11),
                colours(ChipQuantity.LOSS, Shown.BEFORE).at(11));
        assertEquals(
                runs.after().lossOf(11), colours(ChipQuantity.LOSS, Shown.AFTER).at(11));
        assertEquals(
                runs.lossChange(11),
                colours(ChipQuantity.LOSS, Shown.DIFFERENCE).at(11),
                1e-6);
    }

    @Test
    void moreLossIsOnTheRedSideAsLowerLogProbabilityIs() {
        var loss = colours(ChipQuantity.LOSS_CHANGE, Shown.AFTER);
        var logProbability = colours(ChipQuantity.LOG_PROBABILITY_CHANGE, Shown.AFTER);
        assertEquals(Palette.RED_WHITE_BLUE, loss.colouring().palette());
        assertEquals(runs.lossChange(11), loss.at(11));
        assertEquals(-runs.lossChange(11), logProbability.at(11));
        assertEquals(logProbability.coloured(11), loss.coloured(11));
    }

    @Test
    void attentionFromAndToAPosition() {
        var pattern = runs.after().pattern(3);
        var from = colours(ChipQuantity.ATTENTION_FROM, Shown.AFTER);
        assertEquals(pattern.get(3, 15, 3), from.at(3));
        var to = colours(ChipQuantity.ATTENTION_TO, Shown.AFTER, NAME_MOVER, 3, false);
        assertEquals(pattern.get(3, 15, 3), to.at(15));
        assertTrue(Float.isNaN(to.at(2)), "earlier tokens cannot read it");
        var early = colours(ChipQuantity.ATTENTION_FROM, Shown.AFTER, NAME_MOVER, 4, false);
        assertTrue(Float.isNaN(early.at(5)), "it cannot read later tokens");
    }

    @Test
    void whatLacksIsNamed() {
        assertEquals(
                ChipColours.Lack.NO_HEAD,
                colours(ChipQuantity.ATTENTION_FROM, Shown.AFTER, Site.mlp(0), 3, false)
                        .lack());
        assertEquals(
                ChipColours.Lack.NO_POSITION,
                colours(ChipQuantity.ATTENTION_TO, Shown.AFTER, NAME_MOVER, null, false)
                        .lack());
        var before = new ChipQuestion(ChipQuantity.LOSS, null, Shown.AFTER, NAME_MOVER, null, false);
        assertEquals(ChipColours.Lack.NO_RUN, ChipColours.of(before).lack());
    }

    @Test
    void rangesAreFixedOrFit() {
        var fixed = colours(ChipQuantity.LOSS_CHANGE, Shown.AFTER).colouring().range();
        assertTrue(fixed.fixed());
        assertEquals(2.5f, fixed.high());
        var fit = colours(ChipQuantity.LOSS_CHANGE, Shown.AFTER, NAME_MOVER, null, true)
                .colouring()
                .range();
        assertFalse(fit.fixed());
        assertEquals(-fit.low(), fit.high());
    }
}
