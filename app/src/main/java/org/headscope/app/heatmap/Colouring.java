package org.headscope.app.heatmap;

/**
 * How numbers become colours. Pure arithmetic, for any thread.
 *
 * @param log whether the colour follows the logarithm of the amount, so that small amounts are seen too: three
 *     powers of ten below the end of the range are spread over the table
 */
public record Colouring(Palette palette, Range range, boolean log) {
    private static final double DECADES = 3;

    /** Without logarithm. */
    public Colouring(Palette palette, Range range) {
        this(palette, range, false);
    }

    /** The index in the colour table of a number that is not NaN. */
    public int index(double value) {
        double share = log ? logShare(value) : range.share(value);
        return (int) Math.round(share * (Palette.SIZE - 1));
    }

    /** The colour of a number as opaque ARGB; the mask colour for NaN. */
    public int argb(double value, int mask) {
        return Double.isNaN(value) ? mask : palette.argb(index(value));
    }

    /** Every cell's colour, row by row. */
    public int[] paint(Matrix matrix, int mask) {
        int[] colours = new int[matrix.rows() * matrix.columns()];
        for (int row = 0, at = 0; row < matrix.rows(); row++) {
            for (int column = 0; column < matrix.columns(); column++, at++) {
                colours[at] = argb(matrix.at(row, column), mask);
            }
        }
        return colours;
    }

    private double logShare(double value) {
        if (palette.isDiverging()) {
            double reach = Math.max(Math.abs(range.low()), Math.abs(range.high()));
            return 0.5 + 0.5 * Math.signum(value) * decades(Math.abs(value), reach);
        }
        return decades(value - Math.min(0, range.low()), range.high() - Math.min(0.0, range.low()));
    }

    private static double decades(double amount, double end) {
        if (amount <= 0 || end <= 0) {
            return 0;
        }
        return Math.clamp(1 + Math.log10(amount / end) / DECADES, 0.0, 1.0);
    }
}
