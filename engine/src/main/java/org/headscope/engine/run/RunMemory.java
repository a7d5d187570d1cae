package org.headscope.engine.run;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.OptionalInt;
import org.headscope.engine.hook.HookName;
import org.headscope.engine.hook.OptionalHooks;

/**
 * The latest runs of a model, bounded by bytes. Because attention looks back only, a run whose prompt starts as an earlier
 * one did, with the same interventions up to some layer, can take over that corner of it.
 */
public final class RunMemory {
    private static final int MOST_RUNS = 12;

    private final int nLayers;
    private final long maxBytes;
    private final Deque<Trace> traces = new ArrayDeque<>();

    public RunMemory(int nLayers, long maxBytes) {
        this.nLayers = nLayers;
        this.maxBytes = maxBytes;
    }

    public void add(Trace trace) {
        traces.addFirst(trace);
        long bytes = traces.stream().mapToLong(Trace::bytes).sum();
        while (traces.size() > 1 && (traces.size() > MOST_RUNS || bytes > maxBytes)) {
            bytes -= traces.removeLast().bytes();
        }
    }

    public void clear() {
        traces.clear();
    }

    /**
     * The largest corner of an earlier run that a new one can take over.
     *
     * @param names the hook points whose values the new run has to keep
     */
    public Reuse best(int[] tokens, List<Edit> edits, OptionalHooks optional, Collection<String> names) {
        Reuse best = Reuse.NOTHING;
        for (Trace trace : traces) {
            if (!trace.optional().equals(optional)) continue;
            int same = Arrays.mismatch(trace.tokens(), tokens);
            int positions = same < 0 ? tokens.length : same;
            int layers = Math.min(firstDifference(trace.edits(), edits), firstMissing(trace, names));
            var reuse = new Reuse(trace, positions, layers);
            if (reuse.gain() > best.gain()) best = reuse;
        }
        return best;
    }

    /** The first layer in which two lists of edits are not the same; n_layers + 1 if they are everywhere. */
    private int firstDifference(List<Edit> a, List<Edit> b) {
        for (int layer = 0; layer < nLayers; layer++) {
            if (!inLayer(a, layer).equals(inLayer(b, layer))) return layer;
        }
        return nLayers + 1;
    }

    private static List<Edit> inLayer(List<Edit> edits, int layer) {
        return edits.stream().filter(edit -> edit.site().layer() == layer).toList();
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
        boolean embedding = name.equals(HookName.EMBED) || name.equals(HookName.POS_EMBED);
        OptionalInt layer = HookName.layer(name);
        return embedding ? 0 : layer.orElse(nLayers);
    }
}
