package org.headscope.app.lens;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.headscope.engine.analysis.LensColumn;
import org.headscope.engine.analysis.LensReading;
import org.headscope.engine.analysis.LogitLens;
import org.headscope.engine.experiment.Run;
import org.headscope.engine.model.Model;
import org.headscope.engine.run.Progress;

/**
 * A few positions of the lens to be read, on the engine's thread.
 *
 * @param wanted the positions to read of each run
 * @param chosen the token each position is seen against
 * @param followed tokens whose lines are wanted everywhere
 */
record LensWork(
        Model model, LogitLens lens, Map<Run, List<Integer>> wanted, List<Integer> chosen, Set<Integer> followed) {
    /** How many tokens the list of a cell shows. */
    static final int LIST = 10;
    /** Log-probabilities read at once, so that memory stays small and others get their turn. */
    private static final int MOST_VALUES = 2_000_000;

    LensWork {
        wanted = Map.copyOf(wanted);
        chosen = List.copyOf(chosen);
        followed = Set.copyOf(followed);
    }

    /** How many positions are read at once. */
    static int batch(Model model, LogitLens lens) {
        return Math.clamp(
                MOST_VALUES / ((long) lens.rows(model).size() * model.config().dVocab()), 1, 16);
    }

    /** What was read of each run. */
    static Map<Run, List<LensReading>> answer(LensWork work, Progress progress) {
        var answer = new HashMap<Run, List<LensReading>>();
        int total = work.wanted.values().stream().mapToInt(List::size).sum();
        int done = 0;
        for (var entry : work.wanted.entrySet()) {
            progress.at(done, total);
            var readings = new ArrayList<LensReading>();
            for (LensColumn column : work.lens.columns(work.model, entry.getKey(), entry.getValue())) {
                progress.at(done++, total);
                readings.add(column.read(work.chosen.get(column.position()), work.followed, LIST));
            }
            answer.put(entry.getKey(), readings);
        }
        return answer;
    }
}
