package org.headscope.engine.algebra;

import java.util.Arrays;
import org.ejml.data.Complex_F64;
import org.headscope.engine.tensor.Tensor;

/**
 * Eigenvalues, possibly complex, in no particular order.
 *
 * @param real [..., k]
 * @param imaginary [..., k]
 */
public record Eigenvalues(Tensor real, Tensor imaginary) {
    /** The eigenvalues of square matrices of {@code k} rows. */
    static Eigenvalues of(Outer outer, int k, Outer.Each matrices) {
        var real = new float[outer.count() * k];
        var imaginary = new float[real.length];
        for (int i = 0; i < outer.count(); i++) {
            Complex_F64[] values = Dense.eigenvalues(matrices.make(i));
            for (int j = 0; j < k; j++) {
                real[i * k + j] = (float) values[j].real;
                imaginary[i * k + j] = (float) values[j].imaginary;
            }
        }
        return new Eigenvalues(Tensor.of(real, outer.with(k)), Tensor.of(imaginary, outer.with(k)));
    }

    /**
     * The sum of each matrix's eigenvalues over the sum of their absolute values, [...]: 1 for a matrix that copies, -1 for
     * one that does the opposite (the eigenvalue copying score). The sum is real. 0 for a matrix without eigenvalues other
     * than 0.
     */
    public Tensor positivity() {
        int k = real.size(-1);
        var scores = new float[real.size() / k];
        for (int i = 0; i < scores.length; i++) {
            double sum = 0;
            double absolute = 0;
            for (int j = i * k; j < (i + 1) * k; j++) {
                sum += real.flat(j);
                absolute += Math.hypot(real.flat(j), imaginary.flat(j));
            }
            scores[i] = absolute == 0 ? 0 : (float) (sum / absolute);
        }
        int[] shape = real.shape();
        return Tensor.of(scores, Arrays.copyOf(shape, shape.length - 1));
    }
}
