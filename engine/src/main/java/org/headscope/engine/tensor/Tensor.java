package org.headscope.engine.tensor;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.stream.Collectors;

/** An immutable float32 array with a shape, in row-major order. Slices share their parent's storage. */
public final class Tensor {
    private final float[] data;
    private final int offset;
    private final int[] shape;
    private final int[] strides;

    private Tensor(float[] data, int offset, int[] shape) {
        this.data = data;
        this.offset = offset;
        this.shape = shape;
        this.strides = new int[shape.length];
        int stride = 1;
        for (int axis = shape.length - 1; axis >= 0; axis--) {
            strides[axis] = stride;
            stride = Math.multiplyExact(stride, shape[axis]);
        }
    }

    /**
     * Wraps an array without copying it; the caller hands it over and must not change it afterwards.
     *
     * @throws IllegalArgumentException if the array does not hold exactly as many values as the shape asks for
     */
    public static Tensor of(float[] data, int... shape) {
        var tensor = new Tensor(data, 0, shape.clone());
        if (tensor.size() != data.length) {
            throw new IllegalArgumentException(data.length + " values do not fill the shape " + Arrays.toString(shape));
        }
        return tensor;
    }

    /** A part of an array that is handed over, from {@code offset} on. */
    static Tensor within(float[] data, int offset, int... shape) {
        return new Tensor(data, offset, shape.clone());
    }

    public int rank() {
        return shape.length;
    }

    public int[] shape() {
        return shape.clone();
    }

    /** Length of one axis; a negative axis counts from the end. */
    public int size(int axis) {
        return shape[axis < 0 ? shape.length + axis : axis];
    }

    /** Number of values. */
    public int size() {
        return shape.length == 0 ? 1 : shape[0] * strides[0];
    }

    /** The value at a full index, one number for each axis. */
    public float get(int... index) {
        if (index.length != shape.length) {
            throw new IllegalArgumentException("An index into " + this + " needs " + shape.length + " numbers");
        }
        int at = offset;
        for (int axis = 0; axis < index.length; axis++) {
            at += strides[axis] * java.util.Objects.checkIndex(index[axis], shape[axis]);
        }
        return data[at];
    }

    /** The value at a position counted through all axes in row-major order. */
    public float flat(int index) {
        return data[offset + java.util.Objects.checkIndex(index, size())];
    }

    /** The slice at these leading indices; shares storage. */
    public Tensor at(int... leading) {
        int start = offset;
        for (int axis = 0; axis < leading.length; axis++) {
            start += strides[axis] * java.util.Objects.checkIndex(leading[axis], shape[axis]);
        }
        return new Tensor(data, start, Arrays.copyOfRange(shape, leading.length, shape.length));
    }

    /** A copy of the places {@code from} to {@code to} of one axis. */
    public Tensor slice(int axis, int from, int to) {
        java.util.Objects.checkFromToIndex(from, to, shape[axis]);
        if (from == 0 && to == shape[axis]) return this;
        int[] sliced = shape.clone();
        sliced[axis] = to - from;
        int rows = strides[axis] * (to - from);
        int step = strides[axis] * shape[axis];
        int outer = step == 0 ? 0 : size() / step;
        var values = new float[outer * rows];
        for (int i = 0; i < outer; i++) {
            System.arraycopy(data, offset + i * step + from * strides[axis], values, i * rows, rows);
        }
        return of(values, sliced);
    }

    /** Whether both have the same shape and the same values. */
    public boolean isSame(Tensor other) {
        return this == other || Arrays.equals(shape, other.shape) && buffer().equals(other.buffer());
    }

    /** Equal tensors have the same shape and the same values. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Tensor tensor && isSame(tensor);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(shape);
    }

    /** The same values under another shape; shares storage. */
    public Tensor reshape(int... newShape) {
        var reshaped = new Tensor(data, offset, newShape.clone());
        if (reshaped.size() != size()) {
            throw new IllegalArgumentException(this + " cannot take the shape " + Arrays.toString(newShape));
        }
        return reshaped;
    }

    /** A copy of all values. */
    public float[] toArray() {
        return Arrays.copyOfRange(data, offset, offset + size());
    }

    /** Copies all values into {@code target} from {@code at} on. */
    public void copyTo(float[] target, int at) {
        System.arraycopy(data, offset, target, at, size());
    }

    /** A read-only view of all values. */
    public FloatBuffer buffer() {
        return FloatBuffer.wrap(data, offset, size()).slice().asReadOnlyBuffer();
    }

    @Override
    public String toString() {
        return Arrays.stream(shape).mapToObj(Integer::toString).collect(Collectors.joining(", ", "Tensor[", "]"));
    }
}
