package org.headscope.engine.run;

import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.headscope.engine.hook.HookName;
import org.headscope.engine.hook.OptionalHooks;
import org.headscope.engine.tensor.Tensor;

/**
 * Earlier runs of a model, bounded in bytes and number; the one that was of use longest ago goes first. Because attention
 * looks back only, a run whose prompt starts as an earlier one did, with the same interventions up to some layer, can take
 * over that corner of it.
 */
public final class RunMemory {
    /** What makes two runs compute the same. */
    private record Question(List<Integer> tokens, List<Edit> edits, OptionalHooks optional) {
        static Question of(Trace trace) {
            return new Question(Arrays.stream(trace.tokens()).boxed().toList(), trace.edits(), trace.optional());
        }
    }

    /** All are looked through for each run, which must take less time than one token of a small model. */
    private static final int MOST_RUNS = 64;

    private final int nLayers;
    private final long maxBytes;

    /** In the order of their last use. */
    private final LinkedHashMap<Question, Trace> traces = new LinkedHashMap<>(16, 0.75f, true);

    /** A bound that is cheap to keep; counting shared arrays once takes a walk through all runs. */
    private long bytesAtMost;

    public RunMemory(int nLayers, long maxBytes) {
        this.nLayers = nLayers;
        this.maxBytes = maxBytes;
    }

    /** Remembers a run; what an earlier run of the same question kept besides stays known. */
    public void add(Trace trace) {
        traces.merge(Question.of(trace), trace, (earlier, later) -> later.with(earlier));
        bytesAtMost += trace.bytes();
        if (traces.size() > MOST_RUNS) forgetOldest();
        if (bytesAtMost <= maxBytes) return;
        while (traces.size() > 1 && bytes() > maxBytes) forgetOldest();
        bytesAtMost = bytes();
    }

    private void forgetOldest() {
        Iterator<Trace> oldest = traces.values().iterator();
        oldest.next();
        oldest.remove();
    }

    public void clear() {
        traces.clear();
        bytesAtMost = 0;
    }

    /** Number of runs remembered. */
    public int size() {
        return traces.size();
    }

    /** Memory of all values; an array that several runs share counts once. */
    public long bytes() {
        Set<Tensor> arrays = Collections.newSetFromMap(new IdentityHashMap<>());
        traces.values().forEach(trace -> trace.forEachArray(arrays::add));
        return arrays.stream()
                .mapToLong(array -> (long) Float.BYTES * array.size())
                .sum();
    }

    /**
     * The largest corner of an earlier run that a new one can take over.
     *
     * @param names the hook points whose values the new run has to keep
     */
    public Reuse best(int[] tokens, List<Edit> edits, OptionalHooks optional, Collection<String> names) {
        Map<Integer, List<Edit>> wanted = byLayer(edits);
        Reuse best = Reuse.NOTHING;
        // the latest first, so that of the many that begin alike only one is looked at closely
        for (Trace trace : traces.sequencedValues().reversed()) {
            if (!trace.optional().equals(optional)) continue;
            int same = Arrays.mismatch(trace.tokens(), tokens);
            int positions = same < 0 ? tokens.length : same;
            if ((long) positions * (nLayers + 1) <= best.gain()) continue;
            int layers = Math.min(firstDifference(byLayer(trace.edits()), wanted), firstMissing(trace, names));
            var reuse = new Reuse(trace, positions, layers);
            if (reuse.gain() > best.gain()) best = reuse;
        }
        if (best.gain() > 0) traces.get(Question.of(best.trace()));
        return best;
    }

    private Map<Integer, List<Edit>> byLayer(List<Edit> edits) {
        return edits.stream()
                .collect(Collectors.groupingBy(edit -> Math.min(edit.site().layer(), nLayers)));
    }

    /** The first layer in which the edits of two runs are not the same; n_layers + 1 if they are everywhere. */
    private int firstDifference(Map<Integer, List<Edit>> a, Map<Integer, List<Edit>> b) {
        if (a.equals(b)) return nLayers + 1;
        int layer = 0;
        while (a.getOrDefault(layer, List.of()).equals(b.getOrDefault(layer, List.of()))) layer++;
        return layer;
    }

    /** The first layer for which the earlier run did not keep something that is wanted now. */
    private int firstMissing(Trace trace, Collection<String> names) {
        return names.stream()
                .filter(name -> !trace.rows().containsKey(name))
                .mapToInt(this::layerOf)
                .min()
                .orElse(nLayers + 1);
    }

    private int layerOf(String name) {
        boolean embedding = HookName.isEmbedding(name);
        OptionalInt layer = HookName.layer(name);
        return embedding ? 0 : layer.orElse(nLayers);
    }
}
