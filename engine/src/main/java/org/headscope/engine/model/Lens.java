package org.headscope.engine.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import org.headscope.engine.tensor.Tensor;

/** The final norm and unembedding applied to any residual vectors. */
final class Lens {
    private static final int[] LAST = {-1};

    private Lens() {}

    /**
     * Log-probabilities [pos, d_vocab] of residual vectors [pos, d_model].
     *
     * @param scale [pos], what the centred vectors are divided by, or null for their own standard deviation
     */
    static Tensor logProbabilities(ModelConfig config, Weights weights, Tensor residual, float[] scale) {
        if (residual.rank() != 2 || residual.size(1) != config.dModel()) {
            throw new IllegalArgumentException(
                    "The lens reads vectors of " + config.dModel() + " values, but was given " + residual);
        }
        if (scale != null && scale.length != residual.size(0)) {
            throw new IllegalArgumentException(
                    "There are " + scale.length + " scales for the " + residual.size(0) + " vectors of the lens");
        }
        try (var scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            NDArray x = Native.toArray(weights.manager(), residual);
            NDArray centred = x.sub(x.mean(LAST, true));
            NDArray divisor = scale == null
                    ? centred.mul(centred).mean(LAST, true).addi(config.eps()).sqrt()
                    : weights.manager().create(scale, new Shape(scale.length, 1));
            NDArray normalized = centred.divi(divisor);
            if (config.norm().hasParameters()) {
                normalized = normalized.muli(weights.lnFinalW()).addi(weights.lnFinalB());
            }
            return Native.toTensor(
                    normalized.matMul(weights.wU()).addi(weights.bU()).logSoftmax(-1));
        }
    }
}
