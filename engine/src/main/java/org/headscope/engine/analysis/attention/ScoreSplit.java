package org.headscope.engine.analysis.attention;

import java.util.List;
import org.headscope.engine.tensor.Tensor;

/**
 * An attention score as a sum over pairs: what one component wrote at the query and another at the key.
 *
 * @param query labels of the components at the query; the last, {@code b_Q}, is what no component wrote
 * @param key labels of the components at the key; the last is {@code b_K}
 * @param values [query component, key component]
 */
public record ScoreSplit(List<String> query, List<String> key, Tensor values) {
    public ScoreSplit {
        query = List.copyOf(query);
        key = List.copyOf(key);
    }

    /** The whole score, before soft cap, ALiBi and mask. */
    public double score() {
        double sum = 0;
        for (int i = 0; i < values.size(); i++) sum += values.flat(i);
        return sum;
    }

    /** What each component at the query contributes with all of the key, [query component]. */
    public Tensor byQuery() {
        return sums(true);
    }

    /** What each component at the key contributes with all of the query, [key component]. */
    public Tensor byKey() {
        return sums(false);
    }

    private Tensor sums(boolean overKeys) {
        var sums = new float[overKeys ? query.size() : key.size()];
        for (int i = 0; i < values.size(); i++) {
            sums[overKeys ? i / key.size() : i % key.size()] += values.flat(i);
        }
        return Tensor.of(sums, sums.length);
    }
}
