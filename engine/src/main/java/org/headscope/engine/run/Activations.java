package org.headscope.engine.run;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.SequencedSet;
import java.util.function.Consumer;
import org.headscope.engine.hook.HookName;
import org.headscope.engine.tensor.Tensor;

/** The values a run kept, by hook name, in firing order. Immutable; safe to read from any thread. */
public final class Activations {
    private final LinkedHashMap<String, Rows> rows;

    Activations(Map<String, Rows> rows) {
        this.rows = new LinkedHashMap<>(rows);
    }

    /** Values that were computed before, such as those of a stored run, each over a whole prompt. */
    public static Activations of(Map<String, Tensor> values) {
        var rows = new LinkedHashMap<String, Rows>();
        values.forEach((name, tensor) -> rows.put(name, Rows.of(name, tensor, 0)));
        return new Activations(rows);
    }

    /** Values over some positions only. */
    public static Activations sliced(Map<String, Tensor> values) {
        var rows = new LinkedHashMap<String, Rows>();
        values.forEach((name, tensor) -> rows.put(name, Rows.fixed(tensor)));
        return new Activations(rows);
    }

    /** Every array that a value is made of; several values, and several runs, may share one. */
    void forEachArray(Consumer<Tensor> visitor) {
        rows.values().forEach(value -> value.forEachArray(visitor));
    }

    public SequencedSet<String> names() {
        return Collections.unmodifiableSequencedSet(rows.sequencedKeySet());
    }

    public boolean has(String name) {
        return rows.containsKey(HookName.of(name));
    }

    /**
     * The value at a hook point, shaped as in interpretability.md A.3.
     *
     * @param name full ({@code blocks.3.attn.hook_z}) or short ({@code z3})
     * @throws NoSuchElementException if the run did not keep it
     */
    public Tensor get(String name) {
        Rows value = rows.get(HookName.of(name));
        if (value == null) throw new NoSuchElementException("The run kept no value at " + HookName.of(name));
        return value.tensor();
    }

    /** The value at a hook point given its short name and layer: ({@code pattern}, 3). */
    public Tensor get(String shortName, int layer) {
        return get(HookName.of(shortName, layer));
    }
}
