package org.headscope.app.outcome;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.headscope.app.session.TokenText;
import org.headscope.engine.experiment.Comparison;

/**
 * How the loss of one token changed.
 *
 * @param before NaN for the first token, which is not predicted
 */
record LossChange(int position, String label, double before, double after) {
    double change() {
        return after - before;
    }

    boolean isPredicted() {
        return !Double.isNaN(before);
    }

    /** The changes of all tokens, or of those that changed most, in the order of the prompt. */
    static List<LossChange> of(Comparison comparison, int most) {
        var all = new ArrayList<LossChange>();
        for (int position = 0; position < comparison.after().tokens().size(); position++) {
            all.add(new LossChange(
                    position,
                    TokenText.label(comparison.after().tokens(), position),
                    position == 0 ? Double.NaN : comparison.before().lossOf(position),
                    position == 0 ? Double.NaN : comparison.after().lossOf(position)));
        }
        if (all.size() <= most) return all;
        return all.stream()
                .filter(LossChange::isPredicted)
                .sorted(Comparator.comparingDouble(loss -> -Math.abs(loss.change())))
                .limit(most)
                .sorted(Comparator.comparingInt(LossChange::position))
                .toList();
    }
}
