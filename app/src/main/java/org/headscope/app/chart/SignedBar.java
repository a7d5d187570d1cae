package org.headscope.app.chart;

/**
 * One row of {@link SignedBars}.
 *
 * @param mark another number of the same unit, shown as a mark beside the bar; NaN for none
 */
public record SignedBar(String label, double value, double mark) {
    /** A row without a mark. */
    public SignedBar(String label, double value) {
        this(label, value, Double.NaN);
    }
}
