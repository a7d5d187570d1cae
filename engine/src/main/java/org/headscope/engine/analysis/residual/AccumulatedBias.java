package org.headscope.engine.analysis.residual;

import org.headscope.engine.analysis.ActivationCache;
import org.headscope.engine.hook.PosSlice;
import org.headscope.engine.model.Model;
import org.headscope.engine.model.ModelConfig;
import org.headscope.engine.tensor.Tensor;

/**
 * The output biases that were added to the residual stream up to a place (TransformerLens {@code accumulated_bias};
 * interpretability.md B.6).
 *
 * @param inclMlp whether b_out is included, else b_O only
 */
public record AccumulatedBias(ResidPoint point, boolean inclMlp) {
    /** [d_model], as the weights have it. */
    public Tensor of(Model model) {
        var sum = new float[model.config().dModel()];
        int layers = point.layerIn(model.config());
        for (int layer = 0; layer < attentions(model.config()); layer++) {
            add(sum, model.parameter("blocks." + layer + ".attn.b_O"));
            if (layer < layers && hasMlpBias(model.config())) {
                add(sum, model.parameter("blocks." + layer + ".mlp.b_out"));
            }
        }
        return Tensor.of(sum, sum.length);
    }

    /** [batch, chosen pos, d_model], behind the norms that follow attention and MLP in some models. */
    Tensor of(ActivationCache cache, PosSlice slice) {
        Tensor embed = slice.of(cache.get("embed"));
        int[] shape = embed.shape();
        var sum = new float[embed.size()];
        int layers = point.layerIn(cache.config());
        for (int layer = 0; layer < attentions(cache.config()); layer++) {
            Tensor bias = repeated(cache.parameter(layer, "attn.b_O"), shape);
            add(sum, FrozenNorm.behind("ln1_post", layer, cache, slice).apply(bias));
            if (layer < layers && hasMlpBias(cache.config())) {
                Tensor ofMlp = repeated(cache.parameter(layer, "mlp.b_out"), shape);
                add(sum, FrozenNorm.behind("ln2_post", layer, cache, slice).apply(ofMlp));
            }
        }
        return Tensor.of(sum, shape);
    }

    private int attentions(ModelConfig config) {
        return point.layerIn(config) + (point.mlpInput() ? 1 : 0);
    }

    private boolean hasMlpBias(ModelConfig config) {
        return inclMlp && config.hasMlp();
    }

    private static Tensor repeated(Tensor vector, int[] shape) {
        int width = vector.size();
        var data = new float[shape[0] * shape[1] * width];
        for (int at = 0; at < data.length; at += width) vector.copyTo(data, at);
        return Tensor.of(data, shape);
    }

    private static void add(float[] sum, Tensor vectors) {
        for (int i = 0; i < sum.length; i++) sum[i] += vectors.flat(i);
    }
}
