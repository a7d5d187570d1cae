package org.headscope.engine.metric;

import java.util.stream.IntStream;
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

    /** The logits of a position, [d_vocab], where those of all positions are known, or of the last ones only. */
    static Tensor logits(RunRequest request, Tensor logits, int row, int position) {
        int missing = request.tokens()[row].length - logits.size(1);
        return logits.at(row, position(request, row, position) - missing);
    }

    /** The first place in the batch where a position is in any row. */
    static int first(RunRequest request, int position) {
        return IntStream.range(0, request.tokens().length)
                .map(row -> position(request, row, position))
                .min()
                .orElse(0);
    }

    /** Where the logits of a position start in an array [batch, pos, d_vocab]. */
    static int start(Tensor logits, int row, int position) {
        return (row * logits.size(1) + position) * logits.size(2);
    }
}
