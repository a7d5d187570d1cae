package org.headscope.engine.model;

import org.headscope.engine.io.ModelException;

/**
 * Falcon as published with 7B parameters: attention and MLP in parallel behind one norm, one head of keys and values for all
 * query heads, stored below the queries.
 */
final class FalconFamily implements Family {
    @Override
    public String modelType() {
        return "falcon";
    }

    @Override
    public ModelConfig config(ConfigReader read) throws ModelException {
        String only =
                "Headscope reads Falcon models like Falcon-7B only, with rotary positions, parallel blocks and one"
                        + " head of keys and values";
        read.require(!read.flag("alibi", false), "alibi", only);
        read.require(!read.flag("new_decoder_architecture", false), "new_decoder_architecture", only);
        read.require(read.flag("multi_query", true), "multi_query", only);
        read.require(read.flag("parallel_attn", true), "parallel_attn", only);
        String heads = read.oneOf("num_attention_heads", "n_head");
        Sizes sizes = Sizes.read(read, read.oneOf("num_hidden_layers", "n_layer"), "hidden_size", heads);
        return sizes.model(
                        this,
                        read,
                        read.positive("max_position_embeddings", 2048),
                        new RotaryReader(read).everywhere(sizes.dHead(), 1),
                        sizes.attention().withKeyValueHeads(1),
                        new MlpConfig.Plain(
                                read.positive("ffn_hidden_size", 4 * sizes.dModel()),
                                read.activation("activation", "gelu")),
                        NormConfig.of(NormKind.LAYER_NORM, read.number("layer_norm_epsilon", 1e-5))
                                .inCommon())
                .inParallel(true);
    }

    @Override
    public Weights weights(ConfigReader json, ModelConfig config, WeightReader read) throws ModelException {
        boolean bias = json.flag("bias", false);
        var frame = new Frame(this, json, config, read, read.prefix("word_embeddings.weight", "transformer.", ""));
        return frame.weights(
                frame.embedding("word_embeddings.weight"),
                "h.",
                parts -> BlockWeights.behindOneNorm(
                        parts.layerNorm("input_layernorm"),
                        parts.stackedAttention("self_attention.query_key_value", "self_attention.dense", bias),
                        parts.mlp("mlp.dense_h_to_4h", "mlp.dense_4h_to_h", bias)),
                frame.layerNorm("ln_f"));
    }
}
