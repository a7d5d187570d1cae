package org.headscope.engine.model;

import static org.headscope.engine.Near.assertNear;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.headscope.engine.Golden;
import org.headscope.engine.GoldenModel;
import org.headscope.engine.ResidentMemory;
import org.headscope.engine.TinyCheckpoint;
import org.headscope.engine.hook.CodeHook;
import org.headscope.engine.hook.Direction;
import org.headscope.engine.hook.Freeze;
import org.headscope.engine.hook.HookName;
import org.headscope.engine.hook.KnockOut;
import org.headscope.engine.hook.MeanAblation;
import org.headscope.engine.hook.MeanSource;
import org.headscope.engine.hook.NameFilter;
import org.headscope.engine.hook.Noise;
import org.headscope.engine.hook.OptionalHooks;
import org.headscope.engine.hook.Positions;
import org.headscope.engine.hook.ProjectOut;
import org.headscope.engine.hook.Scale;
import org.headscope.engine.hook.Site;
import org.headscope.engine.hook.Steer;
import org.headscope.engine.hook.ZeroAblation;
import org.headscope.engine.metric.LinearMetric;
import org.headscope.engine.metric.LogProbability;
import org.headscope.engine.metric.LogitDifference;
import org.headscope.engine.metric.LogitMetric;
import org.headscope.engine.metric.Loss;
import org.headscope.engine.run.Gradients;
import org.headscope.engine.run.Progress;
import org.headscope.engine.run.RunRequest;
import org.headscope.engine.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Gradients agree with small steps, whatever the architecture, and leave no native memory behind. */
class GradientsTest {
    private static final double STEP = 2e-3;

    static List<String> models() {
        return Golden.models();
    }

    /** Moves the value at each hook point a little along a random direction: the metric moves as its gradient says. */
    @ParameterizedTest
    @MethodSource("models")
    void agreeWithSmallSteps(String name) throws Exception {
        var golden = new GoldenModel(name);
        var random = new Random(name.hashCode());
        try (Model model = golden.load(Processing.RAW)) {
            RunRequest request = RunRequest.of(golden.tokens()).optional(OptionalHooks.NONE);
            List<String> names = model.hookNames(OptionalHooks.NONE);
            Gradients at = model.gradients(request, new Loss(), NameFilter.ALL, Progress.NONE);
            assertEquals(at.run().loss(), at.value(), 1e-5);
            assertEquals(names, List.copyOf(at.gradients().names()));
            for (String hook : names) {
                Tensor gradient = at.gradients().get(hook);
                Tensor direction = direction(gradient, random);
                double slope = 0;
                for (int i = 0; i < gradient.size(); i++) slope += (double) gradient.flat(i) * direction.flat(i);
                double up = loss(model, request, hook, direction, STEP);
                double down = loss(model, request, hook, direction, -STEP);
                assertTrue(Double.isFinite(slope), hook);
                assertEquals((up - down) / (2 * STEP), slope, 1e-3 + 0.01 * Math.abs(slope), hook);
            }
        }
    }

    /** What scales, adds and projects is reached through; what is put in is a constant. */
    @ParameterizedTest
    @ValueSource(strings = {"gpt2", "llama"})
    void agreeWithSmallStepsBelowInterventions(String name) throws Exception {
        var golden = new GoldenModel(name);
        var random = new Random(2);
        try (Model model = golden.load(Processing.FOLDED)) {
            Site stream = Site.of("resid_mid", 0);
            RunRequest request = RunRequest.of(golden.tokens())
                    .with(
                            new Scale(Site.head(1, 2), 2.5),
                            new Scale(Site.of("attn_scores", 1), 0.5),
                            new Steer(stream, new Direction.Unembedding(3, "a"), 4),
                            new ProjectOut(stream, List.of(new Direction.Unembedding(5, "b"))),
                            new Noise(Site.mlp(1), 0.1, 3),
                            new Freeze(Site.of("pattern", 1).unit(1)),
                            new KnockOut(Site.edge(0, 1, 6, 3)),
                            new KnockOut(Site.of("attn_scores", 0).unit(2).at(Positions.of(4))));
            NameFilter names =
                    NameFilter.of("hook_embed", "*attn.hook_q", "*hook_resid_mid", "*attn_scores", "*hook_z");
            Gradients at = model.gradients(request, new Loss(), names, Progress.NONE);
            for (String hook : at.gradients().names()) {
                Tensor gradient = at.gradients().get(hook);
                Tensor direction = direction(gradient, random);
                double slope = 0;
                for (int i = 0; i < gradient.size(); i++) slope += (double) gradient.flat(i) * direction.flat(i);
                double up = loss(model, request, hook, direction, STEP);
                double down = loss(model, request, hook, direction, -STEP);
                assertEquals((up - down) / (2 * STEP), slope, 1e-3 + 0.01 * Math.abs(slope), hook);
            }
        }
    }

