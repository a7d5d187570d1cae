package org.headscope.engine.model;

import ai.djl.ndarray.NDArray;
import java.util.List;

/** Non-linearity of the MLP (interpretability.md A.6). */
public enum Activation {
    RELU,
    /** Exact GELU, x Φ(x) with the error function. */
    GELU,
    /** GELU by the tanh formula of Hendrycks and Gimpel; also known as gelu_pytorch_tanh and gelu_fast. */
    GELU_NEW,
    SILU,
    /** x softmax(x) over all neurons (Elhage et al. 2022). */
    SOLU;

    /** 2 sqrt(2 / pi): with it the tanh form is x sigmoid(SLOPE (x + 0.044715 x³)). */
    private static final double SLOPE = 1.5957691216057308;

    private static final double CUBE = 0.044715 * SLOPE;

    /** The numbers that {@link #apply} needs as arrays. */
    List<Double> constants() {
        return this == GELU_NEW ? List.of(SLOPE, CUBE) : List.of();
    }

    /** The activation of every element, as a new array. Results that a derivative is computed from are not written over. */
    NDArray apply(NDArray x, Scalars scalars) {
        return switch (this) {
            case RELU -> ai.djl.nn.Activation.relu(x);
            case GELU -> ai.djl.nn.Activation.gelu(x);
            case SOLU -> x.softmax(-1).mul(x);
            case SILU -> ai.djl.nn.Activation.sigmoid(x).mul(x);
            case GELU_NEW -> {
                NDArray inner =
                        x.mul(x).muli(scalars.of(CUBE)).addi(scalars.of(SLOPE)).muli(x);
                yield ai.djl.nn.Activation.sigmoid(inner).mul(x);
            }
        };
    }
}
