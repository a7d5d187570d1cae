package org.headscope.engine.experiment;

/**
 * A token the model may say next.
 *
 * @param id the token
 * @param rank 0 for the most likely
 * @param logit as the model gives it
 * @param logProbability in nats
 */
public record Prediction(int id, int rank, float logit, double logProbability) {
    public double probability() {
        return Math.exp(logProbability);
    }
}