    /** Half the way of the gradient, scaled to length 1, and half at random. */
    private static Tensor direction(Tensor gradient, Random random) {
        double length = 1e-12;
        for (int i = 0; i < gradient.size(); i++) length += gradient.flat(i) * gradient.flat(i);
        var direction = new float[gradient.size()];
        for (int i = 0; i < direction.length; i++) {
            double noise = random.nextGaussian() / Math.sqrt(direction.length);
            direction[i] = (float) (gradient.flat(i) / Math.sqrt(length) + noise);
        }
        return Tensor.of(direction, gradient.shape());
    }

    private static double loss(Model model, RunRequest request, String hook, Tensor direction, double step)
            throws Exception {
        var move = new CodeHook(NameFilter.of(hook), (_, value) -> {
            float[] moved = value.toArray();
            for (int i = 0; i < moved.length; i++) moved[i] += (float) (step * direction.flat(i));
            return Tensor.of(moved, value.shape());
        });
        return new Loss().value(request, model.run(request.with(move)));
    }

    @Test
    void ofEveryMetric() throws Exception {
        var random = new Random(4);
        try (Model model = TinyCheckpoint.random(3).load(Processing.FOLDED)) {
            RunRequest request = RunRequest.of(new int[] {3, 1, 4, 1, 5}, new int[] {9, 2, 6, 5, 3});
            var weights = new float[2 * 5 * 29];
            for (int i = 0; i < weights.length; i++) weights[i] = (float) random.nextGaussian() / 10;
            List<LogitMetric> metrics = List.of(
                    LogitDifference.atEnd(List.of(3, 4), List.of(5, 6)),
                    new LogitDifference(List.of(3, 4), List.of(5, 6), 2),
                    LogProbability.atEnd(List.of(7, 8)),
                    new LogProbability(List.of(7, 8), 0),
                    new Loss(),
                    new LinearMetric(Tensor.of(weights, 2, 5, 29)));
            for (LogitMetric metric : metrics) {
                Gradients at =
                        model.gradients(request, metric, NameFilter.of("blocks.2.hook_resid_pre"), Progress.NONE);
                Tensor gradient = at.gradients().get("resid_pre2");
                Tensor direction = direction(gradient, random);
                Tensor there = model.run(request.stopAt(2)).residual();
                double up = metric.value(request, model.run(request.startAt(2, moved(there, direction, STEP))));
                double down = metric.value(request, model.run(request.startAt(2, moved(there, direction, -STEP))));
                double slope = 0;
                for (int i = 0; i < gradient.size(); i++) slope += (double) gradient.flat(i) * direction.flat(i);
                assertEquals((up - down) / (2 * STEP), slope, 1e-3 + 0.01 * Math.abs(slope), metric.toString());
                assertEquals(metric.value(request, at.run()), at.value(), 1e-6);
            }
        }
    }

    private static Tensor moved(Tensor value, Tensor direction, double step) {
        float[] moved = value.toArray();
        for (int i = 0; i < moved.length; i++) moved[i] += (float) (step * direction.flat(i));
        return Tensor.of(moved, value.shape());
    }

