package org.headscope.engine.model;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
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
        int dModel = read.positive("hidden_size");
        int dHead = read.share("hidden_size", heads);
        int nLayers = read.layers(read.oneOf("num_hidden_layers", "n_layer"));
        int dVocab = read.positive("vocab_size");
        return new ModelConfig(
                modelType(),
                nLayers,
                dModel,
                dVocab,
                read.positive("max_position_embeddings", 2048),
                new RotaryReader(read).everywhere(dHead, 1),
                AttentionConfig.of(nLayers, read.positive(heads), dHead).withKeyValueHeads(1),
                new MlpConfig.Plain(
                        read.positive("ffn_hidden_size", 4 * dModel), read.activation("activation", "gelu")),
                NormConfig.of(NormKind.LAYER_NORM, read.number("layer_norm_epsilon", 1e-5))
                        .inCommon(),
                true,
                0,
                read.tokenId("bos_token_id", dVocab),
                read.tokenIds("eos_token_id", dVocab));
    }

    @Override
    public Weights weights(ConfigReader json, ModelConfig config, WeightReader read) throws ModelException {
        String prefix = read.prefix("word_embeddings.weight", "transformer.", "");
        boolean bias = json.flag("bias", false);
        int d = config.dModel();
        NDArray wE = read.stored(prefix + "word_embeddings.weight", config.dVocab(), d);
        var blocks = new ArrayList<BlockWeights>();
        for (int layer = 0; layer < config.nLayers(); layer++) {
            var parts = new PlainLayers(config, read, prefix + "h." + layer + ".");
            NormWeights norm = parts.layerNorm("input_layernorm");
            blocks.add(new BlockWeights(
                    norm,
                    parts.stackedAttention("self_attention.query_key_value", "self_attention.dense", bias),
                    norm,
                    parts.mlp("mlp.dense_h_to_4h", "mlp.dense_4h_to_h", bias)));
        }
        Unembedding unembedding = Unembedding.read(json, config, read, unembedding(), wE);
        return new Weights(
                read.manager(),
                wE,
                null,
                null,
                blocks,
                read.layerNorm(prefix + "ln_f", d),
                unembedding.wU(),
                read.zeros(config.dVocab()),
                unembedding.tied());
    }
}
