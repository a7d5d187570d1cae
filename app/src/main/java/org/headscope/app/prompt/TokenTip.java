package org.headscope.app.prompt;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.headscope.app.session.Shown;
import org.headscope.app.text.Text;
import org.headscope.engine.experiment.Comparison;
import org.headscope.engine.experiment.Prediction;
import org.headscope.engine.experiment.Run;
import org.headscope.engine.token.Token;
import org.headscope.engine.token.Tokenizer;

/** What is said about a token under the pointer. */
final class TokenTip {
    private static final int MOST_LIKELY = 5;

    private TokenTip() {}

    /** What is known of a token without a run. */
    static String of(Token token, int position) {
        return Text.of("prompt.tip.token", TokenLabel.of(token), position + "", token.id() + "");
    }

    /** What the runs say of the token at a position: how well it was foreseen, and what is foreseen after it. */
    static String of(Comparison comparison, Shown shown, Tokenizer tokenizer, int position) {
        Run before = comparison.before();
        Run after = shown == Shown.BEFORE ? before : comparison.after();
        var lines = new ArrayList<>(List.of(of(after.tokens().get(position), position)));
        if (position == 0) {
            lines.add(Text.of("prompt.tip.first"));
        } else {
            lines.add(Text.of(
                    "prompt.tip.logProbability", pair("%.3f", -before.lossOf(position), -after.lossOf(position))));
            lines.add(Text.of("prompt.tip.rank", pair("%.0f", rank(before, position), rank(after, position))));
            lines.add(Text.of("prompt.tip.loss", pair("%.3f", before.lossOf(position), after.lossOf(position))));
        }
        lines.add(Text.of("prompt.tip.next"));
        for (Prediction next : after.top(position, MOST_LIKELY)) {
            String label = TokenLabel.of(tokenizer.token(next.id()));
            lines.add("  %5.1f %%  %s".formatted(100 * next.probability(), label));
        }
        return String.join("\n", lines);
    }

    private static double rank(Run run, int position) {
        return 1 + run.rank(position - 1, run.tokens().get(position).id());
    }

    private static String pair(String format, double before, double after) {
        String first = number(format, before);
        String second = number(format, after);
        return first.equals(second) ? second : Text.of("bars.beforeAfter", first, second);
    }

    private static String number(String format, double value) {
        return String.format(Locale.ROOT, format, value).replace('-', '−');
    }
}
