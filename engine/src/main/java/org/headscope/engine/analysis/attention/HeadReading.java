package org.headscope.engine.analysis.attention;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.headscope.engine.analysis.ActivationCache;
import org.headscope.engine.analysis.residual.FrozenNorm;
import org.headscope.engine.analysis.residual.Reading;
import org.headscope.engine.analysis.residual.ResidPoint;
import org.headscope.engine.hook.NameFilter;
import org.headscope.engine.hook.PosSlice;
import org.headscope.engine.model.Factor;
import org.headscope.engine.model.PositionConfig;
import org.headscope.engine.tensor.Tensor;

/**
 * What a head reads from the residual stream of a single prompt, as {@link Reading readings} that earlier parts can be held
 * against: its query and its key at one cell, in units of the score before softmax, soft cap, ALiBi and mask; and what its values
 * bring to a reading of what it writes. Norms and pattern are those of the run.
 */
public record HeadReading(int layer, int head) {
    /** The hook points whose values the readings need. */
    public static NameFilter hooks() {
        return NameFilter.of(
                "*.hook_resid_pre",
                "*.ln1.hook_scale",
                "*.attn.q_norm.hook_scale",
                "*.attn.k_norm.hook_scale",
                "*.attn.hook_pattern",
                "*.attn.hook_v",
                "*.ln1_post.hook_scale");
    }

    private ResidPoint here() {
        return ResidPoint.before(layer);
    }

    /** The score of a cell as read from the stream at the query, for the key there is. */
    public Reading query(ActivationCache cache, int query, int key) {
        return score(cache, "Q", query, whole(cache, "K", key));
    }

    /** The score of a cell as read from the stream at the key, for the query there is. */
    public Reading key(ActivationCache cache, int query, int key) {
        return score(cache, "K", key, whole(cache, "Q", query));
    }

    /** The query or key of the run, [d_head]. */
    private Tensor whole(ActivationCache cache, String letter, int position) {
        FrozenNorm norm = FrozenNorm.reading(here(), cache, at(position));
        double[] stream = doubles(cache.get("resid_pre", layer).at(0, position));
        norm.apply(stream, 0, 0);
        add(stream, norm.bias());
        add(stream, shortformer(cache, position));
        var input = Tensor.of(floats(stream), 1, stream.length);
        return projection(letter).of(cache, 0, position, input).at(0);
    }

    private Reading score(ActivationCache cache, String letter, int position, Tensor other) {
        int width = cache.config().dModel();
        // A linear map is known by what it makes of the unit vectors; the bias comes with the zero behind them.
        var units = new float[(width + 1) * width];
        for (int i = 0; i < width; i++) units[i * width + i] = 1;
        Tensor seen = projection(letter).of(cache, 0, position, Tensor.of(units, width + 1, width));
        double scale = cache.config().attnScale().get(layer);
        var direction = new double[width];
        for (int i = 0; i < width; i++) direction[i] = dot(seen.at(i), other) / scale;
        FrozenNorm norm = FrozenNorm.reading(here(), cache, at(position));
        double constant = dot(seen.at(width), other) / scale
                + dot(direction, norm.bias())
                + dot(direction, shortformer(cache, position));
        norm.pullBack(direction, 0, 0);
        return reading(at(position), List.of(direction), List.of(constant));
    }

    /**
     * What the head's values bring to a reading of what it writes, as read from the stream at every position that it attends to.
     * Together it is what the head gives to that reading.
     */
    public Reading values(ActivationCache cache, Reading next) {
        Tensor seen = seen(cache, next);
        int[] queries = queries(cache, next);
        int length = IntStream.of(queries).max().orElseThrow() + 1;
        PosSlice slice = new PosSlice.Of(IntStream.range(0, length).boxed().toList());
        Tensor directions = cache.model()
                .product(
                        Factor.of(seen),
                        Factor.of(cache.parameter(layer, "attn.W_V").at(head)).transposed());
        Tensor bias = cache.parameter(layer, "attn.b_V").at(head);
        Tensor pattern = cache.get("pattern", layer).at(0, head);
        FrozenNorm norm = FrozenNorm.reading(here(), cache, slice);
        var summed = new ArrayList<double[]>();
        var constants = new ArrayList<Double>();
        for (int key = 0; key < length; key++) {
            var direction = new double[cache.config().dModel()];
            double constant = 0;
            for (int row = 0; row < queries.length; row++) {
                double weight = pattern.get(queries[row], key);
                if (weight == 0) continue;
                for (int i = 0; i < direction.length; i++) direction[i] += weight * directions.get(row, i);
                constant += weight * dot(seen.at(row), bias);
            }
            constant += dot(direction, norm.bias());
            norm.pullBack(direction, 0, key);
            summed.add(direction);
            constants.add(constant);
        }
        return reading(slice, summed, constants);
    }

