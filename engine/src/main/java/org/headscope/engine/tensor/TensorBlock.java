package org.headscope.engine.tensor;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Room for the many tensors of one run, side by side in a few large arrays. Java's collector moves small arrays about as long
 * as they live, which for the values of a pass is most of its work; large ones it leaves where they are. An array is freed when
 * none of its tensors is used any more, so a block is for tensors that are kept and dropped together.
 */
public final class TensorBlock {
    private static final int SMALLEST = 1 << 14;

    /** Less an object header than a power of two, so that an array fills the collector's regions to the brim. */
    private static final int LARGEST = (1 << 21) - 16;

    private float[] array = new float[0];
    private int used;

    /** A tensor of this shape, whose values {@code fill} puts into the buffer it is given. */
    public Tensor tensor(Consumer<FloatBuffer> fill, int... shape) {
        int size = Arrays.stream(shape).reduce(1, Math::multiplyExact);
        if (size > array.length - used) grow(size);
        fill.accept(FloatBuffer.wrap(array, used, size).slice());
        Tensor tensor = Tensor.within(array, used, shape);
        used += size;
        return tensor;
    }

    private void grow(int size) {
        array = new float[Math.max(size, Math.clamp(2L * array.length, SMALLEST, LARGEST))];
        used = 0;
    }
}
