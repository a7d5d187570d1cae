package org.headscope.engine.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * What depends on nothing but positions, for {@code count} of them from {@code first} on: masks and rotations. Made once for
 * all layers; arrays are owned by the manager.
 */
final class PositionTables {
    private final ModelConfig config;
    private final int first;
    private final int count;
    /** By window. */
    private final Map<Integer, NDArray> masks = new HashMap<>();

    private final Map<Frequencies, Rotation> rotations = new HashMap<>();

    PositionTables(NDManager manager, ModelConfig config, int first, int count) {
        this.config = config;
        this.first = first;
        this.count = count;
        for (int window : config.attention().windows()) masks.computeIfAbsent(window, w -> mask(manager, w));
        if (config.positions() instanceof PositionConfig.Rotary rotary) {
            for (int layer = 0; layer < config.nLayers(); layer++) {
                rotations.computeIfAbsent(
                        frequencies(rotary, layer), f -> new Rotation(manager, rotary, f, first, count));
            }
        }
    }

    int first() {
        return first;
    }

    int count() {
        return count;
    }

    /** What is added to the scores of a layer: [pos, key], or [head, pos, key] with ALiBi; -infinity for what is not seen. */
    NDArray mask(int layer) {
        return masks.get(config.attention().windows().get(layer));
    }

    /** How queries and keys of these positions are turned in a layer, or null if they are not. */
    Rotation rotation(int layer) {
        return config.positions() instanceof PositionConfig.Rotary rotary
                ? rotations.get(frequencies(rotary, layer))
                : null;
    }

    private Frequencies frequencies(PositionConfig.Rotary rotary, int layer) {
        return config.attention().isLocal(layer) ? rotary.local() : rotary.global();
    }

    private NDArray mask(NDManager manager, int window) {
        float[] slopes =
                config.positions() instanceof PositionConfig.Alibi ? Alibi.slopes(config.nHeads()) : new float[1];
        int keys = first + count;
        var mask = new float[slopes.length * count * keys];
        for (int head = 0; head < slopes.length; head++) {
            for (int row = 0; row < count; row++) {
                int query = first + row;
                int at = (head * count + row) * keys;
                int from = window == 0 ? 0 : Math.max(0, query - window + 1);
                Arrays.fill(mask, at, at + from, Float.NEGATIVE_INFINITY);
                Arrays.fill(mask, at + query + 1, at + keys, Float.NEGATIVE_INFINITY);
                if (slopes[head] == 0) continue;
                for (int key = from; key <= query; key++) mask[at + key] = slopes[head] * (key - query);
            }
        }
        return manager.create(
                mask, slopes.length == 1 ? new Shape(count, keys) : new Shape(slopes.length, count, keys));
    }
}
