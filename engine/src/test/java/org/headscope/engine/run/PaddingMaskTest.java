package org.headscope.engine.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.OptionalInt;
import org.headscope.engine.run.PaddingMask.Side;
import org.junit.jupiter.api.Test;

class PaddingMaskTest {
    private static final int P = 50;
    private static final int[][] LEFT = {{P, P, 3, P, 5}, {P, 1, 2, 3, P}};

    @Test
    void onlyTheRunAtOneEndIsPadding() {
        assertEquals(
                PaddingMask.of(new int[] {0, 0, 1, 1, 1}, new int[] {0, 1, 1, 1, 1}),
                PaddingMask.find(LEFT, P, Side.LEFT, OptionalInt.empty()));
        assertEquals(
                PaddingMask.of(new int[] {1, 1, 1, 1, 1}, new int[] {1, 1, 1, 1, 0}),
                PaddingMask.find(LEFT, P, Side.RIGHT, OptionalInt.empty()));
    }

    @Test
    void bosIsATokenWhereItIsThePadTokenToo() {
        assertEquals(
                PaddingMask.of(new int[] {0, 1, 1, 1, 1}, new int[] {1, 1, 1, 1, 1}),
                PaddingMask.find(LEFT, P, Side.LEFT, OptionalInt.of(P)));
        assertEquals(
                PaddingMask.of(new int[] {0, 0, 1, 1, 1}, new int[] {0, 1, 1, 1, 1}),
                PaddingMask.find(LEFT, P, Side.LEFT, OptionalInt.of(49)));
    }

    @Test
    void positionsCountTokens() {
        var mask = PaddingMask.of(new int[] {0, 0, 1, 1, 1}, new int[] {1, 1, 0, 0, 0}, new int[] {1, 0, 1, 0, 1});
        assertArrayEquals(new int[][] {{0, 0, 0, 1, 2}, {0, 1, 1, 1, 1}, {0, 0, 1, 1, 2}}, mask.positions());
        assertArrayEquals(new int[] {0, 2, 4}, mask.places(2));
    }

    @Test
    void aMaskThatMasksNothingIsNone() {
        RunRequest request = RunRequest.of(new int[] {1, 2}).padding(PaddingMask.ofLengths(Side.LEFT, 2));
        assertNull(request.padding());
    }
}
