package org.headscope.engine.generate;

/**
 * How the next token is chosen from logits (interpretability.md C.5).
 *
 * @param temperature logits are divided by it; 0 takes the largest
 * @param topK only so many of the largest are drawn from, 0 for all
 * @param topP only the smallest set of largest ones that together has more than this probability is drawn from, 1 for all;
 *     not together with {@code topK}
 * @param frequencyPenalty is subtracted from a token's logit for each time it has occurred, the prompt included
 * @param repetitionPenalty logits of tokens that have occurred are divided by it where positive, multiplied where negative
 * @param seed the same seed draws the same tokens
 */
public record Sampling(
        double temperature, int topK, double topP, double frequencyPenalty, double repetitionPenalty, long seed) {
    /** Always the most likely token. */
    public static final Sampling GREEDY = new Sampling(0, 0, 1, 0, 1, 0);

    public Sampling {
        require(temperature >= 0 && temperature < Double.POSITIVE_INFINITY, "The temperature must be at least 0.");
        require(topK >= 0, "Top-k must be at least 1, or 0 for all tokens.");
        require(topP > 0 && topP <= 1, "Top-p must lie above 0 and not above 1.");
        require(topK == 0 || topP == 1, "Top-k and top-p exclude each other: choose one.");
        require(Double.isFinite(frequencyPenalty), "The frequency penalty must be a number.");
        require(
                repetitionPenalty > 0 && repetitionPenalty < Double.POSITIVE_INFINITY,
                "The repetition penalty must be above 0; 1 changes nothing.");
    }

    /** Draws from the whole distribution. */
    public static Sampling temperature(double temperature, long seed) {
        return new Sampling(temperature, 0, 1, 0, 1, seed);
    }

    public Sampling topK(int k) {
        return new Sampling(temperature, k, topP, frequencyPenalty, repetitionPenalty, seed);
    }

    public Sampling topP(double p) {
        return new Sampling(temperature, topK, p, frequencyPenalty, repetitionPenalty, seed);
    }

    public Sampling penalties(double frequency, double repetition) {
        return new Sampling(temperature, topK, topP, frequency, repetition, seed);
    }

    public Sampling seed(long other) {
        return new Sampling(temperature, topK, topP, frequencyPenalty, repetitionPenalty, other);
    }

    private static void require(boolean condition, String sentence) {
        if (!condition) throw new IllegalArgumentException(sentence);
    }
}
