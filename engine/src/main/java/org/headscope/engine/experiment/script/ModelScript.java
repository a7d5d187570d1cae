package org.headscope.engine.experiment.script;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.headscope.engine.io.ModelException;
import org.headscope.engine.model.Activation;
import org.headscope.engine.model.Frequencies;
import org.headscope.engine.model.MlpConfig;
import org.headscope.engine.model.Model;
import org.headscope.engine.model.ModelConfig;
import org.headscope.engine.model.PositionConfig;
import org.headscope.engine.model.Processing;

/**
 * Loads a model folder into a HookedTransformer. The configuration is written out, because TransformerLens knows models by their
 * names on the hub and not by what a config.json says.
 */
final class ModelScript {
    private static final Map<String, String> CONVERTERS = Map.ofEntries(
            Map.entry("gpt2", "gpt2"),
            Map.entry("gpt_neo", "neo"),
            Map.entry("gpt_neox", "neox"),
            Map.entry("gptj", "gptj"),
            Map.entry("opt", "opt"),
            Map.entry("bloom", "bloom"),
            Map.entry("llama", "llama"),
            Map.entry("mistral", "mistral"),
            Map.entry("qwen2", "qwen2"),
            Map.entry("qwen3", "qwen3"),
            Map.entry("gemma", "gemma"),
            Map.entry("gemma2", "gemma"),
            Map.entry("gemma3_text", "gemma"),
            Map.entry("phi", "phi"),
            Map.entry("phi3", "phi3"));

    private static final String NATIVE = "transformer_lens";

    private final Model model;
    private final ModelConfig config;
    private final Map<String, String> fields = new LinkedHashMap<>();

    ModelScript(Model model) {
        this.model = model;
        this.config = model.config();
    }

    /** The imports that loading needs. */
    String imports() throws ModelException {
        if (config.family().equals(NATIVE)) return "";
        return """
            from transformer_lens.pretrained.weight_conversions import %s
            from transformers import AutoModelForCausalLM
            """.formatted(converter());
    }

    private String converter() throws ModelException {
        String name = CONVERTERS.get(config.family());
        if (name == null) {
            throw new ModelException("TransformerLens does not read the weights of " + config.family()
                    + " models, so there is no script for this one.");
        }
        return "convert_" + name + "_weights";
    }

    /** @param folder where the model lies */
    void addTo(Python script, String folder) throws ModelException {
        sizes();
        norms();
        positions();
        attention();
        script.add("# %s, %s; fingerprint of the weights: %s", model.name(), config.family(), model.fingerprint());
        script.add("MODEL = %s", Python.text(folder));
        script.add("cfg = HookedTransformerConfig(");
        fields.forEach((name, value) -> script.add("    %s=%s,", name, value));
        script.add(")");
        if (config.family().equals(NATIVE)) {
            script.add("state_dict = load_file(MODEL + \"/model.safetensors\")");
        } else {
            script.add("hf_model = AutoModelForCausalLM.from_pretrained(MODEL).float()");
            // newer versions of transformers call it lm_head, which TransformerLens does not know yet
            if (config.family().equals("gpt_neox")) script.add("hf_model.embed_out = hf_model.get_output_embeddings()");
            script.add("state_dict = %s(hf_model, cfg)", converter());
        }
        Processing done = model.processing();
        script.add(
                """
                model = HookedTransformer(cfg)
                model.load_and_process_state_dict(
                    state_dict,
                    fold_ln=%s,
                    center_writing_weights=%s,
                    center_unembed=%s,
                    fold_value_biases=%s,
                    refactor_factored_attn_matrices=%s,
                )
                model.eval()
                torch.set_grad_enabled(False)
                """,
                Python.flag(done.foldNorms()),
                Python.flag(done.centreWriting() && config.norm().centres()),
                Python.flag(done.centreUnembed() && config.outputSoftCap() == 0),
                Python.flag(done.foldValueBiases()),
                Python.flag(done.refactor()));
    }

    private void put(String name, Object value) {
        fields.put(name, String.valueOf(value));
    }

