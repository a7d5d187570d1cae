package org.headscope.app.chart;

import java.util.Arrays;

/** One line of a chart: its name and a value for each place on the axis, NaN where it has none. */
public record Series(String name, double[] values) {
    public Series {
        values = values.clone();
    }

    @Override
    public double[] values() {
        return values.clone();
    }

    /** The value at a place, or NaN. */
    double at(int index) {
        return index < values.length ? values[index] : Double.NaN;
    }

    int size() {
        return values.length;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Series that && name.equals(that.name) && Arrays.equals(values, that.values);
    }

    @Override
    public int hashCode() {
        return 31 * name.hashCode() + Arrays.hashCode(values);
    }
}
