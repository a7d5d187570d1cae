package org.headscope.engine.model;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.headscope.engine.run.PaddingMask;

/** Which of the first {@code keys} keys {@code count} queries from {@code first} on see, in each layer. */
final class Sights {
    private final NDManager manager;
    private final ModelConfig config;
    private final int first;
    private final int count;
    private final int keys;
    private final PaddingMask padding;
    /** What each place counts as, those in front of the queries too, [batch][pos]; with padding only. */
    private final int[][] positions;

    private final Map<Integer, Sight> byWindow = new HashMap<>();

    /** Without padding. */
    Sights(NDManager manager, ModelConfig config, Span queries, int keys) {
        this(manager, config, queries.from(), queries.size(), keys, null, new int[1][]);
    }

    /**
     * @param padding of the batch, or null if there is none
     * @param positions what each place counts as, those in front of the queries too; matters with padding only
     */
    Sights(
            NDManager manager,
            ModelConfig config,
            int first,
            int count,
            int keys,
            PaddingMask padding,
            int[][] positions) {
        this.manager = manager;
        this.config = config;
        this.first = first;
        this.count = count;
        this.keys = keys;
        this.padding = padding;
        this.positions = positions;
        for (int window : config.attention().windows()) byWindow.computeIfAbsent(window, this::sight);
    }

    /** What the queries of a layer see. */
    Sight of(int layer) {
        return byWindow.get(config.attention().windows().get(layer));
    }

    private Sight sight(int window) {
        float[] slopes =
                config.positions() instanceof PositionConfig.Alibi ? Alibi.slopes(config.nHeads()) : new float[1];
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
        Arrays.fill(mask, at, at + keys, Float.NEGATIVE_INFINITY);
        boolean any = false;
        for (int key = from; key <= query; key++) {
            if (padding != null && !padding.isToken(batch, key)) continue;
            any = true;
            int distance = padding == null ? key - query : positions[batch][key] - positions[batch][query];
            mask[at + key] = slope == 0 ? 0 : slope * distance;
        }
        return any;
    }
}
