package org.headscope.engine.metric;

import org.headscope.engine.run.RunRequest;
import org.headscope.engine.run.RunResult;
import org.headscope.engine.tensor.Tensor;

/**
 * A number computed from the logits of a run, with its derivative, so that a run can be asked what the number depends on.
 * Positions count the tokens of each prompt, padding left out, from 0, and from its end where negative: -1 is its last token.
 */
public interface LogitMetric {
    /**
     * The number.
     *
     * @param request what was run: its tokens and padding
     * @param logits [batch, pos, d_vocab]
     */
    double value(RunRequest request, Tensor logits);

    /** The derivative of the number with respect to each logit, [batch, pos, d_vocab]. */
    Tensor gradient(RunRequest request, Tensor logits);

    default double value(RunRequest request, RunResult result) {
        return value(request, result.logits());
    }
}
