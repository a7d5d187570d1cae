package org.headscope.engine.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.headscope.engine.hook.HookName;
import org.headscope.engine.hook.PosSlice;
import org.headscope.engine.tensor.Tensor;

/** Some positions of the value at a hook point, each hook point with the axis that its positions are on. */
final class Slices {
    private Slices() {}

    /** The chosen positions of a value; its position axis stays. */
    static NDArray cut(NDManager manager, String name, NDArray value, PosSlice slice) {
        if (slice instanceof PosSlice.All) return value;
        int axis = HookName.positionAxis(name);
        long[] chosen = Arrays.stream(slice.in((int) value.getShape().get(axis)))
                .asLongStream()
                .toArray();
        return value.get(new NDIndex(":, ".repeat(axis) + "{}", manager.create(chosen)));
    }

    /** What was cut, as it is read: without the axis where one position was picked, and flattened where the value is. */
    static Tensor read(String name, Tensor cut, PosSlice slice) {
        int axis = HookName.positionAxis(name);
        int[] shape = cut.shape();
        if (HookName.isFlattened(name) && shape.length == 4) {
            return cut.reshape(shape[0] * shape[1] * shape[2], shape[3]);
        }
        if (slice.keepsAxis()) return cut;
        return cut.reshape(IntStream.range(0, shape.length)
                .filter(other -> other != axis)
                .map(other -> shape[other])
                .toArray());
    }
}
