package org.headscope.engine.io;

import java.util.Arrays;
import java.util.Objects;

/**
 * What a file of weights says about one tensor; it has been checked against the file.
 *
 * @param name its name in the file
 * @param dtype how its values are stored
 * @param shape length of each axis; empty for a single number
 * @param begin first byte, counted from the start of the data (in safetensors, the end of the header)
 * @param end one past the last byte, counted likewise; in a PyTorch file there may be others' bytes in between
 */
public record TensorInfo(String name, DType dtype, long[] shape, long begin, long end) {
    public TensorInfo {
        shape = shape.clone();
    }

    @Override
    public long[] shape() {
        return shape.clone();
    }

    /** Number of values. */
    public long count() {
        long count = 1;
        for (long length : shape) {
            count *= length;
        }
        return count;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TensorInfo that
                && name.equals(that.name)
                && dtype == that.dtype
                && Arrays.equals(shape, that.shape)
                && begin == that.begin
                && end == that.end;
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, dtype, Arrays.hashCode(shape), begin, end);
    }

    @Override
    public String toString() {
        return name + " " + dtype + Arrays.toString(shape);
    }
}
