package org.headscope.engine.metric;

import org.headscope.engine.tensor.Tensor;

/** The normalisation of the logits of one position, [d_vocab], in double precision. */
final class Softmax {
    private Softmax() {}

    static double logSumExp(Tensor logits) {
        double max = Double.NEGATIVE_INFINITY;
        for (int token = 0; token < logits.size(); token++) max = Math.max(max, logits.flat(token));
        double sum = 0;
        for (int token = 0; token < logits.size(); token++) sum += Math.exp(logits.flat(token) - max);
        return max + Math.log(sum);
    }

    /** Adds every probability times a factor to the values of an array from {@code at} on. */
    static void add(Tensor logits, double factor, float[] to, int at) {
        double logSumExp = logSumExp(logits);
        for (int token = 0; token < logits.size(); token++) {
            to[at + token] += (float) (factor * Math.exp(logits.flat(token) - logSumExp));
        }
    }
}
