package org.headscope.engine.model;

import static org.headscope.engine.Near.assertNear;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.headscope.engine.Golden;
import org.headscope.engine.GoldenModel;
import org.headscope.engine.hook.HookName;
import org.headscope.engine.hook.MeanAblation;
import org.headscope.engine.hook.MeanSource;
import org.headscope.engine.hook.NameFilter;
import org.headscope.engine.hook.OptionalHooks;
import org.headscope.engine.hook.PosSlice;
import org.headscope.engine.hook.Site;
import org.headscope.engine.hook.ZeroAblation;
import org.headscope.engine.metric.Loss;
import org.headscope.engine.run.Activations;
import org.headscope.engine.run.Gradients;
import org.headscope.engine.run.PaddingMask;
import org.headscope.engine.run.Progress;
import org.headscope.engine.run.RunRequest;
import org.headscope.engine.run.RunResult;
import org.headscope.engine.tensor.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs over some of the layers, and values at some of the positions, in every architecture. */
class SplitRunTest {
    static List<String> models() {
        return Golden.models();
    }

    @ParameterizedTest
    @MethodSource("models")
    void aPassInTwoPartsEqualsTheWhole(String name) throws Exception {
        var golden = new GoldenModel(name);
        int[][] tokens = golden.tokens();
        try (Model model = golden.load(Processing.RAW)) {
            List<int[]> prompts = List.of(tokens[0], Arrays.copyOf(tokens[1], 7));
            for (RunRequest request : List.of(
                    RunRequest.of(tokens),
                    RunRequest.of(tokens).optional(everyInput(model)),
                    RunRequest.of(tokens).with(new ZeroAblation(Site.head(0, 1)), new ZeroAblation(Site.attention(1))),
                    RunRequest.padded(PaddingMask.Side.LEFT, 0, prompts))) {
                RunResult whole = model.run(request.keep("*"));
                for (int layer = 1; layer < model.config().nLayers(); layer++) {
                    RunResult below =
                            model.run(request.stopAt(layer - model.config().nLayers()));
                    assertArrayEquals(
                            whole.kept().get("resid_pre", layer).toArray(),
                            below.residual().toArray());
                    RunResult above =
                            model.run(request.startAt(layer, below.residual()).keep("*"));
                    assertNear(whole.logits(), above.logits(), 1e-5, name + " from layer " + layer);
                    assertEquals(whole.loss(), above.loss(), 1e-5);
                    for (String hook : above.kept().names()) {
                        assertNear(whole.kept().get(hook), above.kept().get(hook), 1e-5, hook);
                    }
                }
            }
        }
    }

    private static OptionalHooks everyInput(Model model) {
        boolean grouped = model.config().attention().grouped();
        return new OptionalHooks(true, !grouped, true, true, true);
    }

    /** Every hook point has its positions on its own axis. */
    @ParameterizedTest
    @MethodSource("models")
    void valuesAreKeptAtSomePositions(String name) throws Exception {
        var golden = new GoldenModel(name);
        try (Model model = golden.load(Processing.RAW)) {
            RunRequest request =
                    RunRequest.of(golden.tokens()).optional(everyInput(model)).keep("*");
            Gradients whole = model.gradients(request, new Loss(), NameFilter.ALL, Progress.NONE);
            for (PosSlice slice : List.of(
                    PosSlice.LAST,
                    new PosSlice.At(3),
                    new PosSlice.Of(List.of(5)),
                    new PosSlice.Of(List.of(-2, 0, 7)))) {
                Gradients some = model.gradients(request.keepAt(slice), new Loss(), NameFilter.ALL, Progress.NONE);
                assertArrayEquals(
                        whole.run().logits().toArray(), some.run().logits().toArray());
                assertEquals(whole.run().kept().names(), some.run().kept().names());
                assertSliced(whole.run().kept(), some.run().kept(), slice);
                assertSliced(whole.gradients(), some.gradients(), slice);
            }
        }
    }

    private static void assertSliced(Activations whole, Activations some, PosSlice slice) {
        for (String hook : whole.names()) {
            Tensor expected = HookName.isFlattened(hook)
                    ? flattened(whole.get(hook), slice)
                    : sliced(whole.get(hook), HookName.positionAxis(hook), slice);
            assertArrayEquals(expected.shape(), some.get(hook).shape(), hook);
            assertArrayEquals(expected.toArray(), some.get(hook).toArray(), 1e-6f, hook);
        }
    }

    /** Of [batch * pos * head, width], in a batch of 2 prompts of 12 tokens. */
    private static Tensor flattened(Tensor whole, PosSlice slice) {
        Tensor apart = whole.reshape(2, 12, whole.size(0) / 24, whole.size(1));
        Tensor some = sliced(apart, 1, slice);
        return some.reshape(some.size() / whole.size(1), whole.size(1));
    }

    private static Tensor sliced(Tensor whole, int axis, PosSlice slice) {
        int[] shape = whole.shape();
        int outer = IntStream.range(0, axis).map(i -> shape[i]).reduce(1, (a, b) -> a * b);
        int inner = whole.size() / outer / shape[axis];
        int[] chosen = slice.in(shape[axis]);
        var data = new float[outer * chosen.length * inner];
        for (int o = 0, at = 0; o < outer; o++) {
            for (int position : chosen) {
                for (int i = 0; i < inner; i++) data[at++] = whole.flat((o * shape[axis] + position) * inner + i);
            }
        }
        int[] kept = shape.clone();
        kept[axis] = chosen.length;
        return Tensor.of(
                data,
                slice.keepsAxis()
                        ? kept
                        : IntStream.range(0, kept.length)
                                .filter(i -> i != axis)
                                .map(i -> kept[i])
                                .toArray());
    }

    @ParameterizedTest
    @MethodSource("models")
    void aSliceLeavesMeansAndReuseAlone(String name) throws Exception {
        var golden = new GoldenModel(name);
        try (Model model = golden.load(Processing.RAW)) {
            RunRequest request = RunRequest.of(golden.tokens()[0])
                    .keep("*hook_resid_post")
                    .with(new MeanAblation(Site.head(1, 0), new MeanSource.ThisPrompt()));
            RunResult whole = model.run(request.reusing());
            RunResult last = model.run(request.keepAt(PosSlice.LAST).reusing());
            assertNear(whole.logits(), last.logits(), 1e-5, "logits");
            Tensor after = whole.kept().get("resid_post1");
            assertNear(
                    after.at(0, after.size(1) - 1),
                    last.kept().get("resid_post1").at(0),
                    1e-5,
                    "last position");
            assertNear(after, model.run(request.reusing()).kept().get("resid_post1"), 1e-5, "a later run");
            var beyond = new PosSlice.At(12);
            assertThrows(IllegalArgumentException.class, () -> model.run(request.keepAt(beyond)));
        }
    }
}
