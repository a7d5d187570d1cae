package org.headscope.engine.model;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
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
        int dModel = read.positive("n_embd");
        int nHeads = read.positive("n_head");
        int dHead = read.share("n_embd", "n_head");
        int nLayers = read.layers("n_layer");
        int dVocab = read.positive("vocab_size");
        double scale = read.flag("scale_attn_weights", true) ? Math.sqrt(dHead) : 1;
        boolean byLayer = read.flag("scale_attn_by_inverse_layer_idx", false);
        return new ModelConfig(
                modelType(),
                nLayers,
                dModel,
                dVocab,
                read.positive("n_positions", read.positive("n_ctx", 1024)),
                new PositionConfig.Learned(),
                AttentionConfig.of(nLayers, nHeads, dHead)
                        .withScale(IntStream.range(0, nLayers)
                                .mapToObj(layer -> byLayer ? scale * (layer + 1) : scale)
                                .toList()),
                new MlpConfig.Plain(
                        read.positive("n_inner", 4 * dModel), read.activation("activation_function", "gelu_new")),
                NormConfig.of(NormKind.LAYER_NORM, read.number("layer_norm_epsilon", 1e-5)),
                false,
                0,
                read.tokenId("bos_token_id", dVocab),
                read.tokenIds("eos_token_id", dVocab));
    }

    @Override
    public Weights weights(ConfigReader json, ModelConfig config, WeightReader read) throws ModelException {
        String prefix = read.prefix("wte.weight", "transformer.", "");
        int d = config.dModel();
        NDArray wE = read.stored(prefix + "wte.weight", config.dVocab(), d);
        var blocks = new ArrayList<BlockWeights>();
        for (int layer = 0; layer < config.nLayers(); layer++) {
            blocks.add(block(config, read, prefix + "h." + layer + "."));
        }
        Unembedding unembedding = Unembedding.read(json, config, read, unembedding(), wE);
        return new Weights(
                read.manager(),
                wE,
                read.stored(prefix + "wpe.weight", config.nCtx(), d),
                null,
                blocks,
                read.layerNorm(prefix + "ln_f", d),
                unembedding.wU(),
                read.zeros(config.dVocab()),
                unembedding.tied());
    }

    private static BlockWeights block(ModelConfig config, WeightReader read, String at) throws ModelException {
        int d = config.dModel();
        int m = config.dMlp();
        NormWeights ln1 = read.layerNorm(at + "ln_1", d);
        List<NDArray> w = read.columns(at + "attn.c_attn.weight", d, 3, d);
        List<NDArray> b = read.columns(at + "attn.c_attn.bias", 1, 3, d);
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
