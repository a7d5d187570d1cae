package org.headscope.app.lens;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.headscope.engine.analysis.LensReading;
import org.headscope.engine.analysis.LogitLens;
import org.headscope.engine.experiment.Run;
import org.headscope.engine.model.Model;

/**
 * What has been read of one run so far. Immutable.
 *
 * @param readings by position
 */
record LensSheet(Model model, LogitLens lens, Run run, Map<Integer, LensReading> readings) {
    LensSheet {
        readings = Map.copyOf(readings);
    }

    /** Whether a position is read, against this token and with the lines of these. */
    boolean has(int position, int chosen, Collection<Integer> followed) {
        LensReading reading = readings.get(position);
        return reading != null
                && reading.chosen() == chosen
                && reading.lines().keySet().containsAll(followed);
    }

    LensSheet with(List<LensReading> more) {
        var all = new HashMap<>(readings);
        more.forEach(reading -> all.put(reading.position(), reading));
        return new LensSheet(model, lens, run, all);
    }

    /** A sheet for another run that takes over every position that reads the same. */
    LensSheet carriedTo(Run other) {
        var same = new HashMap<>(readings);
        same.keySet().removeIf(position -> !lens.sameAt(model, run, other, position));
        return new LensSheet(model, lens, other, same);
    }
}
