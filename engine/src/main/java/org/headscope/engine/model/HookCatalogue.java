package org.headscope.engine.model;

import static org.headscope.engine.hook.HookName.block;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.headscope.engine.hook.HookName;
import org.headscope.engine.hook.OptionalHooks;

/** The names of the hook points that fire in a pass of a model, in firing order (interpretability.md A.3). */
final class HookCatalogue {
    private final ModelConfig config;
    private final OptionalHooks optional;
    private final List<String> names = new ArrayList<>();

    private HookCatalogue(ModelConfig config, OptionalHooks optional) {
        this.config = config;
        this.optional = optional;
    }

    static List<String> of(ModelConfig config, OptionalHooks optional) {
        var catalogue = new HookCatalogue(config, optional);
        catalogue.addAll();
        return Collections.unmodifiableList(catalogue.names);
    }

    private void addAll() {
        if (config.norms().embedding()) addNorm("embed.ln");
        names.add(HookName.EMBED);
        if (config.positions().isLearned()) names.add(HookName.POS_EMBED);
        for (int layer = 0; layer < config.nLayers(); layer++) addBlock(layer);
        addNorm("ln_final", config.norms().last());
        names.add(HookName.UNEMBED_IN);
        names.add(HookName.UNEMBED_OUT);
    }

    private void addBlock(int layer) {
        names.add(block(layer, "hook_resid_pre"));
        addProjections(layer);
        addAttention(layer);
        if (config.norms().post()) addNorm(block(layer, "ln1_post"));
        names.add(block(layer, "hook_attn_out"));
        if (config.hasResidMid()) names.add(block(layer, "hook_resid_mid"));
        if (config.hasMlp()) addMlp(layer);
        names.add(block(layer, "hook_resid_post"));
    }

    /** From the residual stream to queries, keys and values. */
    private void addProjections(int layer) {
        if (optional.attnIn()) names.add(block(layer, "hook_attn_in"));
        if (optional.splitQkv()) {
            for (String input : List.of("q", "k", "v")) names.add(block(layer, "hook_" + input + "_input"));
        }
        if (optional.inputPerHead()) {
            addNorm(block(layer, "ln1.q"), config.norm());
            addNorm(block(layer, "ln1.k"), config.norm());
        }
        addNorm(block(layer, "ln1"), config.norm());
        if (optional.normalizedQkv()) {
            for (String input : List.of("q", "k", "v")) names.add(block(layer, "hook_" + input + "_normalized_input"));
        }
        for (String projection : List.of("q", "k", "v")) names.add(HookName.of(projection, layer));
    }

    private void addAttention(int layer) {
        if (config.attention().qkNorm()) {
            addNorm(block(layer, "attn.q_norm"));
            addNorm(block(layer, "attn.k_norm"));
        }
        if (config.positions() instanceof PositionConfig.Rotary) {
            names.add(HookName.of("rot_q", layer));
            names.add(HookName.of("rot_k", layer));
        }
        for (String value : List.of("attn_scores", "pattern", "z")) names.add(HookName.of(value, layer));
        if (optional.result()) names.add(HookName.of("result", layer));
    }

    private void addMlp(int layer) {
        if (optional.mlpIn()) names.add(block(layer, "hook_mlp_in"));
        addNorm(block(layer, "ln2"), config.norm());
        names.add(HookName.of("pre", layer));
        if (config.mlp() instanceof MlpConfig.Gated) names.add(HookName.of("pre_linear", layer));
        if (config.mlp() instanceof MlpConfig.Solu(int _, NormKind inner)) {
            names.add(HookName.of("mid", layer));
            addNorm(block(layer, "mlp.ln"), inner);
        }
        names.add(HookName.of("post", layer));
        if (config.norms().post()) addNorm(block(layer, "ln2_post"));
        names.add(block(layer, "hook_mlp_out"));
    }

    private void addNorm(String name, NormKind kind) {
        if (kind != NormKind.NONE) addNorm(name);
    }

    private void addNorm(String name) {
        names.add(name + ".hook_scale");
        names.add(name + ".hook_normalized");
    }
}
