package org.headscope.engine.io;

import java.nio.BufferOverflowException;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Set;
import org.headscope.engine.tensor.Tensor;

/** Named tensors that can be read one at a time: one file, or all files of a model folder. */
public interface TensorSource {
    /** All names, in the order of the files. */
    Set<String> names();

    /** Type and shape of a tensor. */
    TensorInfo info(String name) throws ModelException;

    /** How a sentence names a tensor: with its file. */
    String called(String name) throws ModelException;

    /**
     * Reads as many values as {@code target} has room for, from value number {@code from} on, converted to
     * float32. Allocates nothing of the tensor's size, so a large tensor can be read piece by piece.
     */
    void read(String name, long from, FloatBuffer target) throws ModelException;

    /** Reads a whole tensor into {@code target} and moves its position behind it. */
    default void read(String name, FloatBuffer target) throws ModelException {
        long count = info(name).count();
        if (count > target.remaining()) {
            throw new BufferOverflowException();
        }
        int end = target.position() + (int) count;
        read(name, 0, target.duplicate().limit(end));
        target.position(end);
    }

    /** Copies a whole tensor into {@code target}, from index {@code at} on. */
    default void copyTo(String name, float[] target, int at) throws ModelException {
        read(name, FloatBuffer.wrap(target, at, target.length - at));
    }

    /**
     * Reads a whole tensor as float32. Half-precision numbers are widened, float64 is rounded, whole numbers are
     * taken if float32 holds them exactly.
     */
    default Tensor read(String name) throws ModelException {
        TensorInfo info = info(name);
        long count = info.count();
        if (count > Integer.MAX_VALUE - 8) {
            throw new ModelException(
                    called(name) + " has " + count + " values, more than the 2147483639 that one array can hold.");
        }
        try {
            int[] shape = Arrays.stream(info.shape()).mapToInt(Math::toIntExact).toArray();
            float[] values = new float[(int) count];
            copyTo(name, values, 0);
            return Tensor.of(values, shape);
        } catch (ArithmeticException e) {
            throw new ModelException(
                    called(name) + " has an axis that is too long: its shape is " + Arrays.toString(info.shape()) + ".",
                    e);
        } catch (OutOfMemoryError e) {
            throw new ModelException(
                    called(name) + " needs " + (count * Float.BYTES >> 20)
                            + " MB of memory, more than is left: start Headscope with a larger -Xmx.",
                    e);
        }
    }
}
