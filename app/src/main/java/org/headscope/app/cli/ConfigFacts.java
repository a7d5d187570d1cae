package org.headscope.app.cli;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.headscope.engine.model.AttentionConfig;
import org.headscope.engine.model.Frequencies;
import org.headscope.engine.model.MlpConfig;
import org.headscope.engine.model.ModelConfig;
import org.headscope.engine.model.NormConfig;
import org.headscope.engine.model.PositionConfig;

/** A model's configuration under the names of the field, without what the model does not have. */
final class ConfigFacts {
    private ConfigFacts() {}

    static Map<String, Object> of(ModelConfig config) {
        var map = new LinkedHashMap<String, Object>();
        map.put("n_layers", config.nLayers());
        map.put("n_heads", config.nHeads());
        if (config.attention().grouped()) {
            map.put("n_key_value_heads", config.attention().nKeyValueHeads());
        }
        map.put("d_model", config.dModel());
        map.put("d_head", config.dHead());
        if (config.hasMlp()) map.put("d_mlp", config.dMlp());
        map.put("d_vocab", config.dVocab());
        map.put("n_ctx", config.nCtx());
        addNorms(map, config.norms());
        if (config.hasMlp()) addMlp(map, config);
        map.put("positions", positions(config.positions()));
        addAttention(map, config.attention());
        if (config.outputSoftCap() > 0) map.put("output_logits_soft_cap", config.outputSoftCap());
        return map;
    }

    private static void addNorms(Map<String, Object> map, NormConfig norms) {
        map.put("norm", word(norms.block()));
        if (norms.last() != norms.block()) map.put("final_norm", word(norms.last()));
        map.put("eps", norms.eps());
        if (norms.shared()) map.put("one_norm_for_attention_and_mlp", true);
        if (norms.post()) map.put("norms_after_attention_and_mlp", true);
        if (norms.embedding()) map.put("norm_after_embedding", true);
    }

    private static void addMlp(Map<String, Object> map, ModelConfig config) {
        map.put("activation", word(config.activation()));
        if (config.mlp() instanceof MlpConfig.Gated) map.put("gated_mlp", true);
        if (config.mlp() instanceof MlpConfig.Solu solu) map.put("mlp_norm", word(solu.norm()));
        if (config.parallel()) map.put("parallel_attn_mlp", true);
    }

    private static void addAttention(Map<String, Object> map, AttentionConfig attention) {
        map.put("attn_scale", attention.scale());
        if (attention.windows().stream().anyMatch(window -> window > 0)) map.put("attn_windows", attention.windows());
        if (attention.softCap() > 0) map.put("attn_scores_soft_cap", attention.softCap());
        if (attention.qkNorm()) map.put("qk_norm", true);
    }

    private static Map<String, Object> positions(PositionConfig positions) {
        var map = new LinkedHashMap<String, Object>();
        map.put("kind", word(positions.getClass().getSimpleName()));
        if (positions instanceof PositionConfig.Rotary rotary) {
            map.put("rotary_dim", rotary.dim());
            map.put("adjacent_pairs", rotary.adjacentPairs());
            map.put("frequencies", frequencies(rotary.global()));
            if (!rotary.local().equals(rotary.global())) map.put("local_frequencies", frequencies(rotary.local()));
        }
        return map;
    }

    private static Map<String, Object> frequencies(Frequencies frequencies) {
        var map = new LinkedHashMap<String, Object>();
        map.put("base", frequencies.base());
        switch (frequencies.scaling()) {
            case Frequencies.Scaling.None _ -> {}
            case Frequencies.Scaling.Linear(double factor) -> map.put("linear_factor", factor);
            case Frequencies.Scaling.Banded banded -> {
                map.put("factor", banded.factor());
                map.put("low_freq_factor", banded.low());
                map.put("high_freq_factor", banded.high());
                map.put("original_context", banded.context());
            }
        }
        return map;
    }

    private static String word(Object name) {
        return name.toString().toLowerCase(Locale.ROOT);
    }
}
