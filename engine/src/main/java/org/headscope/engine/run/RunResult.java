package org.headscope.engine.run;

import org.headscope.engine.tensor.Tensor;

/**
 * What a run computed.
 *
 * @param logits [batch, pos, d_vocab], or null where the pass stopped before the end
 * @param residual [batch, pos, d_model] where the pass stopped before the end, else null
 * @param logSumExp [batch, pos], log of the sum of the exponentials of the logits; null where there are none
 * @param lossPerToken [batch, pos - 1], negative log-probability of each token given those before it, in nats; null where
 *     there are no logits
 * @param kept the values asked for
 * @param reusedPositions how many leading positions were taken over from an earlier run in every layer
 * @param reusedLayers how many layers were taken over entirely, or for those positions
 */
public record RunResult(
        Tensor logits,
        Tensor residual,
        Tensor logSumExp,
        Tensor lossPerToken,
        Activations kept,
        int reusedPositions,
        int reusedLayers) {

    /** Mean over all predicted tokens, in nats; NaN for a prompt of one token. */
    public double loss() {
        double sum = 0;
        for (int i = 0; i < lossPerToken.size(); i++) sum += lossPerToken.flat(i);
        return sum / lossPerToken.size();
    }
}
