package org.headscope.engine.run;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.headscope.engine.hook.NameFilter;
import org.headscope.engine.hook.OptionalHooks;
import org.headscope.engine.tensor.Tensor;

/**
 * What one run over a single prompt leaves behind for later runs.
 *
 * @param rows the values kept; in a run that is remembered always the output, keys and values of every block
 * @param logits [1, pos, d_vocab]
 * @param logSumExp [1, pos], log of the sum of the exponentials of the logits
 */
public record Trace(
        int[] tokens, List<Edit> edits, OptionalHooks optional, Map<String, Rows> rows, Rows logits, Rows logSumExp) {

    /** The values a caller asked for, without those kept only for later runs. */
    public Activations activations(NameFilter asked) {
        var chosen = new LinkedHashMap<String, Rows>();
        rows.forEach((name, values) -> {
            if (asked.matches(name)) chosen.put(name, values);
        });
        return new Activations(chosen);
    }

    /** This run together with what another run of the same tokens and edits kept besides. */
    Trace with(Trace other) {
        var all = new LinkedHashMap<>(other.rows);
        all.putAll(rows);
        return new Trace(tokens, edits, optional, all, logits, logSumExp);
    }

    /** Memory of all values, those included that are shared with other runs. */
    long bytes() {
        var sum = new AtomicLong();
        forEachArray(array -> sum.addAndGet((long) Float.BYTES * array.size()));
        return sum.get();
    }

    void forEachArray(Consumer<Tensor> visitor) {
        rows.values().forEach(values -> values.forEachArray(visitor));
        logits.forEachArray(visitor);
        logSumExp.forEachArray(visitor);
    }
}
