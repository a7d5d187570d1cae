package org.headscope.engine.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import org.headscope.engine.tensor.Tensor;

/** The final norm and unembedding applied to any residual vectors. */
final class Lens {
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
            NDArray logits =
                    normalized(config, weights, x, scale).matMul(weights.wU()).addi(weights.bU());
            double cap = config.outputSoftCap();
            if (cap > 0) logits = logits.div(cap).tanh().mul(cap);
            return Native.toTensor(logits.logSoftmax(-1));
        }
    }

    private static NDArray normalized(ModelConfig config, Weights weights, NDArray x, float[] scale) {
        NormKind kind = config.norms().last();
        if (kind == NormKind.NONE) return x;
        NDArray centred = NormLayer.centred(kind, x);
        NDArray divisor = scale == null
                ? NormLayer.scale(centred, weights.manager().create((float) config.eps()))
                : weights.manager().create(scale, new Shape(scale.length, 1));
        NDArray normalized = centred.div(divisor);
        return kind.hasParameters() ? NormLayer.weighted(normalized, weights.lnFinal()) : normalized;
    }
}
