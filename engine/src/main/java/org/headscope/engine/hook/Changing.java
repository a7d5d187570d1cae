package org.headscope.engine.hook;

import java.util.List;
import java.util.stream.IntStream;
import org.headscope.engine.hook.Change.Place;
import org.headscope.engine.tensor.Tensor;

/** Goes through the vectors of a value that a change acts on. */
final class Changing {
    private final Change change;
    private final Tensor value;
    private final boolean attention;
    private final boolean perHead;
    private final float[] data;

    private Changing(Change change, Tensor value) {
        this.change = change;
        this.value = value;
        this.attention = change.target().attention();
        this.perHead = attention || value.rank() == 4;
        this.data = value.toArray();
    }

    /**
     * The changed value.
     *
     * @param value [batch, pos, width], [batch, pos, head, width] or [batch, head, query, key]
     * @throws IllegalArgumentException if the target has a head or coordinate that the value does not have
     */
    static Tensor of(Change change, Tensor value) {
        var changing = new Changing(change, value);
        changing.run();
        return Tensor.of(changing.data, value.shape());
    }

    private void run() {
        Target target = change.target();
        int[] heads = perHead ? chosen(target.head(), value.size(attention ? 1 : 2), "head") : new int[] {-1};
        if (!perHead && target.head() >= 0) {
            throw new IllegalArgumentException("There are no heads at " + target.hook());
        }
        int width = value.size(-1);
        int[] entries = attention ? within(target.keys(), width) : chosen(target.coordinate(), width, "coordinate");
        int[] positions = within(target.positions(), value.size(attention ? 2 : 1));
        for (int batch = 0; batch < value.size(0); batch++) {
            for (int position : positions) {
                for (int head : heads) apply(new Place(batch, position, head, entries));
            }
        }
    }

    private void apply(Place place) {
        int width = value.size(-1);
        int row = attention
                ? (place.batch() * value.size(1) + place.head()) * value.size(2) + place.position()
                : place.batch() * value.size(1) + place.position();
        if (perHead && !attention) row = row * value.size(2) + place.head();
        int[] entries = place.entries();
        var vector = new float[entries.length];
        for (int i = 0; i < entries.length; i++) vector[i] = data[row * width + entries[i]];
        change.apply(vector, place);
        for (int i = 0; i < entries.length; i++) data[row * width + entries[i]] = vector[i];
    }

    private int[] chosen(int one, int count, String what) {
        if (one >= count) {
            throw new IllegalArgumentException(
                    "There is no " + what + " " + one + " at " + change.target().hook() + ", only " + count);
        }
        return one < 0 ? IntStream.range(0, count).toArray() : new int[] {one};
    }

    /** The positions there are; those behind the end of the prompt are left out. */
    private static int[] within(Positions positions, int length) {
        List<Integer> chosen = positions.chosen();
        return positions.all()
                ? IntStream.range(0, length).toArray()
                : chosen.stream()
                        .mapToInt(Integer::intValue)
                        .filter(position -> position < length)
                        .toArray();
    }
}
