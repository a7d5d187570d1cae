package org.headscope.engine.model;

import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.headscope.engine.hook.HookName;
import org.headscope.engine.hook.Positions;
import org.headscope.engine.hook.Site;
import org.headscope.engine.run.Rewrite;
import org.headscope.engine.tensor.Tensor;

/**
 * A block of the value at a hook point that is edited at once.
 *
 * @param rows its place on the axis of positions, or of queries, of the value
 * @param keys its place on the axis of keys, or all of the last axis where there are none
 * @param first which position of the prompt the first one of the value is
 */
record EditRegion(Site site, Span rows, Span keys, int first) {
    /** The blocks that a site is, in the positions that a value holds. */
    static List<EditRegion> of(Site site, Shape value, int first) {
        int rows = (int) value.get(HookName.positionAxis(site.hookName()));
        int width = (int) value.getLastDimension();
        var regions = new ArrayList<EditRegion>();
        for (Span row : spans(site.positions(), first, rows)) {
            for (Span key : spans(site.keys(), 0, width)) regions.add(new EditRegion(site, row, key, first));
        }
        return regions;
    }

    /** The places of positions among {@code count} that start with position {@code first}. */
    private static List<Span> spans(Positions positions, int first, int count) {
        if (positions.all()) return List.of(new Span(0, count));
        return positions.chosen().stream()
                .map(position -> position - first)
                .filter(place -> place >= 0 && place < count)
                .map(place -> new Span(place, place + 1))
                .toList();
    }

    private boolean attention() {
        return HookName.isAttention(site.hookName());
    }

    NDIndex index() {
        NDIndex index = new NDIndex().addAllDim();
        if (!attention()) return addUnit(index.addSliceDim(rows.from(), rows.to()));
        return addUnit(index).addSliceDim(rows.from(), rows.to()).addSliceDim(keys.from(), keys.to());
    }

    private NDIndex addUnit(NDIndex index) {
        return site.unit() < 0 ? index.addAllDim() : index.addSliceDim(site.unit(), site.unit() + 1);
    }

    /** What belongs here of numbers as a {@link Rewrite} has them. */
    Tensor part(Tensor values) {
        if (values.rank() == 1) return attention() && values.size() > 1 ? row(values) : values;
        int axis = HookName.positionAxis(site.hookName());
        Tensor part = values.size(axis) == 1 ? values : values.slice(axis, first + rows.from(), first + rows.to());
        return attention() && part.size(3) > 1 ? withKeys(part) : part;
    }

    /** The numbers of these keys, given those of the first ones; the others are not attended to. */
    private Tensor row(Tensor values) {
        var row = new float[keys.to() - keys.from()];
        Arrays.fill(row, HookName.unseen(site.hookName()));
        for (int i = 0; i < row.length && keys.from() + i < values.size(); i++) row[i] = values.flat(keys.from() + i);
        return Tensor.of(row, row.length);
    }

    /** These keys of [batch, head, query, key]; those behind the end are not seen. */
    private Tensor withKeys(Tensor values) {
        int width = values.size(3);
        if (width >= keys.to()) return values.slice(3, keys.from(), keys.to());
        int count = keys.to() - keys.from();
        int[] shape = values.shape();
        shape[3] = count;
        var data = new float[values.size() / width * count];
        Arrays.fill(data, HookName.unseen(site.hookName()));
        for (int i = 0; i < data.length; i++) {
            int key = keys.from() + i % count;
            if (key < width) data[i] = values.flat(i / count * width + key);
        }
        return Tensor.of(data, shape);
    }

    /** Random numbers for a block of this shape; each vector of the prompt has its own, however the prompt goes on. */
    Tensor noise(Rewrite.Randomise noise, int[] shape) {
        int width = shape[shape.length - 1];
        int size = Arrays.stream(shape).reduce(1, Math::multiplyExact);
        int third = shape.length == 4 ? shape[2] : 1;
        var data = new float[size];
        for (int vector = 0; vector < size / width; vector++) {
            int inner = vector % third;
            int outer = vector / third % shape[1];
            long position = first + rows.from() + (attention() ? inner : outer);
            long unit = Math.max(0, site.unit()) + (attention() ? outer : inner);
            int row = noise.row() < 0 ? vector / third / shape[1] : noise.row();
            long place = (row * 1_000_003L + position) * 1_000_003L + unit;
            var random = new SplittableRandom(31 * noise.seed() + place);
            for (int key = 0; attention() && key < keys.from(); key++) random.nextGaussian();
            for (int i = 0; i < width; i++) {
                data[vector * width + i] = (float) (noise.deviation() * random.nextGaussian());
            }
        }
        return Tensor.of(data, shape);
    }
}
