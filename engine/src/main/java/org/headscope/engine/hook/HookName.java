package org.headscope.engine.hook;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names of hook points, as TransformerLens writes them (interpretability.md A.3). */
public final class HookName {
    public static final String EMBED = "hook_embed";
    public static final String POS_EMBED = "hook_pos_embed";
    public static final String FINAL_SCALE = "ln_final.hook_scale";
    public static final String FINAL_NORMALIZED = "ln_final.hook_normalized";
    public static final String UNEMBED_IN = "unembed.hook_in";
    public static final String UNEMBED_OUT = "unembed.hook_out";

    private static final Pattern BLOCK = Pattern.compile("blocks\\.(\\d{1,6})\\.(.+)");
    private static final Pattern SHORT = Pattern.compile("([a-z_]+?)(\\d{1,6})?");

    private static final Map<String, String> ALIASES = Map.of(
            "attn", "pattern",
            "attn_logits", "attn_scores",
            "mlp_pre", "pre",
            "mlp_mid", "mid",
            "mlp_post", "post",
            "key", "k",
            "query", "q",
            "value", "v");
    private static final Set<String> ATTENTION =
            Set.of("pattern", "attn_scores", "q", "k", "v", "z", "result", "rot_q", "rot_k");
    private static final Set<String> MLP = Set.of("pre", "post", "mid", "pre_linear");
    private static final Set<String> NORM = Set.of("scale", "normalized");

    private HookName() {}

    /** {@code blocks.3.attn.hook_z} from 3 and {@code attn.hook_z}. */
    public static String block(int layer, String hook) {
        return "blocks." + layer + "." + hook;
    }

    /** The layer in a name, or nothing for hook points outside the blocks. */
    public static OptionalInt layer(String name) {
        Matcher matcher = BLOCK.matcher(name);
        return matcher.matches() ? OptionalInt.of(Integer.parseInt(matcher.group(1))) : OptionalInt.empty();
    }

    /**
     * The full name from a short one: {@code z3}, {@code pattern10}, {@code resid_pre0}, {@code embed}; a full name is
     * returned as it is.
     */
    public static String of(String name) {
        if (name.contains("hook_")) return name;
        Matcher matcher = SHORT.matcher(name);
        if (!matcher.matches()) return name;
        return matcher.group(2) == null
                ? (NORM.contains(name) ? "ln_final." : "") + "hook_" + name
                : of(matcher.group(1), Integer.parseInt(matcher.group(2)));
    }

    /** The full name of a hook point given its short name and layer: ({@code z}, 3). */
    public static String of(String shortName, int layer) {
        String name = ALIASES.getOrDefault(shortName, shortName);
        String module = ATTENTION.contains(name) ? "attn." : MLP.contains(name) ? "mlp." : "";
        return block(layer, module + "hook_" + name);
    }

    /** The full name of a norm's hook point: ({@code scale}, 3, {@code ln1}). */
    public static String of(String shortName, int layer, String norm) {
        return block(layer, norm + ".hook_" + shortName);
    }

    /**
     * Hook points that fire in a pass of a sequential model with learned positions, in firing order.
     *
     * @param optional the optional hook points that are switched on
     */
    public static List<String> catalogue(int nLayers, OptionalHooks optional) {
        var names = new ArrayList<>(List.of(EMBED, POS_EMBED));
        for (int layer = 0; layer < nLayers; layer++) {
            for (String hook : blockHooks(optional)) names.add(block(layer, hook));
        }
        names.addAll(List.of(FINAL_SCALE, FINAL_NORMALIZED, UNEMBED_IN, UNEMBED_OUT));
        return List.copyOf(names);
    }

    private static List<String> blockHooks(OptionalHooks optional) {
        var names = new ArrayList<>(List.of("hook_resid_pre"));
        if (optional.attnIn()) names.add("hook_attn_in");
        if (optional.splitQkv()) names.addAll(List.of("hook_q_input", "hook_k_input", "hook_v_input"));
        if (optional.inputPerHead()) {
            names.addAll(
                    List.of("ln1.q.hook_scale", "ln1.q.hook_normalized", "ln1.k.hook_scale", "ln1.k.hook_normalized"));
        }
        names.addAll(List.of("ln1.hook_scale", "ln1.hook_normalized"));
        if (optional.normalizedQkv()) {
            names.addAll(List.of("hook_q_normalized_input", "hook_k_normalized_input", "hook_v_normalized_input"));
        }
        names.addAll(List.of("attn.hook_q", "attn.hook_k", "attn.hook_v"));
        names.addAll(List.of("attn.hook_attn_scores", "attn.hook_pattern", "attn.hook_z"));
        if (optional.result()) names.add("attn.hook_result");
        names.addAll(List.of("hook_attn_out", "hook_resid_mid"));
        if (optional.mlpIn()) names.add("hook_mlp_in");
        names.addAll(List.of("ln2.hook_scale", "ln2.hook_normalized", "mlp.hook_pre", "mlp.hook_post"));
        names.addAll(List.of("hook_mlp_out", "hook_resid_post"));
        return names;
    }
}
