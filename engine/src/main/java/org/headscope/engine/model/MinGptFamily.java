package org.headscope.engine.model;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import org.headscope.engine.io.ModelException;

/** Models trained with minGPT, such as Othello-GPT (interpretability.md A.9). */
final class MinGptFamily implements Family {
    @Override
    public String modelType() {
        return "mingpt";
    }

    @Override
    public String unembedding() {
        return "head.weight";
    }

    @Override
    public ModelConfig config(ConfigReader read) throws ModelException {
        int dModel = read.positive("n_embd");
        int nLayers = read.layers("n_layer");
        int dVocab = read.positive("vocab_size");
        return new ModelConfig(
                modelType(),
                nLayers,
                dModel,
                dVocab,
                read.positive("block_size"),
                new PositionConfig.Learned(),
                AttentionConfig.of(nLayers, read.positive("n_head"), read.share("n_embd", "n_head")),
                new MlpConfig.Plain(4 * dModel, read.activation("activation_function", "gelu")),
                NormConfig.of(NormKind.LAYER_NORM, read.number("layer_norm_epsilon", 1e-5)),
                false,
                0,
                read.tokenId("bos_token_id", dVocab),
                read.tokenIds("eos_token_id", dVocab));
    }

    @Override
    public Weights weights(ConfigReader json, ModelConfig config, WeightReader read) throws ModelException {
        int d = config.dModel();
        NDArray wE = read.stored("tok_emb.weight", config.dVocab(), d);
        NDArray wPos = read.reshaped("pos_emb", new long[] {1, config.nCtx(), d}, config.nCtx(), d);
        var blocks = new ArrayList<BlockWeights>();
        for (int layer = 0; layer < config.nLayers(); layer++) {
            var parts = new PlainLayers(config, read, "blocks." + layer + ".");
            blocks.add(new BlockWeights(
                    parts.layerNorm("ln1"),
                    parts.attention("attn.query", "attn.key", "attn.value", "attn.proj", true, true),
                    parts.layerNorm("ln2"),
                    parts.mlp("mlp.0", "mlp.2", true)));
        }
        return new Weights(
                read.manager(),
                wE,
                wPos,
                null,
                blocks,
                read.layerNorm("ln_f", d),
                read.linear(unembedding(), d, config.dVocab()),
                read.zeros(config.dVocab()),
                false);
    }
}
