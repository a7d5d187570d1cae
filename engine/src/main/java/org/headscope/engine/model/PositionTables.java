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
    /** What each place counts as, [batch][pos] in a padded batch, else [1][pos]. */
    private final int[][] positions;
    /** By window. */
    private final Map<Integer, Sight> sights = new HashMap<>();

    private final Map<Frequencies, Rotation> rotations = new HashMap<>();

    /** Without padding. */
    PositionTables(NDManager manager, ModelConfig config, int first, int count) {
        this(manager, config, first, count, null);
    }

    /** @param padding of the batch, or null if there is none; with padding {@code first} must be 0 */
    PositionTables(NDManager manager, ModelConfig config, int first, int count, PaddingMask padding) {
        this.manager = manager;
        this.config = config;
        this.first = first;
        this.count = count;
        this.padding = padding;
        this.positions = padding == null
                ? new int[][] {IntStream.range(first, first + count).toArray()}
                : padding.positions();
        for (int window : config.attention().windows()) sights.computeIfAbsent(window, this::sight);
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
        return sights.get(config.attention().windows().get(layer));
    }

    /** How queries and keys of these positions are turned in a layer, or null if they are not. */
    Rotation rotation(int layer) {
        return config.positions() instanceof PositionConfig.Rotary rotary
                ? rotations.get(frequencies(rotary, layer))
                : null;
    }

    /** The vectors of these positions, [batch or 1, pos, d_model], 0 at padding. */
    NDArray rows(NDArray wPos) {
        if (padding == null) return wPos.get(first + ":" + (first + count)).expandDims(0);
        long[] ids = Arrays.stream(positions)
                .flatMapToInt(Arrays::stream)
                .asLongStream()
                .toArray();
        var tokens = new float[ids.length];
        for (int i = 0; i < tokens.length; i++) tokens[i] = padding.isToken(i / count, i % count) ? 1 : 0;
        return wPos.get(manager.create(ids))
                .reshape(positions.length, count, wPos.getShape().get(1))
                .mul(manager.create(tokens, new Shape(positions.length, count, 1)));
    }

    private Frequencies frequencies(PositionConfig.Rotary rotary, int layer) {
        return config.attention().isLocal(layer) ? rotary.local() : rotary.global();
    }

    private Sight sight(int window) {
        float[] slopes =
                config.positions() instanceof PositionConfig.Alibi ? Alibi.slopes(config.nHeads()) : new float[1];
        int keys = first + count;
        var mask = new float[positions.length * slopes.length * count * keys];
        var floor = new float[positions.length * count];
        var seeing = new float[positions.length * count];
        int at = 0;
        for (int batch = 0; batch < positions.length; batch++) {
            for (float slope : slopes) {
                for (int row = 0; row < count; row++, at += keys) {
                    boolean any = look(mask, at, batch, row, window, slope);
                    floor[batch * count + row] = any ? Float.NEGATIVE_INFINITY : 0;
                    seeing[batch * count + row] = any ? 1 : 0;
                }
            }
        }
        var ofQueries = new Shape(positions.length, 1, count, 1);
        boolean anyBlind = IntStream.range(0, seeing.length).anyMatch(query -> seeing[query] == 0);
        return new Sight(
                manager.create(mask, new Shape(positions.length, slopes.length, count, keys)),
                anyBlind ? manager.create(floor, ofQueries) : null,
                anyBlind ? manager.create(seeing, ofQueries) : null);
    }

    /** Fills in what one query is to add to its scores, and says whether it sees any key. */
    private boolean look(float[] mask, int at, int batch, int row, int window, float slope) {
        int query = first + row;
        int from = window == 0 ? 0 : Math.max(0, query - window + 1);
        Arrays.fill(mask, at, at + first + count, Float.NEGATIVE_INFINITY);
        boolean any = false;
        for (int key = from; key <= query; key++) {
            if (padding != null && !padding.isToken(batch, key)) continue;
            any = true;
            int distance = padding == null ? key - query : positions[batch][key] - positions[batch][row];
            mask[at + key] = slope == 0 ? 0 : slope * distance;
        }
        return any;
    }
}
