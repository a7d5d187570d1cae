package org.headscope.engine.model;

import java.util.List;
import java.util.Set;

/**
 * What tells an architecture like Llama's from the others.
 *
 * @param local which layers see a window only, where config.json has no {@code layer_types}
 * @param defaults what holds where config.json says nothing
 */
record LlamaVariant(String modelType, Local local, Defaults defaults, Set<Trait> traits) {
    enum Trait {
        /** Queries, keys and values have biases, and the output has none. */
        QKV_BIAS,
        /** Queries and keys are normalised. */
        QK_NORM,
        /** Queries, keys and values are stored as one matrix, and gate and input of the MLP as another. */
        FUSED,
        /** What attention and MLP write is normalised. */
        POST_NORMS,
        /** The embedding is multiplied by sqrt(d_model), and norms are stored as what their weight exceeds 1 by. */
        GEMMA,
        /** Scores are divided by the root of a number of its own. */
        OWN_SCALE
    }

    enum Local {
        NONE,
        /** All layers, if there is a window. */
        ALL,
        /** Those from {@code max_window_layers} on, if {@code use_sliding_window} says so. */
        LAST,
        /** Every second, starting with the first. */
        EVEN,
        /** All but each {@code sliding_window_pattern}-th. */
        MOST
    }

    /**
     * @param headSize d_head; 0 for d_model / n_heads
     * @param window 0 for none
     * @param scoreCap soft cap of attention scores; 0 for none
     * @param logitCap soft cap of logits; 0 for none
     */
    record Defaults(int headSize, double eps, int window, double scoreCap, double logitCap) {
        Defaults(int headSize, double eps, int window) {
            this(headSize, eps, window, 0, 0);
        }
    }

    private LlamaVariant(String modelType, Local local, Defaults defaults, Trait... traits) {
        this(modelType, local, defaults, Set.of(traits));
    }

    static final List<LlamaVariant> ALL = List.of(
            new LlamaVariant("llama", Local.NONE, new Defaults(0, 1e-6, 0)),
            new LlamaVariant("mistral", Local.ALL, new Defaults(0, 1e-6, 4096)),
            new LlamaVariant("qwen2", Local.LAST, new Defaults(0, 1e-6, 4096), Trait.QKV_BIAS),
            new LlamaVariant("qwen3", Local.LAST, new Defaults(128, 1e-6, 4096), Trait.QK_NORM),
            new LlamaVariant("gemma", Local.NONE, new Defaults(256, 1e-6, 0), Trait.GEMMA),
            new LlamaVariant(
                    "gemma2",
                    Local.EVEN,
                    new Defaults(256, 1e-6, 4096, 50, 30),
                    Trait.GEMMA,
                    Trait.POST_NORMS,
                    Trait.OWN_SCALE),
            new LlamaVariant(
                    "gemma3_text",
                    Local.MOST,
                    new Defaults(256, 1e-6, 4096),
                    Trait.GEMMA,
                    Trait.POST_NORMS,
                    Trait.OWN_SCALE,
                    Trait.QK_NORM),
            new LlamaVariant("phi3", Local.ALL, new Defaults(0, 1e-5, 0), Trait.FUSED));

    boolean has(Trait trait) {
        return traits.contains(trait);
    }
}
