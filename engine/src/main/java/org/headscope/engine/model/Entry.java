package org.headscope.engine.model;

/** Where in a block a pass begins: with the first value that a change reaches. What is in front is taken over. */
enum Entry {
    /** With the residual stream that the block reads. */
    INPUT,
    /** With queries, keys and values. */
    PROJECTIONS,
    /** With what the heads have read. */
    HEADS,
    /** With what attention adds to the residual stream. */
    WRITTEN,
    /** With what the MLP adds to it. */
    OUTPUT;

    /** Where a pass must begin for a change at a hook point of a block to be made. */
    static Entry of(String hook, ModelConfig config) {
        String name = hook.replaceFirst("^blocks\\.\\d+\\.", "");
        if (name.equals("attn.hook_z") || name.equals("attn.hook_result") || name.startsWith("ln1_post.")) return HEADS;
        if (name.startsWith("attn.")) return PROJECTIONS;
        if (name.equals("hook_mlp_out") || name.equals("hook_resid_post")) return config.hasMlp() ? OUTPUT : WRITTEN;
        boolean second = name.startsWith("ln2") || name.startsWith("mlp.") || name.equals("hook_mlp_in");
        return second || name.equals("hook_attn_out") || name.equals("hook_resid_mid") ? WRITTEN : INPUT;
    }

    /** Whether a change at a hook point reaches no other position before the next block: queries look for themselves only. */
    static boolean staysInPlace(String hook) {
        return hook.endsWith("attn.hook_q")
                || hook.endsWith("attn.hook_rot_q")
                || hook.contains("attn.q_norm.")
                || hook.endsWith("attn.hook_attn_scores")
                || hook.endsWith("attn.hook_pattern");
    }
}
