package org.headscope.app.intervention;

import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;
import java.util.OptionalDouble;

/** Amounts as they are written in the list and typed into it, with a point whatever the language. */
final class Numbers {
    private static final double LARGEST = 1e6;

    private Numbers() {}

    /** Such as "2", "-0.5", "0.0125". */
    static String brief(double number) {
        return new DecimalFormat("0.####", DecimalFormatSymbols.getInstance(Locale.ROOT)).format(number);
    }

    /** What was typed as a number, a comma taken for a point; nothing if it is none or out of reach. */
    static OptionalDouble parse(String text) {
        try {
            double number = Double.parseDouble(text.strip().replace(',', '.').replace('−', '-'));
            return Math.abs(number) <= LARGEST ? OptionalDouble.of(number) : OptionalDouble.empty();
        } catch (NumberFormatException e) {
            return OptionalDouble.empty();
        }
    }
}
