package org.headscope.app.session;

import java.util.Locale;
import org.headscope.app.text.Text;
import org.headscope.engine.experiment.Metric;

/** How a metric is written. */
public final class MetricText {
    private MetricText() {}

    /** Such as "logit difference". */
    public static String name(Metric.Kind kind) {
        return Text.of("metric." + kind.name());
    }

    /** A value with two decimals. */
    public static String value(double value) {
        return positiveZero(String.format(Locale.ROOT, "%.2f", value));
    }

    /** A change with its sign and two decimals. */
    public static String change(double value) {
        String text = String.format(Locale.ROOT, "%+.2f", value);
        return text.equals("-0.00") ? "+0.00" : text;
    }

    private static String positiveZero(String text) {
        return text.equals("-0.00") ? "0.00" : text;
    }

    /** How much a change of the metric helps the answer: a loss helps by falling. */
    public static double gain(Metric.Kind kind, double change) {
        return kind == Metric.Kind.LOSS ? -change : change;
    }
}
