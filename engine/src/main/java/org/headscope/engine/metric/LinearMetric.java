package org.headscope.engine.metric;

import java.util.Arrays;
import org.headscope.engine.run.RunRequest;
import org.headscope.engine.tensor.Tensor;

/**
 * Any linear function of the logits: the sum of each logit times its weight.
 *
 * @param weights [batch, pos, d_vocab]
 */
public record LinearMetric(Tensor weights) implements LogitMetric {
    @Override
    public double value(RunRequest request, Tensor logits) {
        check(logits);
        double sum = 0;
        for (int i = 0; i < logits.size(); i++) {
            if (weights.flat(i) != 0) sum += (double) weights.flat(i) * logits.flat(i);
        }
        return sum;
    }

    @Override
    public Tensor gradient(RunRequest request, Tensor logits) {
        check(logits);
        return weights;
    }

    private void check(Tensor logits) {
        if (!Arrays.equals(weights.shape(), logits.shape())) {
            throw new IllegalArgumentException(
                    "The weights of a linear metric are " + weights + ", but the logits are " + logits + ".");
        }
    }
}
