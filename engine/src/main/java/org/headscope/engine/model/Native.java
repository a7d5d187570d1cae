package org.headscope.engine.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import org.headscope.engine.run.Rows;
import org.headscope.engine.tensor.Tensor;
import org.headscope.engine.tensor.TensorBlock;

/** Copies between native arrays and plain tensors. */
final class Native {
    private Native() {}

    /** A plain copy of a native array. */
    static Tensor toTensor(NDArray array) {
        var data = new float[Math.toIntExact(array.size())];
        if (data.length > 0) {
            floats(array).get(data);
        }
        return Tensor.of(data, shape(array.getShape()));
    }

    /** A plain copy of a native array in a block that it shares with others. */
    static Tensor toTensor(NDArray array, TensorBlock block) {
        return block.tensor(
                values -> {
                    if (values.hasRemaining()) values.put(floats(array));
                },
                shape(array.getShape()));
    }

    /** A native copy of a tensor, owned by {@code manager}. */
    static NDArray toArray(NDManager manager, Tensor tensor) {
        NDArray array = empty(manager, tensor.shape());
        floats(array).put(tensor.buffer());
        return array;
    }

    /** A native copy of the first {@code count} positions of a value [batch, pos, ...], owned by {@code manager}. */
    static NDArray toArray(NDManager manager, Rows rows, int count) {
        NDArray array = empty(manager, rows.shape(count));
        rows.copyTo(floats(array), count);
        return array;
    }

    /** A native array whose values are not set yet, owned by {@code manager}. */
    static NDArray empty(NDManager manager, int... shape) {
        return manager.create(shape(shape));
    }

    /** The memory of a contiguous float32 array. */
    static FloatBuffer floats(NDArray array) {
        return array.toByteBuffer(true).order(ByteOrder.nativeOrder()).asFloatBuffer();
    }

    /** A shape as plain tensors have it. */
    static int[] shape(Shape shape) {
        return Arrays.stream(shape.getShape()).mapToInt(Math::toIntExact).toArray();
    }

    private static Shape shape(int[] shape) {
        return new Shape(Arrays.stream(shape).asLongStream().toArray());
    }
}
