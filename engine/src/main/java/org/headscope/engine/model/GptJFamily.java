package org.headscope.engine.model;

import org.headscope.engine.io.ModelException;

/** GPT-J (interpretability.md A.9): attention and MLP in parallel behind one norm, adjacent coordinates rotated. */
final class GptJFamily implements Family {
    @Override
    public String modelType() {
        return "gptj";
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
        Sizes sizes = Sizes.read(read, "n_layer", "n_embd", "n_head");
        int rotated = read.positive("rotary_dim", 64);
        read.require(
                rotated <= sizes.dHead() && rotated % 2 == 0,
                "rotary_dim",
                "it should be an even number of the " + sizes.dHead() + " coordinates of a head");
        return sizes.model(
                        this,
                        read,
                        read.positive("n_positions", 2048),
                        new PositionConfig.Rotary(rotated, true, Frequencies.unscaled(10_000)),
                        sizes.attention(),
                        new MlpConfig.Plain(
                                read.positive("n_inner", 4 * sizes.dModel()),
                                read.activation("activation_function", "gelu_new")),
                        NormConfig.of(NormKind.LAYER_NORM, read.number("layer_norm_epsilon", 1e-5))
                                .inCommon())
                .inParallel(true);
    }

    @Override
    public Weights weights(ConfigReader json, ModelConfig config, WeightReader read) throws ModelException {
        var frame = new Frame(this, json, config, read, read.prefix("wte.weight", "transformer.", ""));
        return frame.weights(
                frame.embedding("wte.weight"),
                "h.",
                parts -> BlockWeights.behindOneNorm(
                        parts.layerNorm("ln_1"),
                        parts.attention("attn.q_proj", "attn.k_proj", "attn.v_proj", "attn.out_proj", false, false),
                        parts.mlp("mlp.fc_in", "mlp.fc_out", true)),
                frame.layerNorm("ln_f"));
    }
}
