package org.headscope.app.lens;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.headscope.app.heatmap.Range;
import org.headscope.engine.analysis.LensCell;
import org.junit.jupiter.api.Test;

class LensModelTest {
    private final LensModel model = new LensModel();

    private List<Integer> colours() {
        return model.pins().stream().map(Pin::colour).toList();
    }

    @Test
    void aPinKeepsItsColourAndLeavesItToTheNextWhenItGoes() {
        model.pin(7, "seven");
        model.pin(8, "eight");
        model.pin(9, "nine");
        model.pin(8, "eight");
        assertEquals(List.of(1, 2, 3), colours());
        model.unpin(8);
        assertEquals(List.of(1, 3), colours());
        model.pin(5, "five");
        assertEquals(List.of(1, 3, 2), colours());
    }

    @Test
    void aTokenThatIsNoLongerPinnedIsNoLongerTheChosenOne() {
        model.pin(7, "seven");
        model.againstProperty().set(7);
        model.unpin(7);
        assertNull(model.againstProperty().get());
    }

    @Test
    void nothingIsTalkedAboutBeforeTheFirstRun() {
        model.selectedProperty().set(new LensPlace(0, 3));
        assertNull(model.place());
        assertNull(model.token());
        assertNull(model.linkedPlace());
    }

    @Test
    void coloursStandForTheNumbersOfTheCell() {
        var cell = new LensCell(List.of(3, 1), 0.25f, 1.5f, 0.75f, (float) Math.log(0.01), 99);
        assertEquals(0.25f, ColourBy.TOP_PROBABILITY.value(cell));
        assertEquals(0.01f, ColourBy.CHOSEN_PROBABILITY.value(cell), 1e-7f);
        assertEquals(1.5f, ColourBy.ENTROPY.value(cell));
        assertEquals(0.75f, ColourBy.KL_TO_FINAL.value(cell));
        assertEquals("#100", ColourBy.CHOSEN_RANK.number(ColourBy.CHOSEN_RANK.value(cell)));
        Range ranks = ColourBy.CHOSEN_RANK.range(10_000);
        assertEquals(0.5, ranks.share(ColourBy.CHOSEN_RANK.value(cell)), 1e-6);
        assertTrue(ColourBy.CHANGE.palette().isDiverging());
    }

    @Test
    void probabilitiesAreWrittenInFewCharacters() {
        assertEquals("100%", ColourBy.percent(0.9996));
        assertEquals("99%", ColourBy.percent(0.99));
        assertEquals("10%", ColourBy.percent(0.09996));
        assertEquals("1.0%", ColourBy.percent(0.00996));
        assertEquals("0.05%", ColourBy.percent(0.0005));
        assertEquals("+0.00", ColourBy.CHANGE.number(-0f));
    }
}
