package org.headscope.app.outcome;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.headscope.app.pane.LossToken;
import org.headscope.app.session.MetricText;
import org.headscope.app.session.TokenText;
import org.headscope.app.text.Text;
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

    /** @param changed whether two runs are compared */
    LossToken shown(boolean changed) {
        return new LossToken(position, label, words(changed), changed && isPredicted() ? -change() : Double.NaN);
    }

    private String words(boolean changed) {
        String token = Text.of("outcome.token", String.valueOf(position), label);
        if (!isPredicted()) return token + "\n" + Text.of("outcome.first");
        if (!changed) return token + "\n" + Text.of("outcome.tokenLoss", MetricText.value(before));
        return token + "\n"
                + Text.of(
                        "outcome.tokenChange",
                        MetricText.value(before),
                        MetricText.value(after),
                        MetricText.change(change()));
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
