package org.headscope.engine.model;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import org.headscope.engine.io.ModelException;

/** GPT-J (interpretability.md A.9): attention and MLP in parallel behind one norm, adjacent coordinates rotated. */
final class GptJFamily implements Family {
    @Override
    public String modelType() {
        return "gptj";
    }

    @Override
    public ModelConfig config(ConfigReader read) throws ModelException {
        int dModel = read.positive("n_embd");
        int nHeads = read.positive("n_head");
        int dHead = read.share("n_embd", "n_head");
        int nLayers = read.layers("n_layer");
        int dVocab = read.positive("vocab_size");
        int rotated = read.positive("rotary_dim", 64);
        read.require(
                rotated <= dHead && rotated % 2 == 0,
                "rotary_dim",
                "it should be an even number of the " + dHead + " coordinates of a head");
        return new ModelConfig(
                modelType(),
                nLayers,
                dModel,
                dVocab,
                read.positive("n_positions", 2048),
                new PositionConfig.Rotary(rotated, true, Frequencies.unscaled(10_000)),
                AttentionConfig.of(nLayers, nHeads, dHead),
                new MlpConfig.Plain(
                        read.positive("n_inner", 4 * dModel), read.activation("activation_function", "gelu_new")),
                NormConfig.of(NormKind.LAYER_NORM, read.number("layer_norm_epsilon", 1e-5))
                        .inCommon(),
                true,
                0,
                read.tokenId("bos_token_id", dVocab),
                read.tokenIds("eos_token_id", dVocab));
    }

    @Override
    public Weights weights(ConfigReader json, ModelConfig config, WeightReader read) throws ModelException {
        String prefix = read.prefix("wte.weight", "transformer.", "");
        int d = config.dModel();
        NDArray wE = read.stored(prefix + "wte.weight", config.dVocab(), d);
        var blocks = new ArrayList<BlockWeights>();
        for (int layer = 0; layer < config.nLayers(); layer++) {
            var parts = new PlainLayers(config, read, prefix + "h." + layer + ".");
            NormWeights norm = parts.layerNorm("ln_1");
            blocks.add(new BlockWeights(
                    norm,
                    parts.attention("attn.q_proj", "attn.k_proj", "attn.v_proj", "attn.out_proj", false, false),
                    norm,
                    parts.mlp("mlp.fc_in", "mlp.fc_out", true)));
        }
        return new Weights(
                read.manager(),
                wE,
                null,
                null,
                blocks,
                read.layerNorm(prefix + "ln_f", d),
                read.linear(unembedding(), d, config.dVocab()),
                read.stored("lm_head.bias", config.dVocab()),
                false);
    }
}
