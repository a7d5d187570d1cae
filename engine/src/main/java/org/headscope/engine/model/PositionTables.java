package org.headscope.engine.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.headscope.engine.run.PaddingMask;

/**
 * What depends on nothing but positions, for {@code count} of them from {@code first} on: masks and rotations. Made once for
 * all layers; arrays are owned by the manager.
 */
final class PositionTables {
    private final NDManager manager;
    private final ModelConfig config;
    private final int first;
    private final int count;
    private final PaddingMask padding;
    /** What each of the {@code count} places counts as, [batch][pos] in a padded batch, else [1][pos]. */
    private final int[][] positions;
    /** Null where positions do not follow each other. */
    private final Sights sights;

    private final Map<Frequencies, Rotation> rotations = new HashMap<>();

    /** Without padding. */
    PositionTables(NDManager manager, ModelConfig config, int first, int count) {
        this(manager, config, first, count, null);
    }

    /** @param padding of the batch, or null if there is none */
    PositionTables(NDManager manager, ModelConfig config, int first, int count, PaddingMask padding) {
        this.manager = manager;
        this.config = config;
        this.first = first;
        this.count = count;
        this.padding = padding;
        int[][] all =
                padding == null ? new int[][] {IntStream.range(0, first + count).toArray()} : padding.positions();
        this.positions = Arrays.stream(all)
                .map(row -> Arrays.copyOfRange(row, first, first + count))
                .toArray(int[][]::new);
        this.sights = new Sights(manager, config, first, count, first + count, padding, all);
        addRotations();
    }

    /** For positions of several copies of a prompt, one after the other; which keys they see is up to each copy. */
    PositionTables(NDManager manager, ModelConfig config, int[] positions) {
        this.manager = manager;
        this.config = config;
        this.first = 0;
        this.count = positions.length;
        this.padding = null;
        this.positions = new int[][] {positions};
        this.sights = null;
        addRotations();
    }

    private void addRotations() {
        if (config.positions() instanceof PositionConfig.Rotary rotary) {
            for (int layer = 0; layer < config.nLayers(); layer++) {
                rotations.computeIfAbsent(frequencies(rotary, layer), f -> new Rotation(manager, rotary, f, positions));
            }
        }
    }

    int count() {
        return count;
    }

    /** Which keys the queries of a layer see. */
    Sight sightOf(int layer) {
        return sights.of(layer);
    }

    /** How queries and keys of these positions are turned in a layer, or null if they are not. */
    Rotation rotation(int layer) {
        return config.positions() instanceof PositionConfig.Rotary rotary
                ? rotations.get(frequencies(rotary, layer))
                : null;
    }

    /** The vectors of these positions, [batch or 1, pos, d_model], 0 at padding. */
    NDArray rows(NDArray wPos) {
        if (padding == null && sights != null)
            return wPos.get(first + ":" + (first + count)).expandDims(0);
        long[] ids = Arrays.stream(positions)
                .flatMapToInt(Arrays::stream)
                .asLongStream()
                .toArray();
        NDArray rows = wPos.get(manager.create(ids))
                .reshape(positions.length, count, wPos.getShape().get(1));
        if (padding == null) return rows;
        var tokens = new float[ids.length];
        for (int i = 0; i < tokens.length; i++) tokens[i] = padding.isToken(i / count, first + i % count) ? 1 : 0;
        return rows.mul(manager.create(tokens, new Shape(positions.length, count, 1)));
    }

    private Frequencies frequencies(PositionConfig.Rotary rotary, int layer) {
        return config.attention().isLocal(layer) ? rotary.local() : rotary.global();
    }
}
