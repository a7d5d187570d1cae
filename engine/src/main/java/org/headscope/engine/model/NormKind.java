package org.headscope.engine.model;

/** How a vector is normalised (interpretability.md A.4). The {@code _PRE} kinds have no parameters of their own. */
public enum NormKind {
    /** No norm: the vector stays what it is, and no hook point fires. */
    NONE,
    /** Centred, divided by the standard deviation, then weight and bias. */
    LAYER_NORM,
    LAYER_NORM_PRE,
    /** Divided by the root of the mean square, then weight. */
    RMS,
    RMS_PRE;

    /** Whether weight (and bias) are applied after the division. */
    public boolean hasParameters() {
        return this == LAYER_NORM || this == RMS;
    }

    /** Whether the mean is subtracted first. */
    public boolean centres() {
        return this == LAYER_NORM || this == LAYER_NORM_PRE;
    }

    /** What is left once the parameters are folded into the matrices that read the norm. */
    NormKind folded() {
        return switch (this) {
            case LAYER_NORM -> LAYER_NORM_PRE;
            case RMS -> RMS_PRE;
            default -> this;
        };
    }
}
