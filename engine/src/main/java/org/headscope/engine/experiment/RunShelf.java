package org.headscope.engine.experiment;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Set;
import org.headscope.engine.tensor.Tensor;

/**
 * Runs that were done, to be shown again without computing. Bounded in bytes: the one asked for longest ago goes first, and
 * is computed anew when somebody wants it back.
 */
final class RunShelf {
    private final long maxBytes;

    /** In the order of their last use. */
    private final LinkedHashMap<Experiment, Run> runs = new LinkedHashMap<>(16, 0.75f, true);

    RunShelf(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** The run of an experiment; null if it is not here, or not any more. */
    synchronized Run get(Experiment experiment) {
        return runs.get(experiment);
    }

    /** Keeps a run, at the price of older ones. */
    synchronized void add(Run run) {
        runs.put(run.experiment(), run);
        Iterator<Run> oldest = runs.values().iterator();
        while (runs.size() > 1 && bytes() > maxBytes) {
            oldest.next();
            oldest.remove();
        }
    }

    /** Memory of all values; an array that several runs share counts once. */
    synchronized long bytes() {
        Set<Tensor> arrays = Collections.newSetFromMap(new IdentityHashMap<>());
        runs.values().forEach(run -> run.result().forEachArray(arrays::add));
        return arrays.stream()
                .mapToLong(array -> (long) Float.BYTES * array.size())
                .sum();
    }
}
