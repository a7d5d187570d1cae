package org.headscope.engine.algebra;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.headscope.engine.tensor.Tensor;

/**
 * The axes in front of the last two: how many matrices there are.
 *
 * @param shape of those axes; empty for a single matrix
 */
record Outer(List<Integer> shape) {
    static Outer of(Tensor matrices) {
        if (matrices.rank() < 2) throw new IllegalArgumentException(matrices + " is not a matrix");
        int[] all = matrices.shape();
        return new Outer(Arrays.stream(all, 0, all.length - 2).boxed().toList());
    }

    /** The axes of two operands: the same ones, or none for the one that is used with all of the other's. */
    static Outer of(Tensor left, Tensor right) {
        Outer a = of(left);
        Outer b = of(right);
        if (a.shape.isEmpty() || a.equals(b)) return b;
        if (b.shape.isEmpty()) return a;
        throw new IllegalArgumentException("The outer axes of " + left + " and " + right + " do not fit");
    }

    int count() {
        return shape.stream().reduce(1, Math::multiplyExact);
    }

    /** Matrix number {@code i} of a tensor with these outer axes, or with none. */
    static Tensor matrix(Tensor matrices, int i) {
        if (matrices.rank() == 2) return matrices;
        int rows = matrices.size(-2);
        int columns = matrices.size(-1);
        return matrices.reshape(matrices.size() / (rows * columns), rows, columns)
                .at(i);
    }

    /** What is made for each matrix. */
    @FunctionalInterface
    interface Each {
        DMatrixRMaj make(int i);
    }

    /** The matrices made for each place of the outer axes, [..., rows, columns]. */
    Tensor collect(Each each) {
        float[] data = null;
        int[] shapeOfEach = new int[0];
        for (int i = 0; i < count(); i++) {
            DMatrixRMaj matrix = each.make(i);
            if (data == null) data = new float[Math.multiplyExact(count(), matrix.data.length)];
            shapeOfEach = new int[] {matrix.numRows, matrix.numCols};
            int size = matrix.numRows * matrix.numCols;
            for (int j = 0; j < size; j++) data[i * size + j] = (float) matrix.data[j];
        }
        return Tensor.of(data, with(shapeOfEach));
    }

    /** The numbers made for each place of the outer axes, [...]. */
    Tensor numbers(IntToDoubleFunction each) {
        var numbers = new float[count()];
        for (int i = 0; i < numbers.length; i++) numbers[i] = (float) each.applyAsDouble(i);
        return Tensor.of(numbers, with());
    }

    /** A tensor's matrix for each place of the outer axes. */
    DMatrixRMaj[] all(Tensor matrices) {
        return IntStream.range(0, count())
                .mapToObj(i -> Dense.of(matrix(matrices, i)))
                .toArray(DMatrixRMaj[]::new);
    }

    /** The products of two operands' matrices, [..., rows, columns]. */
    static Tensor product(Tensor left, Tensor right) {
        return of(left, right).collect(i -> Dense.times(Dense.of(matrix(left, i)), Dense.of(matrix(right, i))));
    }

    /** The outer axes followed by others. */
    int[] with(int... inner) {
        var all = new ArrayList<>(shape);
        for (int length : inner) all.add(length);
        return all.stream().mapToInt(Integer::intValue).toArray();
    }

    /** The same values with one more axis of length 1, in front. */
    static Tensor unsqueezed(Tensor tensor) {
        return tensor.reshape(
                IntStream.concat(IntStream.of(1), IntStream.of(tensor.shape())).toArray());
    }
}
