package org.headscope.engine.hook;

import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where an intervention acts: at one hook point, on all of it or on one head, neuron or coordinate, at all or some positions.
 * The parts that the window switches off have factories of their own; {@link #of} takes any hook point.
 *
 * @param hookName full name of the hook point, such as {@code blocks.3.attn.hook_q}
 * @param unit the head where the value has heads, else the neuron or coordinate of the last axis; -1 for all of them
 * @param positions where the value has queries, those of the queries
 * @param keys the positions of keys, for attention scores and patterns only
 */
public record Site(String hookName, int unit, Positions positions, Positions keys) {
    /** {@link #layer()} of hook points behind the last block. */
    public static final int BEHIND_BLOCKS = Integer.MAX_VALUE;

    private static final Pattern HEAD = Pattern.compile("(\\d{1,6})\\.(\\d{1,6})");

    public Site {
        if (unit < -1) throw new IllegalArgumentException("There is no head or neuron " + unit);
        if (!keys.all() && !HookName.isAttention(hookName)) {
            throw new IllegalArgumentException("There are no keys at " + hookName);
        }
    }

    public static Site head(int layer, int head) {
        if (head < 0) throw new IllegalArgumentException("There is no head " + head);
        return of(Part.HEAD.hookName(layer)).unit(head);
    }

    /**
     * A head as the field writes it, such as {@code 10.7}.
     *
     * @throws IllegalArgumentException if it is written in another way
     */
    public static Site head(String label) {
        Matcher head = HEAD.matcher(label.strip());
        if (!head.matches()) throw new IllegalArgumentException("Heads are written as 10.7, not as \"" + label + "\".");
        return head(Integer.parseInt(head.group(1)), Integer.parseInt(head.group(2)));
    }

    public static Site mlp(int layer) {
        return of(Part.MLP.hookName(layer));
    }

    public static Site attention(int layer) {
        return of(Part.ATTENTION.hookName(layer));
    }

    /** A neuron of an MLP, after its non-linearity. */
    public static Site neuron(int layer, int neuron) {
        return of("post", layer).unit(neuron);
    }

    /** An edge of attention: what a head gives a key for a query, before the softmax. */
    public static Site edge(int layer, int head, int query, int key) {
        return of("attn_scores", layer).unit(head).at(Positions.of(query)).atKeys(Positions.of(key));
    }

    /** All of a hook point, given its full or short name: {@code blocks.3.attn.hook_q}, {@code q3}, {@code resid_pre0}. */
    public static Site of(String hook) {
        return new Site(HookName.of(hook), -1, Positions.ALL, Positions.ALL);
    }

    /** All of a hook point, given its short name and layer: ({@code pattern}, 3). */
    public static Site of(String hook, int layer) {
        return of(HookName.of(hook, layer));
    }

    /** One head, neuron or coordinate of it. */
    public Site unit(int one) {
        return new Site(hookName, one, positions, keys);
    }

    public Site at(Positions where) {
        return new Site(hookName, unit, where, keys);
    }

    /** At some keys only, for attention scores and patterns. */
    public Site atKeys(Positions where) {
        return new Site(hookName, unit, positions, where);
    }

    /** The layer; 0 for embeddings, {@link #BEHIND_BLOCKS} for the final norm and the unembedding. */
    public int layer() {
        return HookName.layer(hookName).orElse(HookName.isEmbedding(hookName) ? 0 : BEHIND_BLOCKS);
    }

    /** The head, or -1 where the hook point has no heads or all are meant. */
    public int head() {
        return HookName.hasHeads(hookName) ? unit : -1;
    }

    /** Whether this is a head, an attention layer or an MLP as a whole, at whatever positions. */
    public boolean is(Part part) {
        return hookName.endsWith("." + part.hook()) && (part == Part.HEAD) == (unit >= 0);
    }

    /** Whether this is any head, attention layer or MLP as a whole, at whatever positions. */
    public boolean isPart() {
        return Arrays.stream(Part.values()).anyMatch(this::is);
    }

    /**
     * The head, attention layer or MLP that this is.
     *
     * @throws IllegalStateException if it is none of them; {@link #is} asks
     */
    public Part part() {
        return Arrays.stream(Part.values())
                .filter(this::is)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(label() + " is no head, attention layer or MLP"));
    }

    /** Whether this is one neuron of an MLP, after its non-linearity, at whatever positions. */
    public boolean isNeuron() {
        return unit >= 0 && hookName.endsWith(".mlp.hook_post");
    }

    /** Whether this is all of the residual stream between two parts, at whatever positions. */
    public boolean isStream() {
        return unit < 0 && HookName.isStream(hookName);
    }

    /** Whether both act on some of the same: of what {@link #isSamePart} says, at a position, and a key, of both. */
    public boolean meets(Site other) {
        return isSamePart(other) && positions.meets(other.positions) && keys.meets(other.keys);
    }

    /** Whether both are the same of a hook point, at whatever positions. */
    public boolean isSamePart(Site other) {
        return hookName.equals(other.hookName) && unit == other.unit;
    }

    /** As the field writes it: {@code 10.7}, {@code MLP 3}, {@code attention 3}, {@code q 10.7}, {@code resid_pre 3}. */
    public String label() {
        if (is(Part.HEAD)) return layer() + "." + unit;
        if (is(Part.ATTENTION)) return "attention " + layer();
        if (is(Part.MLP)) return "MLP " + layer();
        String hook = hookName.replaceFirst("^blocks\\.\\d+\\.", "")
                .replace("attn.", "")
                .replace("mlp.", "");
        String which = unit < 0 ? "" : String.valueOf(unit);
        String layer = HookName.layer(hookName).isPresent() ? String.valueOf(layer()) : "";
        String separator = which.isEmpty() || layer.isEmpty() ? "" : ".";
        return (hook.replace("hook_", "") + " " + layer + separator + which).strip();
    }

    /** "all positions", "position 4", "position 4, keys 1, 2". */
    public String where() {
        return positions.describe() + (keys.all() ? "" : ", " + keys.describe().replace("position", "key"));
    }
}
