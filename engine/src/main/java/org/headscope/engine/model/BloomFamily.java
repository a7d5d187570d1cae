package org.headscope.engine.model;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import org.headscope.engine.io.ModelException;

/** BLOOM (interpretability.md A.9): ALiBi, a norm behind the embedding, queries, keys and values stored head by head. */
final class BloomFamily implements Family {
    @Override
    public String modelType() {
        return "bloom";
    }

    @Override
    public ModelConfig config(ConfigReader read) throws ModelException {
        String width = read.oneOf("hidden_size", "n_embed");
        String heads = read.oneOf("n_head", "num_attention_heads");
        int dModel = read.positive(width);
        int nLayers = read.layers(read.oneOf("n_layer", "num_hidden_layers"));
        int dVocab = read.positive("vocab_size");
        read.require(
                !read.flag("apply_residual_connection_post_layernorm", false),
                "apply_residual_connection_post_layernorm",
                "Headscope reads BLOOM models whose residual stream bypasses the norms only");
        var norms = NormConfig.of(NormKind.LAYER_NORM, read.number("layer_norm_epsilon", 1e-5));
        return new ModelConfig(
                modelType(),
                nLayers,
                dModel,
                dVocab,
                read.positive("seq_length", 2048),
                new PositionConfig.Alibi(),
                AttentionConfig.of(nLayers, read.positive(heads), read.share(width, heads)),
                new MlpConfig.Plain(4 * dModel, Activation.GELU_NEW),
                norms.withEmbedding(),
                false,
                0,
                read.tokenId("bos_token_id", dVocab),
                read.tokenIds("eos_token_id", dVocab));
    }

    @Override
    public Weights weights(ConfigReader json, ModelConfig config, WeightReader read) throws ModelException {
        String prefix = read.prefix("word_embeddings.weight", "transformer.", "");
        int d = config.dModel();
        NDArray wE = read.stored(prefix + "word_embeddings.weight", config.dVocab(), d);
        var blocks = new ArrayList<BlockWeights>();
        for (int layer = 0; layer < config.nLayers(); layer++) {
            var parts = new PlainLayers(config, read, prefix + "h." + layer + ".");
            blocks.add(new BlockWeights(
                    parts.layerNorm("input_layernorm"),
                    parts.interleavedAttention("self_attention.query_key_value", "self_attention.dense", true),
                    parts.layerNorm("post_attention_layernorm"),
                    parts.mlp("mlp.dense_h_to_4h", "mlp.dense_4h_to_h", true)));
        }
        Unembedding unembedding = Unembedding.read(json, config, read, unembedding(), wE);
        return new Weights(
                read.manager(),
                wE,
                null,
                read.layerNorm(prefix + "word_embeddings_layernorm", d),
                blocks,
                read.layerNorm(prefix + "ln_f", d),
                unembedding.wU(),
                read.zeros(config.dVocab()),
                unembedding.tied());
    }
}
