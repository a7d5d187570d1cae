package org.headscope.app.heatmap;

/**
 * The values that the first and the last colour stand for.
 *
 * @param fixed whether the range was chosen, so that colours of different pictures can be compared; else it fits
 *     the numbers shown
 */
public record Range(float low, float high, boolean fixed) {
    /** A range that was chosen. */
    public static Range fixed(double low, double high) {
        return new Range((float) low, (float) high, true);
    }

    /** A chosen range that is centred on 0. */
    public static Range fixed(double reach) {
        return fixed(-reach, reach);
    }

    /** The range of a matrix; for a diverging palette centred on 0. */
    public static Range fit(Matrix matrix, Palette palette) {
        if (palette.isDiverging()) {
            float reach = Math.max(Math.abs(matrix.min()), Math.abs(matrix.max()));
            return new Range(-reach, reach, false);
        }
        return new Range(matrix.min(), matrix.max(), false);
    }

    /** Where a value lies, from 0 (low or below) to 1 (high or above); the middle if the range has no extent. */
    public double share(double value) {
        if (high <= low) {
            return value < low ? 0 : value > high ? 1 : 0.5;
        }
        return Math.clamp((value - low) / (high - (double) low), 0.0, 1.0);
    }
}