    /** What an intervention puts in is a constant: nothing reaches through it, and the rest is as in the run it changes. */
    @Test
    void stopAtInterventions() throws Exception {
        try (Model model = TinyCheckpoint.random(3).load(Processing.RAW)) {
            RunRequest request = RunRequest.of(new int[] {3, 1, 4, 1, 5}).keep("*");
            RunRequest changed = request.with(
                    new ZeroAblation(Site.head(2, 1)),
                    new MeanAblation(Site.mlp(1), new MeanSource.ThisPrompt()),
                    new ZeroAblation(Site.attention(3)));
            Gradients at = model.gradients(changed, new Loss(), NameFilter.ALL, Progress.NONE);
            assertArrayEquals(
                    model.run(changed).logits().toArray(), at.run().logits().toArray());
            assertZero(at.gradients().get("mlp_pre1"));
            assertZero(at.gradients().get("z3"));
            for (int position = 0; position < 5; position++) {
                assertZero(at.gradients().get("v2").at(0, position, 1));
            }
            var replaced = new CodeHook(
                    NameFilter.of("blocks.0.hook_resid_post"), (_, value) -> Tensor.of(value.toArray(), value.shape()));
            Gradients cut = model.gradients(request.with(replaced), new Loss(), NameFilter.ALL, Progress.NONE);
            assertZero(cut.gradients().get("embed"));
            Gradients whole = model.gradients(request, new Loss(), NameFilter.ALL, Progress.NONE);
            assertNear(whole.gradients().get("resid_post0"), cut.gradients().get("resid_post0"), 1e-6, "above the cut");
        }
    }

    /** Where one head is ablated, the others still depend on what is below, as far as a small step tells. */
    @Test
    void reachThroughWhatAnInterventionLeaves() throws Exception {
        try (Model model = TinyCheckpoint.random(3).load(Processing.RAW)) {
            RunRequest request = RunRequest.of(new int[] {3, 1, 4, 1, 5}).with(new ZeroAblation(Site.head(2, 1)));
            Gradients at = model.gradients(request.keep("q2"), new Loss(), NameFilter.of("*hook_q"), Progress.NONE);
            Tensor gradient = at.gradients().get("q2");
            int place = 3 * gradient.size() / 5; // the first entry of head 0 at the last position that predicts
            double[] loss = new double[2];
            for (int side = 0; side < 2; side++) {
                float step = side == 0 ? 0.01f : -0.01f;
                var nudge = new CodeHook(NameFilter.of("blocks.2.attn.hook_q"), (_, value) -> {
                    float[] moved = value.toArray();
                    moved[place] += step;
                    return Tensor.of(moved, value.shape());
                });
                loss[side] = model.run(request.with(nudge)).loss();
            }
            assertEquals(
                    (loss[0] - loss[1]) / 0.02, gradient.flat(place), 2e-3 * Math.abs(gradient.flat(place)) + 1e-5);
            assertTrue(gradient.flat(place) != 0);
        }
    }

    private static void assertZero(Tensor gradient) {
        assertArrayEquals(new float[gradient.size()], gradient.toArray());
    }

