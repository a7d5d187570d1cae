package org.headscope.engine.hook;

import java.util.Locale;

/** Numbers in words. */
final class Amount {
    private Amount() {}

    /** As short as it can be: "2", "-0.5", "1e-06". */
    static String of(double amount) {
        if (amount == Math.rint(amount) && Math.abs(amount) < 1e6) return String.valueOf((long) amount);
        String text = String.format(Locale.ROOT, "%.4g", amount);
        return text.contains(".") ? text.replaceFirst("\\.?0+(e|$)", "$1") : text;
    }
}
