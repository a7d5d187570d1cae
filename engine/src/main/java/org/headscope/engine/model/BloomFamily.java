package org.headscope.engine.model;

import org.headscope.engine.io.ModelException;

/** BLOOM (interpretability.md A.9): ALiBi, a norm behind the embedding, queries, keys and values stored head by head. */
final class BloomFamily implements Family {
    @Override
    public String modelType() {
        return "bloom";
    }

    @Override
    public boolean prependBos() {
        return false;
    }

    @Override
    public ModelConfig config(ConfigReader read) throws ModelException {
        String width = read.oneOf("hidden_size", "n_embed");
        String heads = read.oneOf("n_head", "num_attention_heads");
        Sizes sizes = Sizes.read(read, read.oneOf("n_layer", "num_hidden_layers"), width, heads);
        read.require(
                !read.flag("apply_residual_connection_post_layernorm", false),
                "apply_residual_connection_post_layernorm",
                "Headscope reads BLOOM models whose residual stream bypasses the norms only");
        return sizes.model(
                this,
                read,
                read.positive("seq_length", 2048),
                new PositionConfig.Alibi(),
                sizes.attention(),
                new MlpConfig.Plain(4 * sizes.dModel(), Activation.GELU_NEW),
                NormConfig.of(NormKind.LAYER_NORM, read.number("layer_norm_epsilon", 1e-5))
                        .withEmbedding());
    }

    @Override
    public Weights weights(ConfigReader json, ModelConfig config, WeightReader read) throws ModelException {
        var frame = new Frame(this, json, config, read, read.prefix("word_embeddings.weight", "transformer.", ""));
        return frame.weights(
                frame.embedding("word_embeddings.weight"),
                null,
                frame.layerNorm("word_embeddings_layernorm"),
                "h.",
                parts -> new BlockWeights(
                        parts.layerNorm("input_layernorm"),
                        parts.interleavedAttention("self_attention.query_key_value", "self_attention.dense", true),
                        parts.layerNorm("post_attention_layernorm"),
                        parts.mlp("mlp.dense_h_to_4h", "mlp.dense_4h_to_h", true)),
                frame.layerNorm("ln_f"));
    }
}
