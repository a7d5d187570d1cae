package org.headscope.engine.model;

import org.headscope.engine.io.ModelException;

/** GPT-NeoX and Pythia (interpretability.md A.9): rotary positions, queries, keys and values stored head by head. */
final class GptNeoXFamily implements Family {
    @Override
    public String modelType() {
        return "gpt_neox";
    }

    @Override
    public String unembedding() {
        return "embed_out.weight";
    }

    @Override
    public boolean tied() {
        return false;
    }

    @Override
    public boolean prependBos() {
        return false;
    }

    @Override
    public ModelConfig config(ConfigReader read) throws ModelException {
        Sizes sizes = Sizes.read(read, "num_hidden_layers", "hidden_size", "num_attention_heads");
        return sizes.model(
                        this,
                        read,
                        read.positive("max_position_embeddings", 2048),
                        new RotaryReader(read).everywhere(sizes.dHead(), 0.25),
                        sizes.attention(),
                        new MlpConfig.Plain(
                                read.positive("intermediate_size", 4 * sizes.dModel()),
                                read.activation("hidden_act", "gelu")),
                        NormConfig.of(NormKind.LAYER_NORM, read.number("layer_norm_eps", 1e-5)))
                .inParallel(read.flag("use_parallel_residual", true));
    }

    @Override
    public Weights weights(ConfigReader json, ModelConfig config, WeightReader read) throws ModelException {
        boolean bias = json.flag("attention_bias", true);
        var frame = new Frame(this, json, config, read, read.prefix("embed_in.weight", "gpt_neox.", ""));
        return frame.weights(
                frame.embedding("embed_in.weight"),
                "layers.",
                parts -> new BlockWeights(
                        parts.layerNorm("input_layernorm"),
                        parts.interleavedAttention("attention.query_key_value", "attention.dense", bias),
                        parts.layerNorm("post_attention_layernorm"),
                        parts.mlp("mlp.dense_h_to_4h", "mlp.dense_4h_to_h", true)),
                frame.layerNorm("final_layer_norm"));
    }
}
