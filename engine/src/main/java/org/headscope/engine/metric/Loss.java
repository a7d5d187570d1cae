package org.headscope.engine.metric;

import org.headscope.engine.run.RunRequest;
import org.headscope.engine.tensor.Tensor;

/** Negative log-probability of each token given those before it, in nats, mean over all tokens that are predicted (C.1). */
public record Loss() implements LogitMetric {
    /** What is done with each predicted token. */
    private interface Visitor {
        void visit(int row, int position, int next);
    }

    @Override
    public double value(RunRequest request, Tensor logits) {
        var sum = new double[1];
        int count = forEach(request, (row, position, next) -> {
            Tensor there = logits.at(row, position);
            sum[0] += Softmax.logSumExp(there) - there.flat(next);
        });
        return sum[0] / count;
    }

    @Override
    public Tensor gradient(RunRequest request, Tensor logits) {
        int count = forEach(request, (_, _, _) -> {});
        var gradient = new float[logits.size()];
        forEach(request, (row, position, next) -> {
            int at = Places.start(logits, row, position);
            Softmax.add(logits.at(row, position), 1.0 / count, gradient, at);
            gradient[at + next] -= 1f / count;
        });
        return Tensor.of(gradient, logits.shape());
    }

    private static int forEach(RunRequest request, Visitor visitor) {
        int count = 0;
        for (int row = 0; row < request.tokens().length; row++) {
            int[] tokens = request.tokens()[row];
            for (int position = 0; position < tokens.length; position++) {
                if (!request.predicts(row, position)) continue;
                visitor.visit(row, position, tokens[position + 1]);
                count++;
            }
        }
        return count;
    }
}
