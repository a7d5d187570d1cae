package org.headscope.engine.analysis;

/**
 * What the model would say if it stopped here.
 *
 * @param top the most likely token
 * @param probability of that token
 * @param entropy of the distribution, in nats
 * @param klToFinal KL(final || here), in nats
 * @param chosenLogProbability of the token chosen for this position, in nats
 * @param chosenRank tokens more likely than the chosen one
 */
public record LensCell(
        int top,
        float probability,
        float entropy,
        float klToFinal,
        float chosenLogProbability,
        int chosenRank) {}
