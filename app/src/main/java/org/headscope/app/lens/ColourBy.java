package org.headscope.app.lens;

import java.util.Locale;
import org.headscope.app.heatmap.Palette;
import org.headscope.app.heatmap.Range;
import org.headscope.app.text.Text;
import org.headscope.engine.analysis.LensCell;

/** What the colour of a cell stands for. */
enum ColourBy {
    TOP_PROBABILITY,
    CHOSEN_PROBABILITY,
    ENTROPY,
    CHOSEN_RANK,
    KL_TO_FINAL,
    /** After minus before; shown only where two runs are compared. */
    CHANGE;

    /** Change of log-probability that has the full colour, in nats, as for the loss of tokens. */
    private static final double MOST_CHANGE = 2.5;

    /** The number behind the colour. */
    float value(LensCell cell) {
        return switch (this) {
            case TOP_PROBABILITY -> cell.probability();
            case CHOSEN_PROBABILITY -> (float) Math.exp(cell.chosenLogProbability());
            case ENTROPY -> cell.entropy();
            // So that the first ranks, which matter, are far apart, and rank 1 is the brightest.
            case CHOSEN_RANK -> (float) -Math.log10(cell.chosenRank() + 1.0);
            case KL_TO_FINAL -> cell.klToFinal();
            case CHANGE -> cell.chosenLogProbability();
        };
    }

    /** Whether it depends on the chosen token. */
    boolean isOfChosen() {
        return this == CHOSEN_PROBABILITY || this == CHOSEN_RANK || this == CHANGE;
    }

    Palette palette() {
        return this == CHANGE ? Palette.RED_WHITE_BLUE : Palette.VIRIDIS;
    }

    /** The fixed range; null for one that fits what is shown. */
    Range range(int dVocab) {
        return switch (this) {
            case TOP_PROBABILITY, CHOSEN_PROBABILITY -> Range.fixed(0, 1);
            case ENTROPY -> Range.fixed(0, Math.log(dVocab));
            case CHOSEN_RANK -> Range.fixed(-Math.log10(dVocab), 0);
            case KL_TO_FINAL -> null;
            case CHANGE -> Range.fixed(MOST_CHANGE);
        };
    }

    /** Whether colours follow the logarithm: the first row lies many times farther from the end than the others. */
    boolean isLogarithmic() {
        return this == KL_TO_FINAL;
    }

    /** The number of a cell, short. */
    String number(float value) {
        return switch (this) {
            case TOP_PROBABILITY, CHOSEN_PROBABILITY -> percent(value);
            case ENTROPY, KL_TO_FINAL -> String.format(Locale.ROOT, "%.2f", value);
            case CHOSEN_RANK -> "#" + Math.round(Math.pow(10, -value));
            case CHANGE -> String.format(Locale.ROOT, "%+.2f", value == 0 ? 0f : value);
        };
    }

    /** A probability in few characters. */
    static String percent(double probability) {
        double percent = 100 * probability;
        return percent >= 99.95
                ? "100%"
                : percent >= 9.995
                        ? String.format(Locale.ROOT, "%.0f%%", percent)
                        : percent >= 0.95
                                ? String.format(Locale.ROOT, "%.1f%%", percent)
                                : String.format(Locale.ROOT, "%.2f%%", percent);
    }

    /** Its name in the menu. */
    String words() {
        return Text.of("lens.colour." + name());
    }

    String lowWords() {
        return Text.of("lens.low." + name());
    }

    String highWords() {
        return Text.of("lens.high." + name());
    }

    /** What is said about the range, where its numbers would not be understood; empty elsewhere. */
    String rangeWords(int dVocab) {
        return this == CHOSEN_RANK ? Text.of("lens.rankRange", dVocab) : "";
    }
}
