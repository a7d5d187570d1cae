package org.headscope.engine.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.headscope.engine.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** Values put together from pieces of several runs. */
class RowsTest {
    private static final float MASKED = Float.NEGATIVE_INFINITY;

    @Test
    void piecesOfSeveralRunsJoin() {
        Rows typed = stream(0, 4).first(3).then(stream(3, 6)).first(5).then(stream(5, 9));
        assertArrayEquals(stream(0, 9).tensor().toArray(), typed.tensor().toArray());
        assertArrayEquals(new int[] {1, 9, 2}, typed.tensor().shape());
        assertArrayEquals(
                stream(0, 2).tensor().toArray(), typed.first(2).tensor().toArray());
    }

    @Test
    void aValueInOnePieceIsNotCopied() {
        Tensor values = Tensor.of(new float[6], 1, 3, 2);
        assertSame(values, Rows.of("hook_embed", values, 0).tensor());
        Rows joined = stream(0, 2).then(stream(2, 3));
        assertSame(joined.tensor(), joined.tensor());
    }

    @Test
    void attentionGrowsToASquare() {
        Rows early = Rows.of("blocks.0.attn.hook_pattern", Tensor.of(new float[] {1, 0, .5f, .5f}, 1, 1, 2, 2), 0);
        Rows late = Rows.of("blocks.0.attn.hook_pattern", Tensor.of(new float[] {.2f, .3f, .5f}, 1, 1, 1, 3), 2);
        float[] whole = {1, 0, 0, .5f, .5f, 0, .2f, .3f, .5f};
        assertArrayEquals(whole, early.then(late).tensor().toArray());
        assertArrayEquals(
                new float[] {1, 0, .5f, .5f}, early.then(late).first(2).tensor().toArray());
        assertArrayEquals(new float[] {1}, early.first(1).tensor().toArray());
    }

    @Test
    void scoresOfTheFutureAreMasked() {
        Rows early = Rows.of("blocks.0.attn.hook_attn_scores", Tensor.of(new float[] {7}, 1, 1, 1, 1), 0);
        Rows late = Rows.of("blocks.0.attn.hook_attn_scores", Tensor.of(new float[] {8, 9}, 1, 1, 1, 2), 1);
        assertArrayEquals(
                new float[] {7, MASKED, 8, 9}, early.then(late).tensor().toArray());
    }

    @Test
    void manyThreadsMayReadAtOnceWhileALaterRunTakesOver() throws Exception {
        float[] expected = stream(0, 40).tensor().toArray();
        try (ExecutorService readers = Executors.newFixedThreadPool(4)) {
            for (int round = 0; round < 200; round++) {
                Rows rows = IntStream.range(1, 40)
                        .mapToObj(position -> stream(position, position + 1))
                        .reduce(stream(0, 1), Rows::then);
                List<Callable<float[]>> reads = new ArrayList<>();
                for (int reader = 0; reader < 8; reader++) {
                    reads.add(
                            reader % 2 == 0
                                    ? () -> rows.tensor().toArray()
                                    : () -> rows.first(39)
                                            .then(stream(39, 40))
                                            .tensor()
                                            .toArray());
                }
                for (Future<float[]> read : readers.invokeAll(reads)) assertArrayEquals(expected, read.get());
            }
        }
        assertEquals(80, expected.length);
    }

    /** Rows of two values each that tell their position. */
    private static Rows stream(int from, int to) {
        var values = new float[(to - from) * 2];
        for (int i = 0; i < values.length; i++) values[i] = from * 2 + i;
        return Rows.of("hook_embed", Tensor.of(values, 1, to - from, 2), from);
    }
}
