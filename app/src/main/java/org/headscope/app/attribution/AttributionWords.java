package org.headscope.app.attribution;

import org.headscope.app.session.MetricText;
import org.headscope.app.session.PartText;
import org.headscope.app.session.TokenText;
import org.headscope.app.text.Text;
import org.headscope.engine.hook.Site;
import org.headscope.engine.model.Processing;
import org.headscope.engine.token.Tokens;

/** What is said about the numbers of the pane. */
record AttributionWords(AttributionTable table) {
    /** Differences that are called none: rounding, and the last digit that is shown. */
    private static final double SAME = 0.01;

    /** "logit difference ␣Mary − ␣John", or "logit ␣Mary". */
    String metric() {
        Subject subject = table.subject();
        String right = label(subject.right());
        return subject.wrong() == null
                ? Text.of("attribution.logit", right)
                : Text.of("attribution.difference", right, label(subject.wrong()));
    }

    private String label(int token) {
        return table.subject().model().tokenizer().token(token).label();
    }

    /** "after 15 ␣to, the last". */
    String place() {
        int at = table.subject().position();
        boolean last = at == table.tokens().size() - 1;
        return Text.of(last ? "attribution.place.last" : "attribution.place", at, token(at));
    }

    private String token(int position) {
        Tokens tokens = table.tokens();
        return TokenText.label(tokens, position);
    }

    /** What a step of the trail is called. */
    String step(TraceStep step) {
        return Text.of("attribution.step", step.head().label(), step.input().words());
    }

    /** What bars and colours mean. */
    String lookFor(SplitBy by, Site head) {
        TraceStep step = table.step();
        boolean change = table.before() != null;
        if (by == SplitBy.SOURCES) return Text.of("attribution.lookFor.SOURCES", head.label());
        if (step == null) return Text.of(change ? "attribution.lookFor.change" : "attribution.lookFor");
        String reader = step.head().label();
        String text = Text.of(
                "attribution.lookFor." + step.input(),
                reader,
                step.query(),
                token(step.query()),
                step.key(),
                token(step.key()));
        return change ? text + " " + Text.of("attribution.lookFor.changed") : text;
    }

    /** The sum of the bars, and what it equals. */
    String sum(SplitBy by, Site head) {
        String sum = MetricText.change(table.sum(by, head));
        if (by == SplitBy.SOURCES) return Text.of("attribution.sum.head", sum, head.label());
        TraceStep step = table.step();
        if (step != null) {
            return Text.of("attribution.sum." + step.input(), sum, step.head().label());
        }
        double run = table.subject().value();
        if (table.before() != null) {
            double change = run - table.sheetBefore().subject().value();
            return equal(change, table.total())
                    ? Text.of("attribution.sum.change", sum)
                    : Text.of("attribution.sum.capped", sum, MetricText.change(change));
        }
        boolean metric = table.subject().wrong() != null
                && table.subject().position() == table.tokens().size() - 1;
        return equal(run, table.total())
                ? Text.of(
                        metric ? "attribution.sum.run" : "attribution.sum.there",
                        sum,
                        table.subject().run().id())
                : Text.of("attribution.sum.capped", sum, MetricText.change(run));
    }

    private static boolean equal(double a, double b) {
        return Math.abs(a - b) <= Math.max(SAME, 1e-3 * Math.abs(a));
    }

    /** Under which conventions the numbers sum. */
    String convention() {
        boolean folded = table.subject().model().processing().equals(Processing.FOLDED);
        return Text.of(folded ? "attribution.convention.folded" : "attribution.convention.raw");
    }

    /** The unit of the numbers: logits, or a score before softmax. */
    String unit() {
        return Text.of(table.ofScore() ? "attribution.unit.score" : "attribution.unit.logits");
    }

    /** What is said about a bar or a cell. */
    String describe(Site site) {
        double value = table.of(site);
        String name = PartText.of(site);
        if (Double.isNaN(value)) return Text.of("attribution.tip.after", name);
        String text = Text.of("attribution.tip", name, MetricText.change(value), unit());
        if (table.beside() != null) {
            return text + "\n"
                    + Text.of(
                            "attribution.tip.before",
                            MetricText.change(table.beside().of(site)));
        }
        double estimate = table.estimate(site);
        return Double.isNaN(estimate)
                ? text
                : text + "\n" + Text.of("attribution.tip.estimate", MetricText.change(estimate));
    }
}
