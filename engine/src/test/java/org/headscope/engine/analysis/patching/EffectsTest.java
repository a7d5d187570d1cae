package org.headscope.engine.analysis.patching;

import static org.headscope.engine.Near.assertNear;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.headscope.engine.GoldenModel;
import org.headscope.engine.Near;
import org.headscope.engine.hook.CodeHook;
import org.headscope.engine.hook.NameFilter;
import org.headscope.engine.hook.Site;
import org.headscope.engine.hook.ZeroAblation;
import org.headscope.engine.model.Model;
import org.headscope.engine.model.Processing;
import org.headscope.engine.run.Activations;
import org.headscope.engine.run.Progress;
import org.headscope.engine.run.RunRequest;
import org.headscope.engine.tensor.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Effects with norms frozen and heads held, against runs with the same done by code hooks. */
class EffectsTest {
    private static final RunRequest REQUEST = RunRequest.of(new int[] {5, 9, 14, 3, 22, 8});
    private static final ZeroAblation CHANGE = new ZeroAblation(Site.head(0, 1));

    private static RunRequest byHand(Activations base, String frozen, int held) {
        return REQUEST.with(CHANGE)
                .with(new CodeHook(
                        NameFilter.of(frozen), (name, value) -> base.get(name).reshape(value.shape())))
                .with(new CodeHook(
                        NameFilter.of("blocks.1.attn.hook_z"),
                        (name, value) -> held < 0 ? value : head(value, base.get(name), held)));
    }

    /** A value with one head of another. */
    private static Tensor head(Tensor value, Tensor other, int head) {
        float[] data = value.toArray();
        for (int pos = 0; pos < value.size(1); pos++) {
            other.at(0, pos, head).copyTo(data, (pos * value.size(2) + head) * value.size(3));
        }
        return Tensor.of(data, value.shape());
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt2", "llama", "qwen3", "gemma2", "bloom", "gpt-neox"})
    void everyNormCanBeFrozen(String name) throws Exception {
        try (Model model = new GoldenModel(name).load(Processing.RAW)) {
            Activations base = model.run(REQUEST.keep("*")).kept();
            var options = Effects.Options.of(Effects.Frozen.EVERY_NORM);
            Effects effects = Effects.of(model, REQUEST, CHANGE, options, Progress.NONE);
            Tensor expected = model.run(byHand(base, "*.hook_scale", -1)).logits();
            assertNear(expected, effects.total().logits(), "total");
            Effects free = Effects.of(model, REQUEST, CHANGE, false, Progress.NONE);
            assertTrue(Near.distance(free.total().logits(), expected) > 1e-3, "norms matter");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt2", "llama", "attn-only"})
    void noEffectGoesThroughAHeadThatIsHeld(String name) throws Exception {
        try (Model model = new GoldenModel(name).load(Processing.FOLDED)) {
            Activations base = model.run(REQUEST.keep("*")).kept();
            for (var frozen : Effects.Frozen.values()) {
                var options = Effects.Options.of(frozen).without(Site.head(1, 2));
                Effects effects = Effects.of(model, REQUEST, CHANGE, options, Progress.NONE);
                String scales = switch (frozen) {
                    case NO_NORM -> "none";
                    case FINAL_NORM -> "ln_final.hook_scale";
                    case EVERY_NORM -> "*.hook_scale";
                };
                assertNear(
                        model.run(byHand(base, scales, 2)).logits(),
                        effects.total().logits(),
                        "total, " + frozen);
                Effects all = Effects.of(model, REQUEST, CHANGE, Effects.Options.of(frozen), Progress.NONE);
                assertNear(all.direct().logits(), effects.direct().logits(), "the direct effect goes through no head");
                assertTrue(
                        Near.distance(
                                        all.indirect().logits(),
                                        effects.indirect().logits())
                                > 1e-4,
                        "head 1.2 matters");
                if (frozen == Effects.Frozen.NO_NORM) continue;
                Tensor before = effects.base().logits();
                var sum = new float[before.size()];
                for (int i = 0; i < sum.length; i++) {
                    sum[i] = effects.direct().logits().flat(i)
                            + effects.indirect().logits().flat(i)
                            - before.flat(i);
                }
                assertNear(effects.total().logits(), Tensor.of(sum, before.shape()), 2e-4, "direct and indirect");
            }
        }
    }
}
