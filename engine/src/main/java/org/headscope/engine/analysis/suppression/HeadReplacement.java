package org.headscope.engine.analysis.suppression;

import org.headscope.engine.tensor.Tensor;
import org.headscope.engine.token.PromptException;

/** What stands in for the result of a head, what it writes to the residual stream without the output bias of its layer. */
public sealed interface HeadReplacement {
    /** One vector for each position of a text, [pos, width]. */
    Tensor over(int positions, int width) throws PromptException;

    /** Nothing is written. */
    record Zero() implements HeadReplacement {
        @Override
        public Tensor over(int positions, int width) {
            return Tensor.of(new float[positions * width], positions, width);
        }
    }

    /**
     * What the head writes on average at each position. A text longer than the means is refused: the mean at one position says
     * nothing about a later one.
     *
     * @param values [pos, d_model]
     * @param source which texts they are of, such as "100 texts of the corpus"
     */
    record Mean(Tensor values, String source) implements HeadReplacement {
        @Override
        public Tensor over(int positions, int width) throws PromptException {
            if (values.rank() != 2 || values.size(1) != width) {
                throw new IllegalArgumentException("Means of a head are [pos, " + width + "], not " + values + ".");
            }
            if (positions > values.size(0)) {
                throw new PromptException("The text has " + positions
                        + " tokens, but the means of the head are known for " + values.size(0)
                        + " positions only: shorten the text, or take means over longer ones.");
            }
            return values.slice(0, 0, positions);
        }
    }
}
