package org.headscope.engine.algebra;

import java.util.Arrays;
import org.ejml.data.Complex_F64;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.SingularOps_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;
import org.ejml.interfaces.decomposition.QRDecomposition;
import org.ejml.interfaces.decomposition.SingularValueDecomposition_F64;
import org.headscope.engine.tensor.Tensor;

/** Linear algebra in double precision on one matrix. */
final class Dense {
    private Dense() {}

    /** A copy of a tensor of two axes. */
    static DMatrixRMaj of(Tensor matrix) {
        var copy = new DMatrixRMaj(matrix.size(0), matrix.size(1));
        for (int i = 0; i < copy.data.length; i++) copy.data[i] = matrix.flat(i);
        return copy;
    }

    static DMatrixRMaj times(DMatrixRMaj a, DMatrixRMaj b) {
        return CommonOps_DDRM.mult(a, b, null);
    }

    static DMatrixRMaj transposed(DMatrixRMaj a) {
        return CommonOps_DDRM.transpose(a, null);
    }

    /**
     * Orthonormal columns q and an upper triangle r whose product is the matrix.
     *
     * @param q [rows, k] with k = min(rows, columns)
     * @param r [k, columns]
     */
    record Qr(DMatrixRMaj q, DMatrixRMaj r) {
        static Qr of(DMatrixRMaj matrix) {
            QRDecomposition<DMatrixRMaj> qr = DecompositionFactory_DDRM.qr(matrix.numRows, matrix.numCols);
            if (!qr.decompose(matrix.copy())) throw new ArithmeticException("A matrix has no QR decomposition");
            return new Qr(qr.getQ(null, true), qr.getR(null, true));
        }
    }

    /**
     * u s v^T, singular values falling.
     *
     * @param u [rows, k]
     * @param s [k]
     * @param v [columns, k]
     */
    record Svd(DMatrixRMaj u, double[] s, DMatrixRMaj v) {
        static Svd of(DMatrixRMaj matrix) {
            SingularValueDecomposition_F64<DMatrixRMaj> svd =
                    DecompositionFactory_DDRM.svd(matrix.numRows, matrix.numCols, true, true, true);
            if (!svd.decompose(matrix.copy())) throw new ArithmeticException("A matrix has no singular values");
            DMatrixRMaj u = svd.getU(null, false);
            DMatrixRMaj v = svd.getV(null, false);
            int k = Math.min(matrix.numRows, matrix.numCols);
            double[] s = Arrays.copyOf(svd.getSingularValues(), k);
            SingularOps_DDRM.descendingOrder(u, false, s, k, v, false);
            return new Svd(u, s, v);
        }
    }

    /** A triangle [k, columns] with the singular values and right singular vectors of a matrix. */
    static DMatrixRMaj triangle(DMatrixRMaj matrix) {
        QRDecomposition<DMatrixRMaj> qr = DecompositionFactory_DDRM.qr(matrix.numRows, matrix.numCols);
        if (!qr.decompose(matrix.copy())) throw new ArithmeticException("A matrix has no QR decomposition");
        return qr.getR(null, true);
    }

    /** Eigenvalues of a square matrix. */
    static Complex_F64[] eigenvalues(DMatrixRMaj matrix) {
        EigenDecomposition_F64<DMatrixRMaj> eigen = DecompositionFactory_DDRM.eig(matrix.numRows, false);
        if (!eigen.decompose(matrix.copy())) throw new ArithmeticException("No eigenvalues were found for a matrix");
        var values = new Complex_F64[matrix.numRows];
        for (int i = 0; i < values.length; i++) values[i] = eigen.getEigenvalue(i);
        return values;
    }

    /** A matrix whose column j is multiplied by factors[j]. */
    static DMatrixRMaj scaledColumns(DMatrixRMaj matrix, double[] factors) {
        DMatrixRMaj scaled = matrix.copy();
        CommonOps_DDRM.multCols(scaled, factors);
        return scaled;
    }
}
