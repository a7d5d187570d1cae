package org.headscope.engine.generate;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Random;
import java.util.stream.IntStream;

/** Chooses one token after another. */
final class Sampler {
    private final Sampling how;
    private final Random random;

    Sampler(Sampling how) {
        this.how = how;
        this.random = new Random(how.seed());
    }

    /**
     * The next token.
     *
     * @param logits [d_vocab], used up
     * @param sequence all tokens so far, the prompt included
     */
    int next(float[] logits, int[] sequence) {
        penalise(logits, sequence);
        if (how.temperature() == 0) return largest(logits);
        return draw(weights(logits));
    }

    private void penalise(float[] logits, int[] sequence) {
        if (how.frequencyPenalty() != 0) {
            for (int token : sequence) logits[token] -= (float) how.frequencyPenalty();
        }
        if (how.repetitionPenalty() != 1) {
            float penalty = (float) how.repetitionPenalty();
            Arrays.stream(sequence)
                    .distinct()
                    .forEach(token ->
                            logits[token] = logits[token] > 0 ? logits[token] / penalty : logits[token] * penalty);
        }
    }

    /** The first of the largest. */
    private static int largest(float[] logits) {
        int best = 0;
        for (int token = 1; token < logits.length; token++) {
            if (logits[token] > logits[best]) best = token;
        }
        return best;
    }

    /** What each token is drawn in proportion to, 0 for those left out; not normalised. */
    private double[] weights(float[] logits) {
        double max = logits[largest(logits)];
        double[] weights = new double[logits.length];
        double sum = 0;
        for (int token = 0; token < logits.length; token++) {
            weights[token] = Math.exp((logits[token] - max) / how.temperature());
            sum += weights[token];
        }
        if (how.topK() > 0) keepFirst(weights, Math.min(how.topK(), weights.length), Double.POSITIVE_INFINITY);
        if (how.topP() < 1) keepFirst(weights, weights.length, how.topP() * sum);
        return weights;
    }

    /** Leaves out what comes after the {@code most} largest, or after their sum has passed {@code limit}. */
    private static void keepFirst(double[] weights, int most, double limit) {
        int[] order = IntStream.range(0, weights.length)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer token) -> weights[token])
                        .reversed())
                .mapToInt(Integer::intValue)
                .toArray();
        double before = 0;
        for (int rank = 0; rank < order.length; rank++) {
            double weight = weights[order[rank]];
            if (rank >= most || before > limit) weights[order[rank]] = 0;
            before += weight;
        }
    }

    private int draw(double[] weights) {
        double left = random.nextDouble() * Arrays.stream(weights).sum();
        int last = 0;
        for (int token = 0; token < weights.length; token++) {
            if (weights[token] == 0) continue;
            last = token;
            left -= weights[token];
            if (left < 0) return token;
        }
        return last;
    }
}
