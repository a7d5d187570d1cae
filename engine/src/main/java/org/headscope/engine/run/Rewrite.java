package org.headscope.engine.run;

import org.headscope.engine.tensor.Tensor;

/**
 * What an edit does to the numbers it reaches. A tensor in it is a single number, a vector along the last axis, or has all the
 * axes of the value: of the axis of heads or neurons then only what the site names, and batch and position may have length 1
 * for all alike.
 */
public sealed interface Rewrite {
    /** The same for one row of a batch alone. */
    default Rewrite inRow(int row) {
        return this;
    }

    /** Whether doing it twice is doing it once. */
    default boolean isIdempotent() {
        return false;
    }

    /** Replaces them. */
    record Put(Tensor values) implements Rewrite {
        /** The same number everywhere. */
        public static Put number(float value) {
            return new Put(Tensor.of(new float[] {value}, 1));
        }

        @Override
        public Rewrite inRow(int row) {
            return values.rank() == 1 || values.size(0) == 1 ? this : new Put(values.slice(0, row, row + 1));
        }

        @Override
        public boolean isIdempotent() {
            return true;
        }
    }

    /**
     * Adds to them.
     *
     * @param values a vector along the last axis
     */
    record Add(Tensor values) implements Rewrite {}

    /** Multiplies them. */
    record Multiply(float factor) implements Rewrite {}

    /**
     * Takes away what lies along some directions.
     *
     * @param basis [n, width], of length 1 and at right angles
     */
    record Project(Tensor basis) implements Rewrite {}

    /**
     * Adds random numbers, which depend on nothing but the seed and the place.
     *
     * @param row the row of the batch whose numbers all rows get; -1 for each its own
     */
    record Randomise(double deviation, long seed, int row) implements Rewrite {
        @Override
        public Rewrite inRow(int one) {
            return new Randomise(deviation, seed, one);
        }
    }
}