    /** Where the metric is linear in what is patched, the estimate is no estimate (interpretability.md I.1, 7). */
    @ParameterizedTest
    @MethodSource("models")
    void areExactWhereTheMetricIsLinear(String name) throws Exception {
        var golden = new GoldenModel(name);
        int[] clean = golden.tokens()[0];
        int[] corrupted = golden.tokens()[1];
        try (Model model = golden.load(Processing.RAW)) {
            assumeTrue(model.config().outputSoftCap() == 0, "soft-capped logits are not linear");
            int last = model.config().nLayers() - 1;
            String hook = HookName.block(last, model.config().hasMlp() ? "hook_mlp_out" : "hook_attn_out");
            var metric = LogitDifference.atEnd(List.of(5), List.of(6));
            Tensor to = model.run(RunRequest.of(clean).keep(hook)).kept().get(hook);
            RunRequest request = RunRequest.of(corrupted).keep(hook, HookName.FINAL_SCALE);

            var frozen = CodeHook.constant(NameFilter.of(HookName.FINAL_SCALE));
            Gradients at = model.gradients(request.with(frozen), metric, NameFilter.of(hook), Progress.NONE);
            Tensor from = at.run().kept().get(hook);
            Tensor scale = at.run().kept().get(HookName.FINAL_SCALE);
            double estimate = 0;
            for (int i = 0; i < to.size(); i++) {
                estimate += (double) (to.flat(i) - from.flat(i))
                        * at.gradients().get(hook).flat(i);
            }
            RunRequest patched = request.with(new CodeHook(NameFilter.of(hook), (_, _) -> to))
                    .with(new CodeHook(NameFilter.of(HookName.FINAL_SCALE), (_, _) -> scale));
            double change = metric.value(patched, model.run(patched)) - at.value();
            assertEquals(change, estimate, 1e-5 + 1e-5 * Math.abs(change));
            assertTrue(Math.abs(change) > 1e-3, "and that shows");
        }
    }

    @Test
    void reachOptionalHookPointsAndPartsOfAPass() throws Exception {
        try (Model model = TinyCheckpoint.random(3).load(Processing.RAW)) {
            RunRequest request = RunRequest.of(new int[] {3, 1, 4, 1, 5}).optional(OptionalHooks.ALL);
            Gradients at = model.gradients(request, new Loss(), NameFilter.ALL, Progress.NONE);
            Tensor results = at.gradients().get("result1");
            for (int head = 0; head < 3; head++) {
                assertNear(at.gradients().get("attn_out1").at(0, 2), results.at(0, 2, head), 1e-5, "each head alike");
            }
            Tensor between = model.run(request.stopAt(2)).residual();
            Gradients above =
                    model.gradients(request.startAt(2, between), new Loss(), NameFilter.of("*"), Progress.NONE);
            assertNear(at.gradients().get("z2"), above.gradients().get("z2"), 1e-5, "z2");
            assertThrows(
                    IllegalArgumentException.class,
                    () -> model.gradients(request.stopAt(2), new Loss(), NameFilter.ALL, Progress.NONE));
            assertThrows(
                    IllegalArgumentException.class,
                    () -> model.gradients(request, LogProbability.atEnd(List.of(1, 2)), NameFilter.ALL, Progress.NONE));
            assertEquals(
                    0,
                    model.gradients(request, new Loss(), NameFilter.NONE, Progress.NONE)
                            .gradients()
                            .names()
                            .size());
        }
    }

    @Test
    void leaveNoNativeMemoryBehind() throws Exception {
        int vocab = 3000;
        int length = 100;
        try (Model model = TinyCheckpoint.of(1, 3, 96, vocab, 128).load(Processing.FOLDED)) {
            int[] tokens = new Random(2).ints(length, 0, vocab).toArray();
            RunRequest request = RunRequest.of(tokens).with(new ZeroAblation(Site.head(1, 1)));
            var failing = new CodeHook(NameFilter.of("blocks.2.attn.hook_z"), (_, _) -> {
                throw new IllegalStateException("a hook that fails");
            });
            int arrays = model.nativeArrays();
            var memory = new ArrayList<Long>();
            for (int pass = 0; pass < 160; pass++) {
                if (pass == 60) memory.add(ResidentMemory.bytes());
                if (pass % 4 == 3) {
                    assertThrows(
                            IllegalStateException.class,
                            () -> model.gradients(request.with(failing), new Loss(), NameFilter.ALL, Progress.NONE));
                } else {
                    model.gradients(request, new Loss(), NameFilter.ALL, Progress.NONE);
                }
                assertEquals(arrays, model.nativeArrays(), "after pass " + pass);
            }
            long growth = ResidentMemory.bytes() - memory.getFirst();
            assertTrue(growth < 50L * 4 * vocab * length, "100 passes left " + (growth >> 20) + " MB");
        }
    }
}
