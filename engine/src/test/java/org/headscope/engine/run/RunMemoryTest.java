package org.headscope.engine.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.headscope.engine.hook.OptionalHooks;
import org.headscope.engine.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** Which runs are remembered, and for how long. */
class RunMemoryTest {
    private static final int LAYERS = 2;
    private static final long BYTES_OF_A_RUN = 4 * (1000 + 3 + 3);

    @Test
    void theRunThatWasOfUseLongestAgoGoesFirst() {
        var memory = new RunMemory(LAYERS, 3 * BYTES_OF_A_RUN);
        Trace used = trace(1, 2, 3);
        memory.add(used);
        for (int other = 10; other < 30; other++) {
            memory.add(trace(other, 2, 3));
            assertSame(used, best(memory, 1, 2, 9).trace(), "after " + other);
            assertTrue(memory.bytes() <= 3 * BYTES_OF_A_RUN);
        }
        assertEquals(3, memory.size());
        assertSame(Reuse.NOTHING, best(memory, 10, 2, 3), "forgotten");
    }

    @Test
    void theLatestRunStaysHoweverLargeItIs() {
        var memory = new RunMemory(LAYERS, 1);
        memory.add(trace(1, 2, 3));
        memory.add(trace(4, 5, 6));
        assertEquals(1, memory.size());
        assertEquals(3, best(memory, 4, 5, 6).positions());
    }

    @Test
    void theNumberOfRunsIsBoundedToo() {
        var memory = new RunMemory(LAYERS, Long.MAX_VALUE);
        for (int id = 0; id < 1000; id++) memory.add(trace(id, 2, 3));
        assertEquals(64, memory.size());
        assertEquals(3, best(memory, 999, 2, 3).positions());
    }

    @Test
    void theSameQuestionIsRememberedOnce() {
        var memory = new RunMemory(LAYERS, Long.MAX_VALUE);
        memory.add(trace(1, 2, 3));
        memory.add(trace(1, 2, 3));
        assertEquals(1, memory.size());
    }

    @Test
    void theLongestCommonBeginningIsTaken() {
        var memory = new RunMemory(LAYERS, Long.MAX_VALUE);
        memory.add(trace(1, 2, 3));
        memory.add(trace(1, 2, 7));
        assertEquals(3, best(memory, 1, 2, 3, 4).positions());
        assertEquals(2, best(memory, 1, 2, 5).positions());
        assertSame(Reuse.NOTHING, best(memory, 2, 2, 3));
        memory.clear();
        assertSame(Reuse.NOTHING, best(memory, 1, 2, 3));
    }

    private static Reuse best(RunMemory memory, int... tokens) {
        return memory.best(tokens, List.of(), OptionalHooks.NONE, List.of());
    }

    private static Trace trace(int... tokens) {
        Rows large = Rows.of("hook_embed", Tensor.of(new float[1000], 1, 1, 1000), 0);
        return new Trace(
                tokens,
                List.of(),
                OptionalHooks.NONE,
                Map.of("hook_embed", large),
                row(tokens.length),
                row(tokens.length));
    }

    private static Rows row(int length) {
        return Rows.of("logits", Tensor.of(new float[length], 1, length), 0);
    }
}
