package org.headscope.app.inspector;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.headscope.app.session.MetricText;
import org.headscope.app.text.Text;
import org.headscope.engine.experiment.Comparison;
import org.headscope.engine.experiment.Prediction;
import org.headscope.engine.experiment.Run;
import org.headscope.engine.token.Token;
import org.headscope.engine.token.Tokenizer;

/** What is said about a token of the prompt, before and after the interventions where they differ. */
final class TokenFacts {
    private static final int TOP = 5;

    private TokenFacts() {}

    static List<String> lines(Comparison comparison, int position) {
        var lines = new ArrayList<String>();
        Token token = comparison.after().tokens().get(position);
        lines.add(Text.of("inspector.token.id", String.valueOf(token.id())));
        if (position == 0) {
            lines.add(Text.of("inspector.token.first"));
            return lines;
        }
        int from = position - 1;
        Run before = comparison.before();
        Run after = comparison.after();
        lines.add(Text.of(
                "inspector.token.loss",
                pair(MetricText.value(before.lossOf(position)), MetricText.value(after.lossOf(position)))));
        lines.add(Text.of(
                "inspector.token.probability",
                pair(percent(before.probability(from, token.id())), percent(after.probability(from, token.id()))),
                pair(
                        MetricText.value(before.logProbability(from, token.id())),
                        MetricText.value(after.logProbability(from, token.id())))));
        lines.add(Text.of(
                "inspector.token.rank",
                pair(
                        String.valueOf(before.rank(from, token.id()) + 1),
                        String.valueOf(after.rank(from, token.id()) + 1))));
        return lines;
    }

    /** The likeliest tokens after a position. */
    static List<String> next(Run run, Tokenizer tokenizer, int position) {
        return run.top(position, TOP).stream()
                .map(prediction -> line(tokenizer, prediction))
                .toList();
    }

    private static String line(Tokenizer tokenizer, Prediction prediction) {
        return Text.of(
                "inspector.token.next",
                percent(prediction.probability()),
                tokenizer.token(prediction.id()).label());
    }

    static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }

    private static String pair(String before, String after) {
        return before.equals(after) ? before : Text.of("inspector.pair", before, after);
    }
}
