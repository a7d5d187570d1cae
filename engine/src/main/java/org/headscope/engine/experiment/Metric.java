package org.headscope.engine.experiment;

import java.util.Optional;

/**
 * The number an experiment is about, at the last position.
 *
 * @param kind what it measures
 * @param value in nats for log-probabilities, in logits for differences of logits
 */
public record Metric(Kind kind, double value) {
    public enum Kind {
        /** Logit of the answer minus logit of the wrong answer. */
        LOGIT_DIFFERENCE,
        /** Log-probability of the answer. */
        LOG_PROBABILITY,
        /** Mean loss of all predicted tokens, where no answer is given. */
        LOSS
    }

    static Metric of(Run run, Optional<Answer> answer, Optional<Answer> wrong) {
        int last = run.tokens().size() - 1;
        if (answer.isEmpty()) return new Metric(Kind.LOSS, run.loss());
        int right = answer.get().id();
        return wrong.map(other ->
                        new Metric(Kind.LOGIT_DIFFERENCE, run.logit(last, right) - run.logit(last, other.id())))
                .orElseGet(() -> new Metric(Kind.LOG_PROBABILITY, run.logProbability(last, right)));
    }
}
