package org.headscope.app.chart;

/**
 * One row of {@link BarPairs}.
 *
 * @param after NaN where there is nothing to compare with: then only one bar is shown
 */
public record BarPair(String label, double before, double after) {
    /** A row with one bar. */
    public BarPair(String label, double value) {
        this(label, value, Double.NaN);
    }

    boolean single() {
        return Double.isNaN(after);
    }
}
