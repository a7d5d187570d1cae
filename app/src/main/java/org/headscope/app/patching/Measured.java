package org.headscope.app.patching;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.headscope.engine.analysis.patching.PatchTable;
import org.headscope.engine.analysis.patching.PromptPair;
import org.headscope.engine.analysis.patching.PromptPair.Direction;
import org.headscope.engine.run.Progress;
import org.headscope.engine.tensor.Tensor;
import org.headscope.engine.token.PromptException;

/**
 * What is known of a map so far: filled on the engine's thread, read on any. Numbers are those of the metric itself, by the place of
 * their site in the table.
 */
final class Measured {
    private static final int MOST_KEPT = 24;

    private final PatchKey key;
    private final MapGrid grid;
    private final Map<Integer, Double> exact = new ConcurrentHashMap<>();
    private volatile Estimate estimate;

    /**
     * What two runs and a gradient tell.
     *
     * @param base the metric of the run that is patched
     * @param donor the metric of the other
     * @param change estimated change of the metric, by table
     */
    record Estimate(double base, double donor, Tensor change) {}

    /** The maps measured lately, so that going back shows them at once. */
    static final class Kept {
        private final Map<PatchKey, Measured> known = new LinkedHashMap<>(16, 0.75f, true);

        Measured of(PatchKey key) {
            Measured measured = known.computeIfAbsent(key, Measured::new);
            if (known.size() > MOST_KEPT) known.remove(known.keySet().iterator().next());
            return measured;
        }

        void clear() {
            known.clear();
        }
    }

    Measured(PatchKey key) {
        this.key = key;
        this.grid = MapGrid.of(key.pair(), key.map());
    }

    PatchKey key() {
        return key;
    }

    MapGrid grid() {
        return grid;
    }

    /** Null until it is there. */
    Estimate estimate() {
        return estimate;
    }

    /** The metric with a site patched; null until it is measured. */
    Double exact(int index) {
        return exact.get(index);
    }

    int done() {
        return exact.size();
    }

    boolean isDone() {
        return exact.size() == grid.size();
    }

    /** Estimates, then measures what is missing, on the engine's thread; what is measured stays when it is cancelled. */
    void fill(Progress progress) throws PromptException {
        int total = grid.size();
        Progress between = (_, _) -> progress.at(exact.size(), total);
        if (estimate == null) estimate(between);
        List<Integer> missing = IntStream.range(0, total)
                .filter(i -> !exact.containsKey(i))
                .boxed()
                .toList();
        if (missing.isEmpty()) return;
        var sites =
                PatchTable.of(missing.stream().map(grid.table().sites()::get).toList());
        key.pair()
                .activation(key.direction())
                .run(sites, (cell, value) -> exact.put(missing.get(cell), value), between);
    }

    private void estimate(Progress progress) throws PromptException {
        PromptPair pair = key.pair();
        Direction direction = key.direction();
        double base = pair.before(direction, progress);
        double donor = pair.before(Ground.other(direction), progress);
        Tensor change = pair.attribution(direction).run(grid.table(), progress);
        estimate = new Estimate(base, donor, change);
        progress.at(0, grid.size());
    }
}
