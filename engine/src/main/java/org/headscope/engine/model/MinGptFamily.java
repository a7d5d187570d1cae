package org.headscope.engine.model;

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
    public boolean tied() {
        return false;
    }

    @Override
    public ModelConfig config(ConfigReader read) throws ModelException {
        Sizes sizes = Sizes.read(read, "n_layer", "n_embd", "n_head");
        return sizes.model(
                this,
                read,
                read.positive("block_size"),
                new PositionConfig.Learned(),
                sizes.attention(),
                new MlpConfig.Plain(4 * sizes.dModel(), read.activation("activation_function", "gelu")),
                NormConfig.of(NormKind.LAYER_NORM, read.number("layer_norm_epsilon", 1e-5)));
    }

    @Override
    public Weights weights(ConfigReader json, ModelConfig config, WeightReader read) throws ModelException {
        var frame = new Frame(this, json, config, read, "");
        int d = config.dModel();
        return frame.weights(
                frame.embedding("tok_emb.weight"),
                read.reshaped("pos_emb", new long[] {1, config.nCtx(), d}, config.nCtx(), d),
                null,
                "blocks.",
                parts -> new BlockWeights(
                        parts.layerNorm("ln1"),
                        parts.attention("attn.query", "attn.key", "attn.value", "attn.proj", true, true),
                        parts.layerNorm("ln2"),
                        parts.mlp("mlp.0", "mlp.2", true)),
                frame.layerNorm("ln_f"));
    }
}
