package org.headscope.engine.experiment.plan;

import java.util.List;
import java.util.stream.IntStream;
import org.headscope.engine.analysis.ActivationCache;
import org.headscope.engine.analysis.attention.ValueWeightedPattern;
import org.headscope.engine.experiment.form.Field;
import org.headscope.engine.experiment.form.Form;
import org.headscope.engine.experiment.form.Kinds;
import org.headscope.engine.experiment.result.Axis;
import org.headscope.engine.experiment.result.Results;
import org.headscope.engine.hook.HookName;
import org.headscope.engine.run.Progress;
import org.headscope.engine.run.RunRequest;
import org.headscope.engine.tensor.Tensor;
import org.headscope.engine.token.PromptException;

/** Attention patterns, and the same weighted by how much there is to read. */
public record AttentionPatterns(List<Integer> layers, boolean valueWeighted) implements Analysis {
    static final Form<AttentionPatterns> FORM = Form.of(
            AttentionPatterns.class,
            "attention_patterns",
            "attention patterns, from each query position to each key position",
            Field.optional(
                    "layers", Kinds.list(Kinds.whole(0, Fields.MANY), 1, Fields.MANY), List.of(), "missing for all"),
            Fields.flag(
                    "value_weighted",
                    false,
                    "whether patterns weighted by the length of what each key gives to the residual stream follow"));

    @Override
    public void run(Setup setup, Results results, Progress progress) throws PromptException {
        RunRequest request = setup.changed(Prompts.CLEAN).keep("*.attn.hook_pattern", "*.attn.hook_v");
        var cache = ActivationCache.run(setup.model(), request, progress);
        var padding = new Blanks(request.padding());
        int all = setup.model().config().nLayers();
        List<Integer> chosen =
                layers.isEmpty() ? IntStream.range(0, all).boxed().toList() : layers;
        var axes = new Axes(setup);
        for (int layer : chosen) {
            setup.checkLayer(layer);
            String hook = HookName.of("pattern", layer);
            Tensor pattern = cache.get(hook);
            Axis[] of = axes.ofHook(hook, pattern);
            results.grid(
                    hook, "attention of layer " + layer + "; each row adds up to 1", padding.of(hook, pattern), of);
            if (valueWeighted) {
                results.grid(
                        "value_weighted." + layer,
                        "attention of layer " + layer + " times the length of v W_O at the key, over the greatest such"
                                + " length of the prompt",
                        padding.of(hook, new ValueWeightedPattern(layer).of(cache)),
                        of);
            }
        }
    }
}
