package org.headscope.app.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Round numbers for an axis. */
record Ticks(double low, double high, double step) {
    /** At most so many ticks, at multiples of 1, 2 or 5 times a power of ten, from below low to above high. */
    static Ticks around(double low, double high, int most) {
        double span = high > low ? high - low : 1;
        double rough = span / Math.max(1, most - 1);
        double power = Math.pow(10, Math.floor(Math.log10(rough)));
        double step = power;
        for (double factor : new double[] {1, 2, 5, 10}) {
            step = factor * power;
            if (step >= rough * 0.999) {
                break;
            }
        }
        double first = Math.floor(low / step + 1e-9) * step;
        double last = Math.ceil((high > low ? high : low + 1) / step - 1e-9) * step;
        return new Ticks(first, last, step);
    }

    List<Double> values() {
        var values = new ArrayList<Double>();
        int count = (int) Math.round((high - low) / step);
        for (int i = 0; i <= count; i++) {
            values.add(low + i * step);
        }
        return values;
    }

    /** A tick's number with as many decimals as the step has. */
    String text(double value) {
        int decimals = Math.max(0, (int) Math.ceil(-Math.log10(step) - 1e-9));
        return String.format(Locale.ROOT, "%." + decimals + "f", value == 0 ? 0.0 : value);
    }
}
