package org.headscope.engine.hook;

import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.headscope.engine.tensor.Tensor;

/**
 * The positions of a prompt that a run keeps values at, or an analysis looks at (TransformerLens {@code pos_slice}). Negative ones
 * count from the end.
 */
public sealed interface PosSlice {
    PosSlice ALL = new All();
    /** The last position, without a position axis. */
    PosSlice LAST = new At(-1);

    /** All positions. */
    record All() implements PosSlice {}

    /** One position; the result has no position axis. */
    record At(int position) implements PosSlice {}

    /** Some positions, in this order. */
    record Of(List<Integer> positions) implements PosSlice {
        public Of {
            positions = List.copyOf(positions);
        }
    }

    /**
     * The positions in a prompt of some length.
     *
     * @throws IndexOutOfBoundsException if the prompt is shorter
     */
    default int[] in(int length) {
        return switch (this) {
            case All _ -> IntStream.range(0, length).toArray();
            case At(int position) -> new int[] {index(position, length)};
            case Of(List<Integer> positions) ->
                positions.stream().mapToInt(position -> index(position, length)).toArray();
        };
    }

    /** Whether the result has an axis for positions. */
    default boolean keepsAxis() {
        return !(this instanceof At);
    }

    /** The chosen positions of a value [batch, pos, ...]; the position axis stays even for one. */
    default Tensor of(Tensor value) {
        int[] shape = value.shape();
        int[] chosen = in(shape[1]);
        if (this instanceof All) return value;
        int width = value.size() / (shape[0] * shape[1]);
        var data = new float[shape[0] * chosen.length * width];
        int at = 0;
        for (int row = 0; row < shape[0]; row++) {
            for (int position : chosen) {
                value.at(row, position).copyTo(data, at);
                at += width;
            }
        }
        shape[1] = chosen.length;
        return Tensor.of(data, shape);
    }

    private static int index(int position, int length) {
        return Objects.checkIndex(position < 0 ? length + position : position, length);
    }
}
