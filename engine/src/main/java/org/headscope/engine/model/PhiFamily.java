package org.headscope.engine.model;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import org.headscope.engine.io.ModelException;

/** Phi-1, 1.5 and 2 (interpretability.md A.9): attention and MLP in parallel behind one norm, biases everywhere. */
final class PhiFamily implements Family {
    @Override
    public String modelType() {
        return "phi";
    }

    @Override
    public ModelConfig config(ConfigReader read) throws ModelException {
        int dModel = read.positive("hidden_size");
        int nHeads = read.positive("num_attention_heads");
        int dHead = read.share("hidden_size", "num_attention_heads");
        int nLayers = read.layers("num_hidden_layers");
        int dVocab = read.positive("vocab_size");
        read.require(
                !read.flag("qk_layernorm", false),
                "qk_layernorm",
                "Headscope reads Phi models without norms of queries and keys only");
        return new ModelConfig(
                modelType(),
                nLayers,
                dModel,
                dVocab,
                read.positive("max_position_embeddings", 2048),
                new RotaryReader(read).everywhere(dHead, 0.5),
                AttentionConfig.of(nLayers, nHeads, dHead)
                        .withKeyValueHeads(read.keyValueHeads("num_key_value_heads", nHeads, nHeads)),
                new MlpConfig.Plain(
                        read.positive("intermediate_size", 4 * dModel), read.activation("hidden_act", "gelu_new")),
                NormConfig.of(NormKind.LAYER_NORM, read.number("layer_norm_eps", 1e-5))
                        .inCommon(),
                true,
                0,
                read.tokenId("bos_token_id", dVocab),
                read.tokenIds("eos_token_id", dVocab));
    }

    @Override
    public Weights weights(ConfigReader json, ModelConfig config, WeightReader read) throws ModelException {
        String prefix = read.prefix("embed_tokens.weight", "model.", "");
        int d = config.dModel();
        NDArray wE = read.stored(prefix + "embed_tokens.weight", config.dVocab(), d);
        var blocks = new ArrayList<BlockWeights>();
        for (int layer = 0; layer < config.nLayers(); layer++) {
            var parts = new PlainLayers(config, read, prefix + "layers." + layer + ".");
            NormWeights norm = parts.layerNorm("input_layernorm");
            String at = "self_attn.";
            blocks.add(new BlockWeights(
                    norm,
                    parts.attention(at + "q_proj", at + "k_proj", at + "v_proj", at + "dense", true, true),
                    norm,
                    parts.mlp("mlp.fc1", "mlp.fc2", true)));
        }
        return new Weights(
                read.manager(),
                wE,
                null,
                null,
                blocks,
                read.layerNorm(prefix + "final_layernorm", d),
                read.linear(unembedding(), d, config.dVocab()),
                read.stored("lm_head.bias", config.dVocab()),
                false);
    }
}
