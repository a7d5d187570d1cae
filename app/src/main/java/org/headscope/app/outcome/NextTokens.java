package org.headscope.app.outcome;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import org.headscope.engine.experiment.Answer;
import org.headscope.engine.experiment.Comparison;
import org.headscope.engine.experiment.Experiment;
import org.headscope.engine.experiment.Prediction;
import org.headscope.engine.token.Tokenizer;

/** The tokens whose probability is worth comparing after a position. */
final class NextTokens {
    private static final int TOP = 8;
    private static final int MOST = 10;

    /** Why a token is shown. */
    enum Reason {
        ANSWER,
        WRONG,
        /** The token that the prompt goes on with. */
        ACTUAL,
        LIKELY
    }

    /** A token and its probability in both runs. */
    record Row(int id, String label, Reason reason, double before, double after) {
        /** The larger of the two. */
        double most() {
            return Math.max(before, after);
        }
    }

    private NextTokens() {}

    /** The likeliest token, the answers or the token that follows, then other likely tokens of either run. */
    static List<Row> of(Comparison comparison, Tokenizer tokenizer, int position) {
        var rows = new ArrayList<Row>();
        Experiment experiment = comparison.after().experiment();
        boolean last = position == comparison.after().tokens().size() - 1;
        if (!last) {
            int actual = comparison.after().tokens().get(position + 1).id();
            rows.add(row(comparison, tokenizer, position, actual, Reason.ACTUAL));
        }
        Answer.of(tokenizer, experiment.answer())
                .ifPresent(answer -> add(rows, row(comparison, tokenizer, position, answer.id(), Reason.ANSWER)));
        Answer.of(tokenizer, experiment.wrong())
                .ifPresent(answer -> add(rows, row(comparison, tokenizer, position, answer.id(), Reason.WRONG)));
        var likely = new LinkedHashSet<Integer>();
        comparison.before().top(position, TOP).stream().map(Prediction::id).forEach(likely::add);
        comparison.after().top(position, TOP).stream().map(Prediction::id).forEach(likely::add);
        likely.stream()
                .map(id -> row(comparison, tokenizer, position, id, Reason.LIKELY))
                .sorted(Comparator.comparingDouble(row -> -row.most()))
                .filter(row -> rows.stream().noneMatch(other -> other.id() == row.id()))
                .limit(MOST - rows.size())
                .toList()
                .forEach(rows::add);
        // However little room there is, the first row is what the model says.
        rows.stream().max(Comparator.comparingDouble(Row::most)).ifPresent(best -> {
            rows.remove(best);
            rows.addFirst(best);
        });
        return rows;
    }

    private static void add(List<Row> rows, Row row) {
        if (rows.stream().noneMatch(other -> other.id() == row.id())) rows.add(row);
    }

    private static Row row(Comparison comparison, Tokenizer tokenizer, int position, int id, Reason reason) {
        return new Row(
                id,
                tokenizer.token(id).label(),
                reason,
                comparison.before().probability(position, id),
                comparison.after().probability(position, id));
    }
}
