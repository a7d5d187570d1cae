package org.headscope.engine.analysis.attention;

import java.util.Locale;
import org.headscope.engine.analysis.ActivationCache;
import org.headscope.engine.hook.HookName;
import org.headscope.engine.model.Factor;
import org.headscope.engine.tensor.Tensor;

/**
 * How a head makes its query or key at a position of what its norm gave: projection, bias, the norm over d_head that some models
 * have with the scale of the run, and rotation. All but the bias is linear.
 *
 * @param letter Q or K
 */
record HeadProjection(int layer, int head, String letter) {
    /**
     * Queries or keys, [part, d_head], the last one with the bias.
     *
     * @param inputs what the norm gave, in parts, [part, d_model]
     */
    Tensor of(ActivationCache cache, int batch, int position, Tensor inputs) {
        Tensor weight = cache.parameter(layer, "attn.W_" + letter).at(head);
        Tensor bias = cache.parameter(layer, "attn.b_" + letter).at(head);
        float[] vectors =
                cache.model().product(Factor.of(inputs), Factor.of(weight)).toArray();
        int width = bias.size();
        int last = (inputs.size(0) - 1) * width;
        for (int i = 0; i < width; i++) vectors[last + i] += bias.flat(i);
        if (cache.config().attention().qkNorm())
            normalise(vectors, cache, letter.toLowerCase(Locale.ROOT), batch, position);
        Tensor all = Tensor.of(vectors, inputs.size(0), width);
        return cache.model().rotated(layer, cache.position(batch, position), all);
    }

    /** Puts parts of a query or key through the norm over d_head. */
    private void normalise(float[] vectors, ActivationCache cache, String which, int batch, int position) {
        Tensor weight = cache.parameter(layer, "attn." + which + "_norm.w");
        Tensor scales = cache.get(HookName.of("scale", layer, "attn." + which + "_norm"));
        int[] stream = cache.get("resid_pre", layer).shape();
        int heads = scales.size() / stream[0] / stream[1];
        int of = head * heads / cache.config().nHeads();
        float scale = scales.flat((batch * stream[1] + position) * heads + of);
        for (int i = 0; i < vectors.length; i++) vectors[i] *= weight.flat(i % weight.size()) / scale;
    }
}
