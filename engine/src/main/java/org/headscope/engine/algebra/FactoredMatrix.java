package org.headscope.engine.algebra;

import java.util.List;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.NormOps_DDRM;
import org.headscope.engine.tensor.Tensor;

/**
 * Matrices known by two thin factors and not formed (TransformerLens {@code FactoredMatrix}; interpretability.md D.4). It is
 * computed with in double precision. Outer axes, such as layer and head, are many matrices at once; an operand without outer
 * axes goes with all of them.
 *
 * @param left [..., rows, r]
 * @param right [..., r, columns]
 */
public record FactoredMatrix(Tensor left, Tensor right) {
    public FactoredMatrix {
        Outer.of(left, right);
        if (left.size(-1) != right.size(-2)) {
            throw new IllegalArgumentException(left + " and " + right + " are not factors of a matrix");
        }
    }

    /** A matrix and the identity. */
    public static FactoredMatrix of(Tensor matrix) {
        int n = matrix.size(-1);
        var identity = new float[n * n];
        for (int i = 0; i < n; i++) identity[i * n + i] = 1;
        return new FactoredMatrix(matrix, Tensor.of(identity, n, n));
    }

    public int rows() {
        return left.size(-2);
    }

    public int columns() {
        return right.size(-1);
    }

    /** Length of the axis between the factors: no less than the rank of the matrix. */
    public int inner() {
        return left.size(-1);
    }

    /** The matrices at these indices of the outer axes. */
    public FactoredMatrix at(int... outer) {
        if (outer().shape().isEmpty()) throw new IllegalArgumentException("There is a single matrix only");
        return new FactoredMatrix(left.rank() > 2 ? left.at(outer) : left, right.rank() > 2 ? right.at(outer) : right);
    }

    /** The same with one more outer axis of length 1, in front. */
    public FactoredMatrix unsqueeze() {
        return new FactoredMatrix(Outer.unsqueezed(left), Outer.unsqueezed(right));
    }

    /** Some rows of a single matrix, in this order. */
    public FactoredMatrix rows(List<Integer> chosen) {
        var data = new float[Math.multiplyExact(chosen.size(), inner())];
        for (int i = 0; i < chosen.size(); i++) left.at(chosen.get(i)).copyTo(data, i * inner());
        return new FactoredMatrix(Tensor.of(data, chosen.size(), inner()), right);
    }

    public FactoredMatrix transposed() {
        return new FactoredMatrix(transposed(right), transposed(left));
    }

    /** Matrices [..., rows, columns] with their last two axes exchanged. */
    public static Tensor transposed(Tensor matrices) {
        return Outer.of(matrices).collect(i -> Dense.transposed(Dense.of(Outer.matrix(matrices, i))));
    }

    /** The product with a matrix on the right, keeping the thinner of the two possible pairs of factors. */
    public FactoredMatrix times(Tensor matrix) {
        return columns() > inner()
                ? new FactoredMatrix(left, Outer.product(right, matrix))
                : new FactoredMatrix(matrix(), matrix);
    }

    /** The product with a matrix on the left. */
    public FactoredMatrix leftTimes(Tensor matrix) {
        return rows() > inner()
                ? new FactoredMatrix(Outer.product(matrix, left), right)
                : new FactoredMatrix(matrix, matrix());
    }

    /** The product with another on the right. */
    public FactoredMatrix times(FactoredMatrix other) {
        Tensor middle = Outer.product(right, other.left);
        return inner() > other.inner()
                ? new FactoredMatrix(Outer.product(left, middle), other.right)
                : new FactoredMatrix(left, Outer.product(middle, other.right));
    }

    public FactoredMatrix times(double factor) {
        return new FactoredMatrix(
                Outer.of(left).collect(i -> {
                    DMatrixRMaj scaled = Dense.of(Outer.matrix(left, i));
                    CommonOps_DDRM.scale(factor, scaled);
                    return scaled;
                }),
                right);
    }

    /** The sum over all outer axes, as one matrix whose factors are those of all side by side. */
    public FactoredMatrix sum() {
        DMatrixRMaj[] lefts = outer().all(left);
        DMatrixRMaj[] rights = outer().all(right);
        var single = new Outer(List.of());
        return new FactoredMatrix(
                single.collect(_ -> CommonOps_DDRM.concatColumnsMulti(lefts)),
                single.collect(_ -> CommonOps_DDRM.concatRowsMulti(rights)));
    }

    /** The matrices themselves, [..., rows, columns]. */
    public Tensor matrix() {
        return Outer.product(left, right);
    }

    /** One entry of a single matrix. */
    public float get(int row, int column) {
        double sum = 0;
        for (int i = 0; i < inner(); i++) sum += (double) left.get(row, i) * right.get(i, column);
        return (float) sum;
    }

    /** Frobenius norms, [...]. */
    public Tensor norm() {
        return outer().numbers(i -> NormOps_DDRM.normF(Core.of(this, i).middle()));
    }

    /** Sums of the diagonals, [...]. */
    public Tensor trace() {
        requireSquare();
        return outer().numbers(i -> CommonOps_DDRM.trace(turned(i)));
    }

    /** Singular values and vectors; as many as the factors allow. */
    public Svd svd() {
        return Core.svd(this);
    }

    /** The eigenvalues that the factors allow to be other than 0, [..., inner]. */
    public Eigenvalues eigenvalues() {
        requireSquare();
        return Eigenvalues.of(outer(), inner(), this::turned);
    }

    /**
     * The same matrix as u s^share times s^(1 - share) v^T: its singular values go to the left factor for share 1 and to the
     * right one for share 0.
     */
    public FactoredMatrix split(double share) {
        return Core.split(this, share);
    }

    /** The same matrix with factors of the same singular values. */
    public FactoredMatrix makeEven() {
        return split(0.5);
    }

    /** What is left of the matrix up to a rotation of its rows: s v^T, [..., k, columns]. */
    public Tensor collapseLeft() {
        return split(0).right;
    }

    /**
     * Also the matrix up to a rotation of its rows, which takes a fraction of the time of {@link #collapseLeft}: products with
     * it on the left have the norms that products with the matrix have. [..., k, columns].
     */
    public Tensor upToRows() {
        return outer().collect(i ->
                Dense.times(Dense.triangle(Dense.of(Outer.matrix(left, i))), Dense.of(Outer.matrix(right, i))));
    }

    /** What is left of the matrix up to a rotation of its columns: u s, [..., rows, k]. */
    public Tensor collapseRight() {
        return split(1).left;
    }

    Outer outer() {
        return Outer.of(left, right);
    }

    /** The product of the factors the other way round, [inner, inner], which has the same eigenvalues. */
    private DMatrixRMaj turned(int i) {
        return Dense.times(Dense.of(Outer.matrix(right, i)), Dense.of(Outer.matrix(left, i)));
    }

    private void requireSquare() {
        if (rows() != columns()) throw new IllegalArgumentException("Only a square matrix has eigenvalues");
    }
}
