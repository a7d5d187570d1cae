package org.headscope.engine.metric;

import org.headscope.engine.run.PaddingMask;
import org.headscope.engine.run.RunRequest;
import org.headscope.engine.tensor.Tensor;

/** Where in the logits of a batch metrics look. */
final class Places {
    private Places() {}

    /** Refuses a number of answers that is not that of the prompts, which it returns. */
    static int checkRows(RunRequest request, int answers) {
        int rows = request.tokens().length;
        if (answers != rows) {
            throw new IllegalArgumentException("The metric has tokens for " + answers + " prompts, but " + rows
                    + (rows == 1 ? " is run." : " are run."));
        }
        return rows;
    }

    /** The place in a row of the batch, padding included, where a position of its prompt is. */
    static int position(RunRequest request, int row, int position) {
        PaddingMask padding = request.padding();
        int length = padding == null ? request.tokens()[row].length : padding.tokens(row);
        int counted = position < 0 ? length + position : position;
        if (counted < 0 || counted >= length) {
            throw new IllegalArgumentException(
                    "There is no position " + position + " in a prompt of " + length + " tokens.");
        }
        return padding == null ? counted : padding.places(row)[counted];
    }

    /** Where the logits of a position start in an array [batch, pos, d_vocab]. */
    static int start(Tensor logits, int row, int position) {
        return (row * logits.size(1) + position) * logits.size(2);
    }
}
