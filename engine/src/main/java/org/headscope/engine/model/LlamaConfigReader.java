package org.headscope.engine.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.headscope.engine.io.ModelException;
import org.headscope.engine.model.LlamaVariant.Local;
import org.headscope.engine.model.LlamaVariant.Trait;

/** Reads the config.json of a model like Llama. */
record LlamaConfigReader(LlamaVariant variant, ConfigReader read) {
    private static final String SLIDING = "sliding_attention";
    private static final String FULL = "full_attention";

    ModelConfig config(boolean prependBos) throws ModelException {
        read.require(!read.flag("mlp_bias", false), "mlp_bias", "Headscope reads gated MLPs without biases only");
        read.require(
                !read.flag("use_bidirectional_attention", false),
                "use_bidirectional_attention",
                "Headscope reads models whose attention looks back only");
        int nHeads = read.positive("num_attention_heads");
        int absentSize = variant.defaults().headSize();
        int dHead = read.has("head_dim") || absentSize > 0
                ? read.positive("head_dim", absentSize)
                : read.share("hidden_size", "num_attention_heads");
        int nLayers = read.layers("num_hidden_layers");
        int dVocab = read.positive("vocab_size");
        var norms = NormConfig.of(
                NormKind.RMS, read.number("rms_norm_eps", variant.defaults().eps()));
        return new ModelConfig(
                variant.modelType(),
                nLayers,
                read.positive("hidden_size"),
                dVocab,
                read.positive("max_position_embeddings"),
                positions(dHead),
                attention(nLayers, nHeads, dHead),
                new MlpConfig.Gated(read.positive("intermediate_size"), activation()),
                variant.has(Trait.POST_NORMS) ? norms.withPost() : norms,
                false,
                cap("final_logit_softcapping", variant.defaults().logitCap()),
                read.specialTokens(dVocab, prependBos));
    }

    private AttentionConfig attention(int nLayers, int nHeads, int dHead) throws ModelException {
        var attention = AttentionConfig.of(nLayers, nHeads, dHead)
                .withKeyValueHeads(read.keyValueHeads("num_key_value_heads", nHeads, nHeads))
                .withWindows(windows(nLayers))
                .withSoftCap(cap("attn_logit_softcapping", variant.defaults().scoreCap()));
        if (variant.has(Trait.OWN_SCALE)) {
            double scale = Math.sqrt(read.above0("query_pre_attn_scalar", 256));
            attention = attention.withScale(Collections.nCopies(nLayers, scale));
        }
        return variant.has(Trait.QK_NORM) ? attention.withQkNorm() : attention;
    }

    /** A soft cap, which a field that is null switches off. */
    private double cap(String field, double absent) throws ModelException {
        return read.above0(field, read.json().has(field) ? 0 : absent);
    }

    /** Published Gemma configurations say {@code gelu} in a field that is not looked at, and mean the tanh form. */
    private Activation activation() throws ModelException {
        if (!variant.has(Trait.GEMMA)) return read.activation("hidden_act", "silu");
        if (read.has("hidden_activation")) return read.activation("hidden_activation", "");
        Activation named = read.activation("hidden_act", "gelu_pytorch_tanh");
        return named == Activation.GELU ? Activation.GELU_NEW : named;
    }

    private PositionConfig positions(int dHead) throws ModelException {
        var rotary = new RotaryReader(read);
        if (variant.local() != Local.MOST) return rotary.everywhere(dHead, 1);
        if (read.inside("rope_parameters").has(FULL)) {
            return new PositionConfig.Rotary(
                    dHead, false, rotary.frequencies(FULL, 1e6), rotary.frequencies(SLIDING, 1e4));
        }
        return new PositionConfig.Rotary(
                dHead, false, rotary.frequencies(1e6), Frequencies.unscaled(read.above0("rope_local_base_freq", 1e4)));
    }

    /** How much each layer sees; 0 for everything. */
    private List<Integer> windows(int nLayers) throws ModelException {
        // a window that is null is none, which a missing one is not
        boolean isNull = read.json().path("sliding_window").isNull();
        int window =
                isNull ? 0 : read.positive("sliding_window", variant.defaults().window());
        if (read.has("layer_types")) return fromTypes(nLayers, window);
        int firstOfLast = read.flag("use_sliding_window", false) ? read.notNegative("max_window_layers", 28) : nLayers;
        int nth = read.positive(read.oneOf("sliding_window_pattern", "_sliding_window_pattern"), 6);
        return IntStream.range(0, nLayers)
                .mapToObj(layer -> switch (variant.local()) {
                    case NONE -> 0;
                    case ALL -> window;
                    case LAST -> layer >= firstOfLast ? window : 0;
                    case EVEN -> layer % 2 == 0 ? window : 0;
                    case MOST -> (layer + 1) % nth == 0 ? 0 : window;
                })
                .toList();
    }

    private List<Integer> fromTypes(int nLayers, int window) throws ModelException {
        JsonNode types = read.json().path("layer_types");
        read.require(
                types.size() == nLayers,
                "layer_types",
                "it should name the attention of each of " + nLayers + " layers");
        var windows = new ArrayList<Integer>();
        for (JsonNode type : types) {
            boolean local = type.asText().equals(SLIDING);
            read.require(
                    local || type.asText().equals(FULL),
                    "layer_types",
                    "Headscope knows " + FULL + " and " + SLIDING + " only");
            windows.add(local ? window : 0);
        }
        return windows;
    }
}
