package org.headscope.engine.model;

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
        Sizes sizes = Sizes.read(read, "num_layers", "hidden_size", "num_heads");
        return sizes.model(
                this,
                read,
                read.positive("max_position_embeddings", 2048),
                new PositionConfig.Learned(),
                sizes.attention()
                        .withScale(Collections.nCopies(sizes.nLayers(), 1.0))
                        .withWindows(windows(read, sizes.nLayers())),
                new MlpConfig.Plain(
                        read.positive("intermediate_size", 4 * sizes.dModel()),
                        read.activation("activation_function", "gelu_new")),
                NormConfig.of(NormKind.LAYER_NORM, read.number("layer_norm_epsilon", 1e-5)));
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
        var frame = new Frame(this, json, config, read, read.prefix("wte.weight", "transformer.", ""));
        return frame.weights(
                frame.embedding("wte.weight"),
                frame.positions("wpe.weight"),
                null,
                "h.",
                GptNeoFamily::block,
                frame.layerNorm("ln_f"));
    }

    private static BlockWeights block(PlainLayers parts) throws ModelException {
        String at = "attn.attention.";
        return new BlockWeights(
                parts.layerNorm("ln_1"),
                parts.attention(at + "q_proj", at + "k_proj", at + "v_proj", at + "out_proj", false, true),
                parts.layerNorm("ln_2"),
                parts.mlp("mlp.c_fc", "mlp.c_proj", true));
    }
}
