package org.headscope.engine.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import org.headscope.engine.tensor.Tensor;

/** The final norm and unembedding applied to any residual vectors. */
final class Lens {
    private static final int[] LAST = {-1};

    private Lens() {}

    static NDArray logProbabilities(ModelConfig config, Weights weights, Tensor residual, float[] scale) {
        NDArray x = Native.toArray(weights.manager(), residual);
        NDArray centred = x.sub(x.mean(LAST, true));
        NDArray divisor = scale == null
                ? centred.mul(centred).mean(LAST, true).addi(config.eps()).sqrt()
                : weights.manager().create(scale, new Shape(scale.length, 1));
        NDArray normalized = centred.divi(divisor);
        if (config.norm().hasParameters()) {
            normalized = normalized.muli(weights.lnFinalW()).addi(weights.lnFinalB());
        }
        return normalized.matMul(weights.wU()).addi(weights.bU()).logSoftmax(-1);
    }
}
