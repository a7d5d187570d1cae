package org.headscope.engine.algebra;

import java.util.List;
import org.headscope.engine.tensor.Tensor;

/**
 * Singular values of a matrix and its right singular vectors alone, which takes a fraction of the time where there are many
 * rows.
 *
 * @param s [k], falling
 * @param v [columns, k], right singular vectors as columns
 */
public record RightSingular(Tensor s, Tensor v) {
    /** @param matrix [rows, columns] */
    public static RightSingular of(Tensor matrix) {
        Dense.Svd svd = Dense.Svd.of(Dense.triangle(Dense.of(matrix)));
        var s = new float[svd.s().length];
        for (int i = 0; i < s.length; i++) s[i] = (float) svd.s()[i];
        return new RightSingular(Tensor.of(s, s.length), new Outer(List.of()).collect(_ -> svd.v()));
    }
}
