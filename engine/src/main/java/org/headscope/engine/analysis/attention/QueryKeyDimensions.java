package org.headscope.engine.analysis.attention;

import org.headscope.engine.analysis.ActivationCache;
import org.headscope.engine.hook.HookName;
import org.headscope.engine.hook.NameFilter;
import org.headscope.engine.model.ModelConfig;
import org.headscope.engine.model.PositionConfig;
import org.headscope.engine.tensor.Tensor;

/**
 * What each dimension of a head contributes to its attention scores: q times k, over attn_scale (the "q x k" of neuron views).
 * Queries and keys are those that attention multiplies: normalised and rotated where the model does that. The sum over
 * dimensions is the score before soft cap, ALiBi and mask.
 */
public record QueryKeyDimensions(int layer, int head) {
    /** The hook points whose values it reads. */
    public NameFilter hooks(ModelConfig config) {
        return NameFilter.of(hook(config, "q"), hook(config, "k"));
    }

    /** Contributions to the scores of one query, [key, d_head], for keys up to the query. */
    public Tensor of(ActivationCache cache, int batch, int query) {
        Tensor q = cache.get(hook(cache.config(), "q")).at(batch, query, head);
        Tensor keys = cache.get(hook(cache.config(), "k"));
        int keyHead = head * keys.size(2) / cache.config().nHeads();
        double scale = cache.config().attnScale().get(layer);
        int width = q.size();
        var products = new float[(query + 1) * width];
        for (int key = 0; key <= query; key++) {
            Tensor k = keys.at(batch, key, keyHead);
            for (int i = 0; i < width; i++) products[key * width + i] = (float) (q.flat(i) * k.flat(i) / scale);
        }
        return Tensor.of(products, query + 1, width);
    }

    private String hook(ModelConfig config, String letter) {
        boolean rotary = config.positions() instanceof PositionConfig.Rotary;
        return HookName.of((rotary ? "rot_" : "") + letter, layer);
    }
}
