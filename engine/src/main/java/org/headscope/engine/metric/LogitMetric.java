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
     * @param logits [batch, pos, d_vocab], of all positions or of those from {@link #first} on
     */
    double value(RunRequest request, Tensor logits);

    /** The derivative of the number with respect to each logit, [batch, pos, d_vocab]. */
    Tensor gradient(RunRequest request, Tensor logits);

    /** The first place of the batch whose logits the number is computed from. */
    default int first(RunRequest request) {
        return 0;
    }

    default double value(RunRequest request, RunResult result) {
        return value(request, result.logits());
    }
}
