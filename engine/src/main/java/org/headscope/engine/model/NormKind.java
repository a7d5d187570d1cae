package org.headscope.engine.model;

/** Normalisation in front of attention, MLP and unembedding. The {@code _PRE} kind has no parameters of its own. */
public enum NormKind {
    LAYER_NORM,
    LAYER_NORM_PRE;

    /** Whether weight and bias are applied after the division. */
    boolean hasParameters() {
        return this == LAYER_NORM;
    }
}
