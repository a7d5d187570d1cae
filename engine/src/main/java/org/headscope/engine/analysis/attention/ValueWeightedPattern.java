package org.headscope.engine.analysis.attention;

import org.headscope.engine.analysis.ActivationCache;
import org.headscope.engine.hook.HookName;
import org.headscope.engine.hook.NameFilter;
import org.headscope.engine.model.Factor;
import org.headscope.engine.tensor.Tensor;

/**
 * Attention weighted by how much there is to read: the pattern times the length of v W_O at the key, over the greatest such
 * length of the prompt (interpretability.md D.7). Attention to a position that moves nothing, as often the first, fades.
 */
public record ValueWeightedPattern(int layer) {
    /** The hook points whose values it reads. */
    public NameFilter hooks() {
        return NameFilter.of(HookName.of("pattern", layer), HookName.of("v", layer));
    }

    /** [batch, head, query, key], from 0 to 1. */
    public Tensor of(ActivationCache cache) {
        Tensor pattern = cache.get("pattern", layer);
        Tensor lengths = lengths(cache);
        float[] weighted = pattern.toArray();
        int keys = pattern.size(3);
        int queries = pattern.size(2);
        for (int of = 0; of < pattern.size(0) * pattern.size(1); of++) {
            float greatest = 0;
            for (int key = 0; key < keys; key++) {
                boolean token = cache.isToken(of / pattern.size(1), key);
                if (token) greatest = Math.max(greatest, lengths.flat(of * keys + key));
            }
            for (int at = 0; at < queries * keys; at++) {
                float share = greatest == 0 ? 0 : lengths.flat(of * keys + at % keys) / greatest;
                weighted[of * queries * keys + at] *= share;
            }
        }
        return Tensor.of(weighted, pattern.shape());
    }

    /** Lengths of v W_O, what each head writes for each key that it attends to alone: [batch, head, key]. */
    public Tensor lengths(ActivationCache cache) {
        Tensor v = cache.get("v", layer);
        String wO = HookName.block(layer, "attn.W_O");
        // v W_O W_O^T v^T, so that nothing of the width of the model is formed: [head, d_head, d_head]
        Tensor squares = cache.model().product(Factor.of(wO), Factor.of(wO).transposed());
        int heads = squares.size(0);
        int group = heads / v.size(2);
        var lengths = new float[v.size(0) * heads * v.size(1)];
        for (int at = 0; at < lengths.length; at++) {
            int batch = at / v.size(1) / heads;
            int head = at / v.size(1) % heads;
            Tensor value = v.at(batch, at % v.size(1), head / group);
            lengths[at] = (float) Math.sqrt(Math.max(0, form(value, squares.at(head))));
        }
        return Tensor.of(lengths, v.size(0), heads, v.size(1));
    }

    private static double form(Tensor vector, Tensor matrix) {
        int n = vector.size();
        double sum = 0;
        for (int i = 0; i < n; i++) {
            double row = 0;
            for (int j = 0; j < n; j++) row += (double) matrix.flat(i * n + j) * vector.flat(j);
            sum += row * vector.flat(i);
        }
        return sum;
    }
}
