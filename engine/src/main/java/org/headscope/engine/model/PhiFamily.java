package org.headscope.engine.model;

import org.headscope.engine.io.ModelException;

/** Phi-1, 1.5 and 2 (interpretability.md A.9): attention and MLP in parallel behind one norm, biases everywhere. */
final class PhiFamily implements Family {
    @Override
    public String modelType() {
        return "phi";
    }

    @Override
    public boolean tied() {
        return false;
    }

    @Override
    public boolean unembeddingBias() {
        return true;
    }

    @Override
    public ModelConfig config(ConfigReader read) throws ModelException {
        Sizes sizes = Sizes.read(read, "num_hidden_layers", "hidden_size", "num_attention_heads");
        int nHeads = sizes.nHeads();
        read.require(
                !read.flag("qk_layernorm", false),
                "qk_layernorm",
                "Headscope reads Phi models without norms of queries and keys only");
        return sizes.model(
                        this,
                        read,
                        read.positive("max_position_embeddings", 2048),
                        new RotaryReader(read).everywhere(sizes.dHead(), 0.5),
                        sizes.attention().withKeyValueHeads(read.keyValueHeads("num_key_value_heads", nHeads, nHeads)),
                        new MlpConfig.Plain(
                                read.positive("intermediate_size", 4 * sizes.dModel()),
                                read.activation("hidden_act", "gelu_new")),
                        NormConfig.of(NormKind.LAYER_NORM, read.number("layer_norm_eps", 1e-5))
                                .inCommon())
                .inParallel(true);
    }

    @Override
    public Weights weights(ConfigReader json, ModelConfig config, WeightReader read) throws ModelException {
        var frame = new Frame(this, json, config, read, read.prefix("embed_tokens.weight", "model.", ""));
        return frame.weights(
                frame.embedding("embed_tokens.weight"),
                "layers.",
                PhiFamily::block,
                frame.layerNorm("final_layernorm"));
    }

    private static BlockWeights block(PlainLayers parts) throws ModelException {
        String at = "self_attn.";
        return BlockWeights.behindOneNorm(
                parts.layerNorm("input_layernorm"),
                parts.attention(at + "q_proj", at + "k_proj", at + "v_proj", at + "dense", true, true),
                parts.mlp("mlp.fc1", "mlp.fc2", true));
    }
}
