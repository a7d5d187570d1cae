package org.headscope.engine.hook;

/** A part of a block that can be switched off, and the hook point that carries its output. */
public enum Part {
    /** One attention head: z [batch, pos, head, d_head]. */
    HEAD("attn.hook_z"),
    /** The whole attention layer with its output bias: [batch, pos, d_model]. */
    ATTENTION("hook_attn_out"),
    /** The MLP with its output bias: [batch, pos, d_model]. */
    MLP("hook_mlp_out");

    private final String hook;

    Part(String hook) {
        this.hook = hook;
    }

    /** What follows {@code blocks.3.} in the name of the hook point. */
    public String hook() {
        return hook;
    }

    /** Name of the hook point in a layer, such as {@code blocks.3.attn.hook_z}. */
    public String hookName(int layer) {
        return HookName.block(layer, hook);
    }

    /** Matches the hook points of all layers. */
    public String glob() {
        return "*." + hook;
    }
}