    private void sizes() {
        put("n_layers", config.nLayers());
        put("d_model", config.dModel());
        put("n_ctx", config.nCtx());
        put("d_vocab", config.dVocab());
        put("n_heads", config.nHeads());
        put("d_head", config.dHead());
        if (config.hasMlp()) {
            put("d_mlp", config.dMlp());
            put("act_fn", Python.text(activation()));
        } else {
            put("attn_only", "True");
        }
        if (config.mlp() instanceof MlpConfig.Gated) put("gated_mlp", "True");
        if (config.parallel()) put("parallel_attn_mlp", "True");
        if (config.outputSoftCap() > 0) put("output_logits_soft_cap", config.outputSoftCap());
        put("device", Python.text("cpu"));
    }

    private String activation() {
        if (config.mlp() instanceof MlpConfig.Solu) return "solu_ln";
        return config.activation() == Activation.SILU
                ? "silu"
                : config.activation().name().toLowerCase(java.util.Locale.ROOT);
    }

    private void norms() {
        put("eps", config.eps());
        String pre = model.processing().foldNorms() ? "Pre" : "";
        String kind = switch (config.norm()) {
            case NONE -> "None";
            case LAYER_NORM -> Python.text("LN" + pre);
            case LAYER_NORM_PRE -> Python.text("LNPre");
            case RMS -> Python.text("RMS" + pre);
            case RMS_PRE -> Python.text("RMSPre");
        };
        put("normalization_type", kind);
        if (kind.contains("RMS")) put("final_rms", "True");
        if (config.norms().post()) put("use_normalization_before_and_after", "True");
        if (config.norms().embedding()) put("post_embedding_ln", "True");
    }

    private void positions() throws ModelException {
        String kind = switch (config.positions()) {
            case PositionConfig.Learned _ -> "standard";
            case PositionConfig.Shortformer _ -> "shortformer";
            case PositionConfig.Rotary _ -> "rotary";
            case PositionConfig.Alibi _ -> "alibi";
            case PositionConfig.None _ ->
                throw new ModelException("TransformerLens has no models without positions, so there is no script.");
        };
        put("positional_embedding_type", Python.text(kind));
        if (!(config.positions() instanceof PositionConfig.Rotary rotary)) return;
        put("rotary_dim", rotary.dim());
        put("rotary_base", rotary.global().base());
        if (rotary.adjacentPairs()) put("rotary_adjacent_pairs", "True");
        if (rotary.local().base() != rotary.global().base())
            put("rotary_base_local", rotary.local().base());
        switch (rotary.global().scaling()) {
            case Frequencies.Scaling.None _ -> {}
            case Frequencies.Scaling.Linear(double factor) -> put("rotary_scaling_factor", factor);
            case Frequencies.Scaling.Banded(double factor, double low, double high, int context) -> {
                put("use_NTK_by_parts_rope", "True");
                put("NTK_by_parts_factor", factor);
                put("NTK_by_parts_low_freq_factor", low);
                put("NTK_by_parts_high_freq_factor", high);
                put("NTK_original_ctx_len", context);
            }
        }
    }

    private void attention() {
        if (config.attention().grouped())
            put("n_key_value_heads", config.attention().nKeyValueHeads());
        List<Double> scale = config.attnScale();
        double first = scale.getFirst();
        if (scale.equals(Collections.nCopies(scale.size(), 1.0))) put("use_attn_scale", "False");
        else put("attn_scale", first);
        if (scale.getLast() != first) put("scale_attn_by_inverse_layer_idx", "True");
        if (config.attention().softCap() > 0)
            put("attn_scores_soft_cap", config.attention().softCap());
        if (config.attention().qkNorm()) put("use_qk_norm", "True");
        List<Integer> windows = config.attention().windows();
        int widest = Collections.max(windows);
        if (widest == 0) return;
        put("use_local_attn", "True");
        put("window_size", widest);
        put(
                "attn_types",
                windows.stream()
                        .map(window -> window == 0 ? "\"global\"" : "\"local\"")
                        .collect(Collectors.joining(", ", "[", "]")));
    }
}
