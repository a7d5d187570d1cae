package org.headscope.engine.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.headscope.engine.tensor.Tensor;

/** Products of plain numbers with parameters of a model. Used on the engine thread only. */
record Products(ModelConfig config, Weights weights) {
    /** The product of all factors, from left to right. */
    Tensor of(List<Factor> factors) {
        try (var scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            NDArray product = array(factors.getFirst());
            for (Factor factor : factors.subList(1, factors.size())) product = product(product, array(factor));
            return Native.toTensor(product);
        }
    }

    /** Queries or keys [n, d_head] turned by the angles of a position. */
    Tensor rotated(int layer, int position, Tensor vectors) {
        try (var scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            Rotation rotation = new PositionTables(weights.manager(), config, position, 1).rotation(layer);
            if (rotation == null) return vectors;
            NDArray x = Native.toArray(weights.manager(), vectors);
            NDArray turned = rotation.apply(x.reshape(1, 1, vectors.size(0), vectors.size(1)));
            return Native.toTensor(turned).reshape(vectors.shape());
        }
    }

    private static NDArray product(NDArray left, NDArray right) {
        Shape a = left.getShape();
        Shape b = right.getShape();
        if (a.dimension() < 2 || b.dimension() < 2 || a.getLastDimension() != b.get(b.dimension() - 2)) {
            throw new IllegalArgumentException("There is no product of " + a + " and " + b);
        }
        long rows = Math.max(a.size() / a.getLastDimension(), a.get(a.dimension() - 2) * outer(b));
        if (Math.multiplyExact(rows, b.getLastDimension()) > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("The product of " + a + " and " + b + " is too large");
        }
        return left.matMul(right);
    }

    private static long outer(Shape shape) {
        return shape.size() / shape.getLastDimension() / shape.get(shape.dimension() - 2);
    }

    private NDArray array(Factor factor) {
        return switch (factor) {
            case Factor.Given(Tensor values) -> Native.toArray(weights.manager(), values);
            case Factor.Parameter(String name) -> new ParameterView(config, weights).array(name);
            case Factor.Transposed(Factor of) -> array(of).swapAxes(-2, -1);
            case Factor.Rows(Factor of, List<Integer> rows) -> rows(array(of), rows);
        };
    }

    private NDArray rows(NDArray matrix, List<Integer> rows) {
        long[] chosen = rows.stream().mapToLong(Integer::longValue).toArray();
        for (long row : chosen) {
            if (row < 0 || row >= matrix.getShape().get(0)) {
                throw new IllegalArgumentException("There is no row " + row + " in " + matrix.getShape());
            }
        }
        return matrix.get(weights.manager().create(chosen));
    }
}
