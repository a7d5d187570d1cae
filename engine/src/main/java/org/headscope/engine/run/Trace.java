package org.headscope.engine.run;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.headscope.engine.hook.NameFilter;
import org.headscope.engine.hook.OptionalHooks;

/**
 * What one run over a single prompt leaves behind for later runs.
 *
 * @param rows the values kept, among them always the input, keys and values of every block
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

    long bytes() {
        return rows.values().stream().mapToLong(Rows::bytes).sum() + logits.bytes() + logSumExp.bytes();
    }
}
