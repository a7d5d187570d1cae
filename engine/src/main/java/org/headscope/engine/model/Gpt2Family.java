package org.headscope.engine.model;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.stream.IntStream;
import org.headscope.engine.io.ModelException;

/**
 * GPT-2, distilgpt2 and the Stanford GPT-2s (interpretability.md A.9). Matrices are stored [in, out]; queries, keys and
 * values lie side by side in one matrix.
 */
final class Gpt2Family implements Family {
    @Override
    public String modelType() {
        return "gpt2";
    }

    @Override
    public ModelConfig config(ConfigReader read) throws ModelException {
        Sizes sizes = Sizes.read(read, "n_layer", "n_embd", "n_head");
        double scale = read.flag("scale_attn_weights", true) ? Math.sqrt(sizes.dHead()) : 1;
        boolean byLayer = read.flag("scale_attn_by_inverse_layer_idx", false);
        return sizes.model(
                this,
                read,
                read.positive("n_positions", read.positive("n_ctx", 1024)),
                new PositionConfig.Learned(),
                sizes.attention()
                        .withScale(IntStream.range(0, sizes.nLayers())
                                .mapToObj(layer -> byLayer ? scale * (layer + 1) : scale)
                                .toList()),
                new MlpConfig.Plain(
                        read.positive("n_inner", 4 * sizes.dModel()),
                        read.activation("activation_function", "gelu_new")),
                NormConfig.of(NormKind.LAYER_NORM, read.number("layer_norm_epsilon", 1e-5)));
    }

    @Override
    public Weights weights(ConfigReader json, ModelConfig config, WeightReader read) throws ModelException {
        var frame = new Frame(this, json, config, read, read.prefix("wte.weight", "transformer.", ""));
        return frame.weights(
                frame.embedding("wte.weight"),
                frame.positions("wpe.weight"),
                null,
                "h.",
                parts -> block(config, read, parts.at()),
                frame.layerNorm("ln_f"));
    }

    private static BlockWeights block(ModelConfig config, WeightReader read, String at) throws ModelException {
        int d = config.dModel();
        int m = config.dMlp();
        NormWeights ln1 = read.layerNorm(at + "ln_1", d);
        List<NDArray> w = read.columns(at + "attn.c_attn.weight", d, d, d, d);
        List<NDArray> b = read.parts(at + "attn.c_attn.bias", d, d, d);
        var attention = new AttentionWeights(
                w.get(0),
                b.get(0),
                w.get(1),
                b.get(1),
                w.get(2),
                b.get(2),
                read.stored(at + "attn.c_proj.weight", d, d),
                read.stored(at + "attn.c_proj.bias", d),
                null,
                null);
        NormWeights ln2 = read.layerNorm(at + "ln_2", d);
        var mlp = new MlpWeights(
                read.stored(at + "mlp.c_fc.weight", d, m),
                read.stored(at + "mlp.c_fc.bias", m),
                null,
                read.stored(at + "mlp.c_proj.weight", m, d),
                read.stored(at + "mlp.c_proj.bias", d),
                null);
        return new BlockWeights(ln1, attention, ln2, mlp);
    }
}
