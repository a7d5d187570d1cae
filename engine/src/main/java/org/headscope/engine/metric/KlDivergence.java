package org.headscope.engine.metric;

import java.util.Arrays;
import org.headscope.engine.run.RunRequest;
import org.headscope.engine.tensor.Tensor;

/**
 * KL(reference || run) of the next-token distributions in nats, mean over the batch: what is lost by expecting what this run
 * does where the reference is right. 0 for the reference itself.
 *
 * @param reference logits of the run compared with, over the same tokens, [batch, pos, d_vocab]
 * @param position where
 */
public record KlDivergence(Tensor reference, int position) implements LogitMetric {
    /** At the last token of each prompt. */
    public static KlDivergence atEnd(Tensor reference) {
        return new KlDivergence(reference, -1);
    }

    @Override
    public double value(RunRequest request, Tensor logits) {
        int missing = request.tokens()[0].length - logits.size(1);
        check(logits, reference.size(1) - missing);
        int rows = request.tokens().length;
        double sum = 0;
        for (int row = 0; row < rows; row++) {
            int at = Places.position(request, row, position);
            sum += of(reference.at(row, at), logits.at(row, at - missing));
        }
        return sum / rows;
    }

    /** KL(p || q) of two distributions given by their logits, [d_vocab]. */
    public static double of(Tensor p, Tensor q) {
        double sumP = Softmax.logSumExp(p);
        double sumQ = Softmax.logSumExp(q);
        double divergence = 0;
        for (int token = 0; token < p.size(); token++) {
            double log = p.flat(token) - sumP;
            divergence += Math.exp(log) * (log - (q.flat(token) - sumQ));
        }
        return divergence;
    }

    @Override
    public int first(RunRequest request) {
        return Places.first(request, position);
    }

    @Override
    public Tensor gradient(RunRequest request, Tensor logits) {
        check(logits, reference.size(1));
        int rows = request.tokens().length;
        var gradient = new float[logits.size()];
        for (int row = 0; row < rows; row++) {
            int position = Places.position(request, row, this.position);
            int at = Places.start(logits, row, position);
            Softmax.add(logits.at(row, position), 1.0 / rows, gradient, at);
            Softmax.add(reference.at(row, position), -1.0 / rows, gradient, at);
        }
        return Tensor.of(gradient, logits.shape());
    }

    private void check(Tensor logits, int positions) {
        int[] shape = reference.shape();
        shape[1] = positions;
        if (!Arrays.equals(shape, logits.shape())) {
            throw new IllegalArgumentException(
                    "The reference is " + reference + ", but the logits compared with it are " + logits + ".");
        }
    }
}
