package org.headscope.engine.analysis;

import java.util.List;

/**
 * What the model would say if it stopped here.
 *
 * @param best the most likely tokens, best first; at least one
 * @param probability of the most likely one
 * @param entropy of the distribution, in nats
 * @param klToFinal KL(final || here), in nats
 * @param chosenLogProbability of the token chosen for this position, in nats
 * @param chosenRank tokens more likely than the chosen one
 */
public record LensCell(
        List<Integer> best,
        float probability,
        float entropy,
        float klToFinal,
        float chosenLogProbability,
        int chosenRank) {
    public LensCell {
        best = List.copyOf(best);
    }

    /** The most likely token. */
    public int top() {
        return best.getFirst();
    }
}
