package org.headscope.app.session;

import java.util.Locale;
import org.headscope.app.text.Text;
import org.headscope.engine.experiment.Metric;

/** How a metric is written. */
public final class MetricText {
    private MetricText() {}

    /** Such as "logit difference". */
    public static String name(Metric.Kind kind) {
        return Text.of("metricName." + kind.name());
    }

    /** A value with two decimals. */
    public static String value(double value) {
        return write("%.2f", value).replace('-', '−');
    }

    /** A change with its sign and two decimals. */
    public static String change(double value) {
        return plainChange(value).replace('-', '−');
    }

    /** A change for a cell of a heat map, which reads numbers with a plain minus. */
    public static String plainChange(double value) {
        return write("%+.2f", value);
    }

    private static String write(String format, double value) {
        if (Double.isNaN(value)) return "–";
        // A number that is rounded to nothing has no sign.
        return String.format(Locale.ROOT, format, Math.abs(value) < 0.005 ? 0.0 : value);
    }

    /** How much a change of the metric helps the answer: a loss helps by falling. */
    public static double gain(Metric.Kind kind, double change) {
        return kind == Metric.Kind.LOSS ? -change : change;
    }
}
