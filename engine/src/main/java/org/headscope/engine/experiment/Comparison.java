package org.headscope.engine.experiment;

/**
 * Two runs over the same tokens: one without interventions and one with those of the experiment. The same run twice if the
 * experiment has none.
 */
public record Comparison(Run before, Run after) {
    public Comparison {
        if (!before.tokens().list().equals(after.tokens().list())) {
            throw new IllegalArgumentException("Only runs over the same tokens can be compared");
        }
    }

    public boolean isClean() {
        return before == after;
    }

    /** Change of the loss of the token at {@code position} (at least 1), in nats; positive where it became less likely. */
    public float lossChange(int position) {
        return after.lossOf(position) - before.lossOf(position);
    }
}
