package org.headscope.app.chart;

import java.util.Arrays;

/**
 * One line of a chart.
 *
 * @param name stands at the end of the line; empty for none
 * @param values one for each place on the axis, NaN where there is none
 * @param colour which of the chart's colours it has
 */
public record Series(String name, double[] values, int colour) {
    /** The line has the colour of its place in the list. */
    public static final int BY_PLACE = -1;
    /** The quiet colour of what was before. */
    public static final int BEFORE = -2;

    public Series {
        values = values.clone();
    }

    public Series(String name, double[] values) {
        this(name, values, BY_PLACE);
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
        return other instanceof Series that
                && name.equals(that.name)
                && colour == that.colour
                && Arrays.equals(values, that.values);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * name.hashCode() + Arrays.hashCode(values)) + colour;
    }
}
