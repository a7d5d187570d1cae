package org.headscope.engine.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.headscope.engine.ResidentMemory;
import org.headscope.engine.TinyCheckpoint;
import org.headscope.engine.hook.CodeHook;
import org.headscope.engine.hook.MeanAblation;
import org.headscope.engine.hook.MeanSource;
import org.headscope.engine.hook.NameFilter;
import org.headscope.engine.hook.OptionalHooks;
import org.headscope.engine.hook.PosSlice;
import org.headscope.engine.hook.Site;
import org.headscope.engine.hook.ZeroAblation;
import org.headscope.engine.metric.Loss;
import org.headscope.engine.run.PaddingMask;
import org.headscope.engine.run.Progress;
import org.headscope.engine.run.RunRequest;
import org.headscope.engine.tensor.Tensor;
import org.headscope.engine.token.PromptException;
import org.junit.jupiter.api.Test;

/** Whatever a model is asked, and however it ends, no native memory stays behind. */
class NativeMemoryTest {
    private static final int N_CTX = 128;
    private static final int VOCAB = 3000;
    private static final int D_MODEL = 96;

    /** What one pass leaves at least if nothing is freed: logits of half the context. */
    private static final long OF_A_PASS = 4L * VOCAB * N_CTX / 2;

    private final Random random = new Random(1);

    @Test
    void threeHundredPassesOfEveryKindLeaveNothing() throws Exception {
        try (Model model = TinyCheckpoint.of(1, 3, D_MODEL, VOCAB, N_CTX).load(Processing.FOLDED)) {
            int arrays = model.nativeArrays();
            for (int pass = 0; pass < 60; pass++) pass(model, pass);
            long before = ResidentMemory.bytes();
            for (int pass = 0; pass < 300; pass++) {
                pass(model, pass);
                assertEquals(arrays, model.nativeArrays(), "after pass " + pass);
            }
            long growth = ResidentMemory.bytes() - before;
            assertTrue(growth < 150 * OF_A_PASS, "300 passes left " + (growth >> 20) + " MB");
        }
    }

    /** One of several kinds of pass, of random length. */
    private void pass(Model model, int kind) throws Exception {
        int[] tokens = random.ints(1 + random.nextInt(N_CTX), 0, VOCAB).toArray();
        RunRequest request = RunRequest.of(tokens).keep("*.hook_resid_pre");
        switch (kind % 15) {
            case 0 -> model.run(request.reusing());
            case 1 -> model.run(request.keep("*").optional(OptionalHooks.ALL));
            case 2 -> assertThrows(CancellationException.class, () -> model.run(request, cancelAt(2)));
            case 3 -> assertThrows(CancellationException.class, () -> model.run(request.reusing(), cancelAt(4)));
            case 4 -> assertThrows(PromptException.class, () -> model.run(RunRequest.of(new int[N_CTX + 1])));
            case 5 -> assertThrows(IllegalStateException.class, () -> model.run(request.with(failing())));
            case 6 -> assertThrows(IllegalArgumentException.class, () -> model.run(request.with(noSuchHead())));
            case 7 -> model.run(request.with(new MeanAblation(Site.head(2, 1), new MeanSource.ThisPrompt())));
            case 8 -> model.run(request.with(new MeanAblation(Site.mlp(1), freshSet())));
            case 9 -> model.readOut(Tensor.of(new float[5 * D_MODEL], 5, D_MODEL), kind % 2 == 0 ? null : scales());
            case 11 -> model.run(RunRequest.padded(PaddingMask.Side.LEFT, 0, List.of(tokens, new int[] {1})));
            case 12 -> model.run(request.keep("*").keepAt(new PosSlice.Of(List.of(0, -1))));
            case 13 -> model.gradients(request, new Loss(), NameFilter.of("*.hook_z"), Progress.NONE);
            case 10 -> {
                model.parameter("blocks.1.attn.W_Q");
                assertThrows(IllegalArgumentException.class, () -> model.parameter("blocks.1.attn.W_Z"));
            }
            default -> {
                Tensor half = model.run(request.stopAt(1)).residual();
                model.run(request.startAt(1, half).with(new ZeroAblation(Site.attention(2))));
            }
        }
    }

    private static Progress cancelAt(int layer) {
        return (done, _) -> {
            if (done == layer) throw new CancellationException();
        };
    }

    private static CodeHook failing() {
        return new CodeHook(NameFilter.of("blocks.1.attn.hook_z"), (_, _) -> {
            throw new IllegalStateException("a hook that fails");
        });
    }

    private static ZeroAblation noSuchHead() {
        return new ZeroAblation(Site.head(2, 99));
    }

    private MeanSource freshSet() {
        List<Integer> prompt = random.ints(20, 0, VOCAB).boxed().toList();
        return new MeanSource.PromptSet("random", List.of(prompt, prompt), false);
    }

    private static float[] scales() {
        var scales = new float[5];
        IntStream.range(0, 5).forEach(i -> scales[i] = 1 + i);
        return scales;
    }
}
