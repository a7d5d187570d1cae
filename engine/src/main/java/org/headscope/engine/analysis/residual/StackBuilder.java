package org.headscope.engine.analysis.residual;

import java.util.ArrayList;
import java.util.List;
import org.headscope.engine.analysis.ActivationCache;
import org.headscope.engine.hook.PosSlice;
import org.headscope.engine.tensor.Tensor;

/** Collects components of the residual stream. */
final class StackBuilder {
    private final ActivationCache cache;
    private final PosSlice slice;
    private final List<String> labels = new ArrayList<>();
    private final List<Tensor> parts = new ArrayList<>();

    StackBuilder(ActivationCache cache, PosSlice slice) {
        this.cache = cache;
        this.slice = slice;
    }

    /** Adds the value of a hook point that is part of the residual stream. */
    void add(String label, String hook) {
        add(label, slice.of(cache.get(hook)));
    }

    /** @param vectors [batch, chosen pos, d_model] */
    void add(String label, Tensor vectors) {
        labels.add(label);
        parts.add(vectors);
    }

    /** Refuses more numbers than a stack can hold before they are computed. */
    void reserve(long more) {
        long all = more + parts.stream().mapToLong(Tensor::size).sum();
        if (all > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("These components are " + all
                    + " numbers, too many to keep; choose fewer positions, or ask for their attributions only");
        }
    }

    /** Adds what a stream has besides the components there are. */
    void addRemainder(String hook) {
        Tensor whole = slice.of(cache.get(hook));
        var sum = new double[whole.size()];
        for (Tensor part : parts) {
            for (int i = 0; i < sum.length; i++) sum[i] += part.flat(i);
        }
        var rest = new float[sum.length];
        for (int i = 0; i < rest.length; i++) rest[i] = (float) (whole.flat(i) - sum[i]);
        add("remainder", Tensor.of(rest, whole.shape()));
    }

    ResidualStack build() {
        if (parts.isEmpty()) throw new IllegalArgumentException("There are no components before the first layer");
        Tensor first = parts.getFirst();
        var data = new float[Math.multiplyExact(first.size(), parts.size())];
        for (int part = 0; part < parts.size(); part++) parts.get(part).copyTo(data, part * first.size());
        int batch = first.size(0);
        int width = first.size(2);
        Tensor values = slice.keepsAxis()
                ? Tensor.of(data, parts.size(), batch, first.size(1), width)
                : Tensor.of(data, parts.size(), batch, width);
        return new ResidualStack(labels, values);
    }
}