    /** What the head brings to a reading from each position that it attends to, [chosen pos of the reading, key]. */
    public Tensor sources(ActivationCache cache, Reading next) {
        Tensor seen = seen(cache, next);
        int[] queries = queries(cache, next);
        Tensor v = cache.get("v", layer).at(0);
        Tensor pattern = cache.get("pattern", layer).at(0, head);
        int ofValue = head * v.size(1) / cache.config().nHeads();
        int length = v.size(0);
        var sources = new float[queries.length * length];
        for (int row = 0; row < queries.length; row++) {
            for (int key = 0; key <= queries[row]; key++) {
                double weight = pattern.get(queries[row], key);
                if (weight != 0) sources[row * length + key] = (float) (weight * dot(v.at(key, ofValue), seen.at(row)));
            }
        }
        return Tensor.of(sources, queries.length, length);
    }

    /** The directions of a reading as the values of the head see them through W_O, [chosen pos, d_head]. */
    private Tensor seen(ActivationCache cache, Reading next) {
        return cache.model()
                .product(
                        Factor.of(next.before(cache, layer, "ln1_post")),
                        Factor.of(cache.parameter(layer, "attn.W_O").at(head)).transposed());
    }

    private int[] queries(ActivationCache cache, Reading next) {
        return next.slice().in(cache.get("resid_pre", layer).size(1));
    }

    private HeadProjection projection(String letter) {
        return new HeadProjection(layer, head, letter);
    }

    /** What some models add to the input of queries and keys; null in all others. */
    private static Tensor shortformer(ActivationCache cache, int position) {
        return cache.config().positions() instanceof PositionConfig.Shortformer
                ? cache.model()
                        .product(Factor.of("pos_embed.W_pos").rows(List.of(position)))
                        .at(0)
                : null;
    }

    private Reading reading(PosSlice slice, List<double[]> directions, List<Double> constants) {
        int width = directions.getFirst().length;
        var data = new float[directions.size() * width];
        var constant = new float[constants.size()];
        for (int row = 0; row < constant.length; row++) {
            System.arraycopy(floats(directions.get(row)), 0, data, row * width, width);
            constant[row] = constants.get(row).floatValue();
        }
        return new Reading(
                here(), slice, Tensor.of(data, 1, constant.length, width), Tensor.of(constant, 1, constant.length));
    }

    private static PosSlice at(int position) {
        return new PosSlice.Of(List.of(position));
    }

    private static void add(double[] sum, Tensor vector) {
        if (vector == null) return;
        for (int i = 0; i < sum.length; i++) sum[i] += vector.flat(i);
    }

    private static double dot(Tensor a, Tensor b) {
        double sum = 0;
        for (int i = 0; i < a.size(); i++) sum += (double) a.flat(i) * b.flat(i);
        return sum;
    }

    private static double dot(double[] direction, Tensor vector) {
        if (vector == null) return 0;
        double sum = 0;
        for (int i = 0; i < direction.length; i++) sum += direction[i] * vector.flat(i);
        return sum;
    }

    private static double[] doubles(Tensor vector) {
        return IntStream.range(0, vector.size()).mapToDouble(vector::flat).toArray();
    }

    private static float[] floats(double[] vector) {
        var copy = new float[vector.length];
        for (int i = 0; i < copy.length; i++) copy[i] = (float) vector[i];
        return copy;
    }
}
