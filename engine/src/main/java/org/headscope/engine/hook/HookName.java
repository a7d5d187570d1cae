package org.headscope.engine.hook;

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

    private static final Pattern HEADS = Pattern.compile(
            ".*\\.(attn\\.hook_(q|k|v|z|rot_q|rot_k|result|pattern|attn_scores)|attn\\.[qk]_norm\\.hook_.*"
                    + "|hook_attn_in|hook_[qkv](_normalized)?_input)");

    private static final Pattern IN_ATTENTION = Pattern.compile("(attn\\.|ln1|hook_attn_|hook_[qkv]_).*");
    private static final Pattern STREAM = Pattern.compile("hook_resid_(pre|mid|post)");
    private static final Pattern IN_MLP = Pattern.compile("(mlp\\.|ln2|hook_mlp_).*");

    private HookName() {}

    /** Whether the hook point belongs to the attention of a block, from its input to what it adds to the residual stream. */
    public static boolean isInAttention(String name) {
        return isInBlock(name, IN_ATTENTION);
    }

    /** Whether the hook point belongs to the MLP of a block, from its input to what it adds to the residual stream. */
    public static boolean isInMlp(String name) {
        return isInBlock(name, IN_MLP);
    }

    private static boolean isInBlock(String name, Pattern hook) {
        Matcher matcher = BLOCK.matcher(name);
        return matcher.matches() && hook.matcher(matcher.group(2)).matches();
    }

    /** Whether the hook point fires in front of the first block. */
    public static boolean isEmbedding(String name) {
        return name.equals(EMBED) || name.equals(POS_EMBED) || name.startsWith("embed.");
    }

    /** Whether the value is laid out [batch, head, query, key] instead of [batch, pos, ...]. */
    public static boolean isAttention(String name) {
        return name.endsWith(".hook_pattern") || isScores(name);
    }

    /** Whether this is the residual stream in front of, inside or behind a block. */
    public static boolean isStream(String name) {
        return isInBlock(name, STREAM);
    }

    /** Whether these are attention scores, in front of the softmax. */
    public static boolean isScores(String name) {
        return name.endsWith(".hook_attn_scores");
    }

    /** The name of the pattern that attention scores become. */
    public static String patternOf(String scores) {
        return scores.replace("hook_attn_scores", "hook_pattern");
    }

    /** What stands at keys that a query does not see, in scores or in a pattern. */
    public static float unseen(String name) {
        return isScores(name) ? Float.NEGATIVE_INFINITY : 0;
    }

    /** Whether the value has an axis of heads, the second one for attention, else the third. */
    public static boolean hasHeads(String name) {
        return HEADS.matcher(name).matches();
    }

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
     * The axis of a value that its positions are on: the third for attention scores and patterns, [batch, head, query, key], the
     * second for everything else.
     */
    public static int positionAxis(String name) {
        return isAttention(name) ? 2 : 1;
    }

    /** The axis of a value that its heads or, where there are none, its neurons or coordinates are on. */
    public static int unitAxis(String name) {
        return isAttention(name) ? 1 : 2;
    }

    /** Whether batch, position and head of a value are one axis, as TransformerLens has norms of queries and keys. */
    public static boolean isFlattened(String name) {
        return name.contains(".q_norm.") || name.contains(".k_norm.");
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
}
