package org.headscope.engine.model;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
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
    public ModelConfig config(ConfigReader read) throws ModelException {
        int dModel = read.positive("hidden_size");
        int nHeads = read.positive("num_attention_heads");
        int dHead = read.share("hidden_size", "num_attention_heads");
        int nLayers = read.layers("num_hidden_layers");
        int dVocab = read.positive("vocab_size");
        return new ModelConfig(
                modelType(),
                nLayers,
                dModel,
                dVocab,
                read.positive("max_position_embeddings", 2048),
                new RotaryReader(read).everywhere(dHead, 0.25),
                AttentionConfig.of(nLayers, nHeads, dHead),
                new MlpConfig.Plain(
                        read.positive("intermediate_size", 4 * dModel), read.activation("hidden_act", "gelu")),
                NormConfig.of(NormKind.LAYER_NORM, read.number("layer_norm_eps", 1e-5)),
                read.flag("use_parallel_residual", true),
                0,
                read.tokenId("bos_token_id", dVocab),
                read.tokenIds("eos_token_id", dVocab));
    }

    @Override
    public Weights weights(ConfigReader json, ModelConfig config, WeightReader read) throws ModelException {
        String prefix = read.prefix("embed_in.weight", "gpt_neox.", "");
        boolean bias = json.flag("attention_bias", true);
        int d = config.dModel();
        NDArray wE = read.stored(prefix + "embed_in.weight", config.dVocab(), d);
        var blocks = new ArrayList<BlockWeights>();
        for (int layer = 0; layer < config.nLayers(); layer++) {
            String at = prefix + "layers." + layer + ".";
            var parts = new PlainLayers(config, read, at);
            blocks.add(new BlockWeights(
                    parts.layerNorm("input_layernorm"),
                    parts.interleavedAttention("attention.query_key_value", "attention.dense", bias),
                    parts.layerNorm("post_attention_layernorm"),
                    parts.mlp("mlp.dense_h_to_4h", "mlp.dense_4h_to_h", true)));
        }
        Unembedding unembedding = Unembedding.read(json, config, read, unembedding(), wE);
        return new Weights(
                read.manager(),
                wE,
                null,
                null,
                blocks,
                read.layerNorm(prefix + "final_layer_norm", d),
                unembedding.wU(),
                read.zeros(config.dVocab()),
                unembedding.tied());
    }
}
