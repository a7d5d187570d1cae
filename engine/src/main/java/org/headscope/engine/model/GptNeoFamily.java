package org.headscope.engine.model;

import ai.djl.ndarray.NDArray;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.headscope.engine.io.ModelException;

/**
 * GPT-Neo and the TinyStories models (interpretability.md A.9): layers that see everything and layers that see a window,
 * scores that are not divided.
 */
final class GptNeoFamily implements Family {
    @Override
    public String modelType() {
        return "gpt_neo";
    }

    @Override
    public ModelConfig config(ConfigReader read) throws ModelException {
        int dModel = read.positive("hidden_size");
        int nHeads = read.positive("num_heads");
        int nLayers = read.layers("num_layers");
        int dVocab = read.positive("vocab_size");
        return new ModelConfig(
                modelType(),
                nLayers,
                dModel,
                dVocab,
                read.positive("max_position_embeddings", 2048),
                new PositionConfig.Learned(),
                AttentionConfig.of(nLayers, nHeads, read.share("hidden_size", "num_heads"))
                        .withScale(Collections.nCopies(nLayers, 1.0))
                        .withWindows(windows(read, nLayers)),
                new MlpConfig.Plain(
                        read.positive("intermediate_size", 4 * dModel),
                        read.activation("activation_function", "gelu_new")),
                NormConfig.of(NormKind.LAYER_NORM, read.number("layer_norm_epsilon", 1e-5)),
                false,
                0,
                read.tokenId("bos_token_id", dVocab),
                read.tokenIds("eos_token_id", dVocab));
    }

    /** From a list of layers, or from groups of layers with how often each is repeated. */
    private static List<Integer> windows(ConfigReader read, int nLayers) throws ModelException {
        var kinds = new ArrayList<String>();
        for (JsonNode kind : read.json().path("attention_layers")) kinds.add(kind.asText());
        if (kinds.isEmpty()) {
            for (JsonNode group : read.json().path("attention_types")) {
                for (int i = 0; i < group.path(1).asInt() && kinds.size() <= nLayers; i++) {
                    for (JsonNode kind : group.path(0)) kinds.add(kind.asText());
                }
            }
        }
        if (kinds.isEmpty()) {
            for (int layer = 0; layer < nLayers; layer++) kinds.add(layer % 2 == 0 ? "global" : "local");
        }
        String field = read.oneOf("attention_layers", "attention_types");
        read.require(kinds.size() == nLayers, field, "it should name the attention of each of " + nLayers + " layers");
        int window = read.positive("window_size", 256);
        var windows = new ArrayList<Integer>();
        for (String kind : kinds) {
            boolean local = kind.equals("local");
            read.require(local || kind.equals("global"), field, "Headscope knows global and local attention only");
            windows.add(local ? window : 0);
        }
        return windows;
    }

    @Override
    public Weights weights(ConfigReader json, ModelConfig config, WeightReader read) throws ModelException {
        String prefix = read.prefix("wte.weight", "transformer.", "");
        int d = config.dModel();
        NDArray wE = read.stored(prefix + "wte.weight", config.dVocab(), d);
        var blocks = new ArrayList<BlockWeights>();
        for (int layer = 0; layer < config.nLayers(); layer++) {
            var parts = new PlainLayers(config, read, prefix + "h." + layer + ".");
            String at = "attn.attention.";
            blocks.add(new BlockWeights(
                    parts.layerNorm("ln_1"),
                    parts.attention(at + "q_proj", at + "k_proj", at + "v_proj", at + "out_proj", false, true),
                    parts.layerNorm("ln_2"),
                    parts.mlp("mlp.c_fc", "mlp.c_proj", true)));
        }
        Unembedding unembedding = Unembedding.read(json, config, read, unembedding(), wE);
        return new Weights(
                read.manager(),
                wE,
                read.stored(prefix + "wpe.weight", config.nCtx(), d),
                null,
                blocks,
                read.layerNorm(prefix + "ln_f", d),
                unembedding.wU(),
                read.zeros(config.dVocab()),
                unembedding.tied());
    }
}
