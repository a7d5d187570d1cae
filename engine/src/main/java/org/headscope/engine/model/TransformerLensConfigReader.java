package org.headscope.engine.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.headscope.engine.io.ModelException;

/** Reads the fields of a HookedTransformerConfig (interpretability.md A.1), those of older toy models included. */
record TransformerLensConfigReader(ConfigReader read) {
    ModelConfig config() throws ModelException {
        refuseWhatIsNotRead();
        int dModel = read.positive("d_model");
        int nLayers = read.layers("n_layers");
        int dVocab = read.positive("d_vocab");
        // TransformerLens writes -1 where a number follows from others
        int nHeads = read.set("n_heads") ? read.positive("n_heads") : dModel / read.positive("d_head");
        int dHead = read.set("d_head") ? read.positive("d_head") : read.share("d_model", "n_heads");
        read.require(
                !read.set("d_vocab_out") || read.positive("d_vocab_out") == dVocab,
                "d_vocab_out",
                "Headscope reads models that predict the " + dVocab + " tokens that they read only");
        NormConfig norms = norms();
        return new ModelConfig(
                "transformer_lens",
                nLayers,
                dModel,
                dVocab,
                read.positive("n_ctx"),
                positions(dHead),
                attention(nLayers, nHeads, dHead),
                mlp(dModel, norms.block()),
                norms,
                read.flag("parallel_attn_mlp", false) && !read.flag("attn_only", false),
                cap("output_logits_soft_cap"),
                read.specialTokens(dVocab, read.flag("default_prepend_bos", true)));
    }

    private void refuseWhatIsNotRead() throws ModelException {
        read.require(
                read.text("attention_dir", "causal").equals("causal"),
                "attention_dir",
                "Headscope reads models whose attention looks back only");
        read.require(!read.has("num_experts"), "num_experts", "Headscope reads models without experts only");
        read.require(!read.flag("use_yarn_rope", false), "use_yarn_rope", "Headscope does not know YaRN");
    }

    private NormConfig norms() throws ModelException {
        String field = read.oneOf("normalization_type", "normalization");
        NormKind kind = switch (read.text(field, "none")) {
            case "none" -> NormKind.NONE;
            case "LN" -> NormKind.LAYER_NORM;
            case "LNPre" -> NormKind.LAYER_NORM_PRE;
            case "RMS" -> NormKind.RMS;
            case "RMSPre" -> NormKind.RMS_PRE;
            default -> null;
        };
        read.require(kind != null, field, "Headscope knows LN, LNPre, RMS, RMSPre and none");
        boolean lastRms = read.flag("final_rms", false);
        NormKind last = !lastRms ? kind : kind.hasParameters() ? NormKind.RMS : NormKind.RMS_PRE;
        return new NormConfig(
                kind,
                kind == NormKind.NONE ? kind : last,
                read.number("eps", 1e-5),
                false,
                read.flag("use_normalization_before_and_after", false),
                read.flag("post_embedding_ln", false));
    }

    private PositionConfig positions(int dHead) throws ModelException {
        if (read.flag("shortformer_pos", false)) return new PositionConfig.Shortformer();
        return switch (read.text("positional_embedding_type", "standard")) {
            case "standard" -> new PositionConfig.Learned();
            case "shortformer" -> new PositionConfig.Shortformer();
            case "alibi" -> new PositionConfig.Alibi();
            case "rotary" -> rotary(dHead);
            default -> {
                read.require(
                        false, "positional_embedding_type", "Headscope knows standard, shortformer, rotary and alibi");
                yield null;
            }
        };
    }

    private PositionConfig rotary(int dHead) throws ModelException {
        int dim = read.positive("rotary_dim", dHead);
        read.require(dim % 2 == 0 && dim <= dHead, "rotary_dim", "it should be an even number of the " + dHead);
        Frequencies.Scaling scaling = new Frequencies.Scaling.None();
        double factor = read.above0("rotary_scaling_factor", 1);
        if (factor != 1) scaling = new Frequencies.Scaling.Linear(factor);
        if (read.flag("use_NTK_by_parts_rope", false)) {
            scaling = new Frequencies.Scaling.Banded(
                    read.above0("NTK_by_parts_factor", 8),
                    read.above0("NTK_by_parts_low_freq_factor", 1),
                    read.above0("NTK_by_parts_high_freq_factor", 4),
                    read.positive("NTK_original_ctx_len", 8192));
        }
        double base = read.above0("rotary_base", 10_000);
        var global = new Frequencies(base, scaling);
        boolean own = read.has("rotary_base_local");
        Frequencies local = own ? Frequencies.unscaled(read.above0("rotary_base_local", base)) : global;
        return new PositionConfig.Rotary(dim, read.flag("rotary_adjacent_pairs", false), global, local);
    }

    private AttentionConfig attention(int nLayers, int nHeads, int dHead) throws ModelException {
        double scale = 1;
        if (read.flag("use_attn_scale", true)) {
            scale = read.set("attn_scale") ? read.above0("attn_scale", 1) : Math.sqrt(dHead);
        }
        double divisor = scale;
        boolean byLayer = read.flag("scale_attn_by_inverse_layer_idx", false);
        boolean qkNorm = read.flag("use_qk_norm", false);
        read.require(
                !qkNorm || read.text("positional_embedding_type", "standard").equals("rotary"),
                "use_qk_norm",
                "Headscope reads norms of queries and keys with rotary positions only");
        return new AttentionConfig(
                nHeads,
                read.keyValueHeads("n_key_value_heads", nHeads, nHeads),
                dHead,
                IntStream.range(0, nLayers)
                        .mapToObj(layer -> byLayer ? divisor * (layer + 1) : divisor)
                        .toList(),
                windows(nLayers),
                cap("attn_scores_soft_cap"),
                qkNorm);
    }

    private List<Integer> windows(int nLayers) throws ModelException {
        if (!read.flag("use_local_attn", false)) return Collections.nCopies(nLayers, 0);
        int window = read.positive("window_size");
        JsonNode types = read.json().path("attn_types");
        read.require(
                types.size() == nLayers,
                "attn_types",
                "it should name the attention of each of " + nLayers + " layers");
        var windows = new ArrayList<Integer>();
        for (JsonNode type : types) {
            boolean local = type.asText().equals("local");
            read.require(
                    local || type.asText().equals("global"),
                    "attn_types",
                    "Headscope knows global and local attention only");
            windows.add(local ? window : 0);
        }
        return windows;
    }

    private MlpConfig mlp(int dModel, NormKind norm) throws ModelException {
        if (read.flag("attn_only", false)) return new MlpConfig.None();
        int dMlp = read.set("d_mlp") ? read.positive("d_mlp") : 4 * dModel;
        String act = read.text("act_fn", "");
        boolean gated = read.flag("gated_mlp", false);
        if (act.equals("solu_ln")) {
            read.require(!gated, "gated_mlp", "Headscope knows SoLU without a gate only");
            return new MlpConfig.Solu(
                    dMlp, norm == NormKind.LAYER_NORM ? NormKind.LAYER_NORM : NormKind.LAYER_NORM_PRE);
        }
        Activation activation = act.equals("solu") ? Activation.SOLU : ConfigReader.activation(act);
        return gated ? new MlpConfig.Gated(dMlp, activation) : new MlpConfig.Plain(dMlp, activation);
    }

    /** A soft cap, which -1 switches off. */
    private double cap(String field) throws ModelException {
        return read.set(field) ? read.number(field, 0) : 0;
    }
}
