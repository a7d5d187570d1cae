package org.headscope.engine.model;

/**
 * The frequencies of a rotation: pair i of n turns by base^(-i/n) with each position, changed by a scaling for long contexts.
 */
public record Frequencies(double base, Scaling scaling) {
    /** How the frequencies of a model trained on short texts are stretched. */
    public sealed interface Scaling {
        /** Not at all. */
        record None() implements Scaling {}

        /** All divided by a factor. */
        record Linear(double factor) implements Scaling {}

        /**
         * Llama 3.1: low frequencies divided by a factor, high ones kept, those in between blended. A frequency is low if its
         * wavelength is over {@code context / low}, and high if it is under {@code context / high}.
         */
        record Banded(double factor, double low, double high, int context) implements Scaling {}
    }

    static Frequencies unscaled(double base) {
        return new Frequencies(base, new Scaling.None());
    }

    /** Angle for each step of each pair, [pairs]. */
    float[] of(int pairs) {
        var frequencies = new float[pairs];
        for (int i = 0; i < pairs; i++) frequencies[i] = (float) scaled(Math.pow(base, -(double) i / pairs));
        return frequencies;
    }

    private double scaled(double frequency) {
        return switch (scaling) {
            case Scaling.None _ -> frequency;
            case Scaling.Linear(double factor) -> frequency / factor;
            case Scaling.Banded(double factor, double low, double high, int context) -> {
                double turns = context * frequency / (2 * Math.PI);
                double keep = Math.clamp((turns - low) / (high - low), 0, 1);
                yield (1 - keep) * frequency / factor + keep * frequency;
            }
        };
    }
}
