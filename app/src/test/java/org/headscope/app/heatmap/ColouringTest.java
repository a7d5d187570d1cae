package org.headscope.app.heatmap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ColouringTest {
    private static final int MASK = 0xff2a3142;

    @Test
    void endsAndMiddleOfTheTable() {
        var colouring = new Colouring(Palette.VIRIDIS, Range.fixed(0, 1));
        assertEquals(0xff440154, colouring.argb(0, MASK), "viridis begins dark violet");
        assertEquals(0xfffde725, colouring.argb(1, MASK), "viridis ends yellow");
        assertEquals(128, colouring.index(0.5));
        assertEquals(0, colouring.index(-7));
        assertEquals(255, colouring.index(Double.POSITIVE_INFINITY));
        assertEquals(MASK, colouring.argb(Double.NaN, MASK));
    }

    @Test
    void redIsNegativeAndBluePositive() {
        var colouring = new Colouring(Palette.RED_WHITE_BLUE, Range.fixed(8));
        int negative = colouring.argb(-8, MASK);
        int positive = colouring.argb(8, MASK);
        int zero = colouring.argb(0, MASK);
        assertTrue((negative >> 16 & 0xff) > (negative & 0xff));
        assertTrue((positive & 0xff) > (positive >> 16 & 0xff));
        for (int shift : new int[] {0, 8, 16}) {
            assertTrue((zero >> shift & 0xff) > 235, "0 is white");
        }
    }

    @Test
    void aFittedRangeOfSignedNumbersIsCentred() {
        var matrix = Matrix.of(1, 3, new float[] {-1, 4, Float.NaN});
        assertEquals(new Range(-4, 4, false), Range.fit(matrix, Palette.RED_WHITE_BLUE));
        assertEquals(new Range(-1, 4, false), Range.fit(matrix, Palette.VIRIDIS));
    }

    @Test
    void noExtentAndNoNumbersAreHarmless() {
        var same = Matrix.of(1, 2, new float[] {3, 3});
        assertEquals(128, new Colouring(Palette.VIRIDIS, Range.fit(same, Palette.VIRIDIS)).index(3));
        var none = Matrix.of(1, 1, new float[] {Float.NaN});
        assertEquals(MASK, new Colouring(Palette.VIRIDIS, Range.fit(none, Palette.VIRIDIS)).paint(none, MASK)[0]);
        var infinite = Matrix.of(1, 2, new float[] {Float.NEGATIVE_INFINITY, 1});
        assertEquals(1, infinite.min());
    }

    @Test
    void logarithmSpreadsSmallAmounts() {
        var log = new Colouring(Palette.VIRIDIS, Range.fixed(0, 1), true);
        assertEquals(255, log.index(1));
        assertEquals(170, log.index(0.1));
        assertEquals(85, log.index(0.01));
        assertEquals(0, log.index(0));
        var signed = new Colouring(Palette.RED_WHITE_BLUE, Range.fixed(10), true);
        assertEquals(255 - signed.index(-1), signed.index(1));
        assertNotEquals(signed.index(0.1), signed.index(1));
    }

    @Test
    void paletteIsReadWhole() {
        for (Palette palette : Palette.values()) {
            for (int i = 0; i < Palette.SIZE; i++) {
                assertEquals(0xff, palette.argb(i) >>> 24);
            }
        }
        assertTrue(Palette.RED_WHITE_BLUE.isDiverging());
        assertFalse(Palette.CIVIDIS.isDiverging());
    }

    @Test
    void legendSaysFixedOrFit() {
        assertEquals("fixed ±8", ColourLegend.rangeText(new Colouring(Palette.RED_WHITE_BLUE, Range.fixed(8))));
        assertEquals("fixed 0 to 1", ColourLegend.rangeText(new Colouring(Palette.VIRIDIS, Range.fixed(0, 1))));
        assertEquals(
                "fit 0.125 to 120 · logarithmic",
                ColourLegend.rangeText(new Colouring(Palette.VIRIDIS, new Range(0.125f, 120, false), true)));
    }
}
