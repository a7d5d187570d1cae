package org.headscope.app.heatmap;

import java.util.Arrays;
import org.headscope.engine.tensor.Tensor;

/** An immutable table of numbers, [row, column]. A masked cell, which has no value, is NaN. */
public final class Matrix {
    /** A number for each cell. */
    @FunctionalInterface
    public interface Values {
        float at(int row, int column);
    }

    private final int rows;
    private final int columns;
    private final float[] values;
    private final float min;
    private final float max;

    private Matrix(int rows, int columns, float[] values) {
        if (rows < 0 || columns < 0 || values.length != rows * columns) {
            throw new IllegalArgumentException(values.length + " values for " + rows + " x " + columns);
        }
        this.rows = rows;
        this.columns = columns;
        this.values = values;
        float low = Float.POSITIVE_INFINITY;
        float high = Float.NEGATIVE_INFINITY;
        for (float value : values) {
            if (Float.isFinite(value)) {
                low = Math.min(low, value);
                high = Math.max(high, value);
            }
        }
        this.min = low <= high ? low : 0;
        this.max = low <= high ? high : 0;
    }

    /** From values row by row. */
    public static Matrix of(int rows, int columns, float[] values) {
        return new Matrix(rows, columns, values.clone());
    }

    /** From a function of row and column. */
    public static Matrix of(int rows, int columns, Values values) {
        float[] all = new float[rows * columns];
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                all[row * columns + column] = values.at(row, column);
            }
        }
        return new Matrix(rows, columns, all);
    }

    /** From a tensor with two axes, [row, column]. */
    public static Matrix of(Tensor tensor) {
        return new Matrix(tensor.size(0), tensor.size(1), tensor.toArray());
    }

    /** This one above another that is as wide. */
    public Matrix above(Matrix other) {
        return of(
                rows + other.rows,
                columns,
                (row, column) -> row < rows ? at(row, column) : other.at(row - rows, column));
    }

    /** An empty matrix with no cells. */
    public static Matrix empty() {
        return new Matrix(0, 0, new float[0]);
    }

    public int rows() {
        return rows;
    }

    public int columns() {
        return columns;
    }

    public boolean isEmpty() {
        return values.length == 0;
    }

    public float at(int row, int column) {
        return values[row * columns + column];
    }

    public float at(Cell cell) {
        return at(cell.row(), cell.column());
    }

    /** Whether the matrix has such a cell. */
    public boolean contains(Cell cell) {
        return cell.row() >= 0 && cell.row() < rows && cell.column() >= 0 && cell.column() < columns;
    }

    /** The smallest finite value, or 0 if there is none. */
    public float min() {
        return min;
    }

    /** The largest finite value, or 0 if there is none. */
    public float max() {
        return max;
    }

    /** With everything right of the diagonal masked, as in an attention pattern, where no token sees a later one. */
    public Matrix causal() {
        return of(rows, columns, (row, column) -> column > row ? Float.NaN : at(row, column));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Matrix that
                && rows == that.rows
                && columns == that.columns
                && Arrays.equals(values, that.values);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * rows + columns) + Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return "Matrix[" + rows + " x " + columns + "]";
    }
}
