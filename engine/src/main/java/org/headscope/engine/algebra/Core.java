package org.headscope.engine.algebra;

import java.util.Arrays;
import org.ejml.data.DMatrixRMaj;
import org.headscope.engine.tensor.Tensor;

/**
 * One matrix as a small one between orthonormal columns: left middle right^T.
 *
 * @param left [rows, a] with a = min(rows, inner)
 * @param middle [a, b]
 * @param right [columns, b] with b = min(columns, inner)
 */
record Core(DMatrixRMaj left, DMatrixRMaj middle, DMatrixRMaj right) {
    static Core of(FactoredMatrix factored, int i) {
        Dense.Qr a = Dense.Qr.of(Dense.of(Outer.matrix(factored.left(), i)));
        Dense.Qr b = Dense.Qr.of(Dense.transposed(Dense.of(Outer.matrix(factored.right(), i))));
        return new Core(a.q(), Dense.times(a.r(), Dense.transposed(b.r())), b.q());
    }

    private Dense.Svd svd() {
        Dense.Svd inside = Dense.Svd.of(middle);
        return new Dense.Svd(Dense.times(left, inside.u()), inside.s(), Dense.times(right, inside.v()));
    }

    static Svd svd(FactoredMatrix factored) {
        Dense.Svd[] all = all(factored);
        Outer outer = factored.outer();
        int k = all[0].s().length;
        var s = new float[all.length * k];
        for (int i = 0; i < s.length; i++) s[i] = (float) all[i / k].s()[i % k];
        return new Svd(outer.collect(i -> all[i].u()), Tensor.of(s, outer.with(k)), outer.collect(i -> all[i].v()));
    }

    /** The matrix as u s^share times s^(1 - share) v^T. */
    static FactoredMatrix split(FactoredMatrix factored, double share) {
        Dense.Svd[] all = all(factored);
        Outer outer = factored.outer();
        return new FactoredMatrix(
                outer.collect(i -> Dense.scaledColumns(all[i].u(), powers(all[i].s(), share))),
                outer.collect(i -> Dense.transposed(Dense.scaledColumns(all[i].v(), powers(all[i].s(), 1 - share)))));
    }

    private static Dense.Svd[] all(FactoredMatrix factored) {
        var all = new Dense.Svd[factored.outer().count()];
        Arrays.setAll(all, i -> of(factored, i).svd());
        return all;
    }

    private static double[] powers(double[] values, double power) {
        return Arrays.stream(values).map(value -> Math.pow(value, power)).toArray();
    }
}
