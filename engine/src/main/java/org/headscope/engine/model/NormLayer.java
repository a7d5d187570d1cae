package org.headscope.engine.model;

import ai.djl.ndarray.NDArray;

/** The norms of a pass, with their hook points (interpretability.md A.4). */
final class NormLayer {
    private static final int[] LAST = {-1};

    private final Hooks hooks;
    private final NDArray eps;

    NormLayer(Hooks hooks, NDArray eps) {
        this.hooks = hooks;
        this.eps = eps;
    }

    /**
     * Normalises the last axis.
     *
     * @param name of the norm, such as {@code blocks.3.ln1}
     * @param weights may be null for a kind without parameters
     */
    NDArray apply(String name, NormKind kind, NDArray x, NormWeights weights) {
        if (kind == NormKind.NONE) return x;
        NDArray centred = centred(kind, x);
        NDArray scale = hooks.fire(name + ".hook_scale", scale(centred, eps));
        NDArray normalized = hooks.fire(name + ".hook_normalized", centred.div(scale));
        return kind.hasParameters() ? weighted(normalized, weights) : normalized;
    }

    /** What is divided: without its mean, if the norm takes that away. */
    static NDArray centred(NormKind kind, NDArray x) {
        return kind.centres() ? x.sub(x.mean(LAST, true)) : x;
    }

    /** What is divided by: the root of the mean square. */
    static NDArray scale(NDArray centred, NDArray eps) {
        return centred.mul(centred).mean(LAST, true).addi(eps).sqrt();
    }

    /** Weight, and bias if there is one. */
    static NDArray weighted(NDArray normalized, NormWeights weights) {
        NDArray weighted = normalized.mul(weights.w());
        return weights.b() == null ? weighted : weighted.addi(weights.b());
    }
}
