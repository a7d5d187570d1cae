package org.headscope.engine.experiment.result;

import java.util.Locale;

/** Colours of signed numbers in reports. */
final class Tint {
    private static final String UNDEFINED = "#888888";

    private Tint() {}

    /** White for 0, blue towards the greatest positive, red towards the greatest negative value, which it does not go beyond. */
    static String of(double value, double greatest) {
        if (!Double.isFinite(value)) return UNDEFINED;
        double share = greatest == 0 ? 0 : Math.min(1, Math.abs(value) / greatest);
        int faded = (int) Math.round(247 - share * 200);
        int half = (int) Math.round(247 - share * 145);
        int full = 247 - (int) Math.round(share * 50);
        return value < 0
                ? String.format(Locale.ROOT, "#%02x%02x%02x", full, faded, faded)
                : String.format(Locale.ROOT, "#%02x%02x%02x", faded, half, full);
    }
}
