package org.headscope.engine.experiment;

/**
 * The run of an experiment, and the one it is compared with: the same prompt without interventions, or a run that somebody
 * pinned, which may be of another prompt of the same length. The same run twice if there is nothing to compare.
 */
public record Comparison(Run before, Run after) {
    public Comparison {
        if (before.tokens().size() != after.tokens().size()) {
            throw new IllegalArgumentException("Only runs over as many tokens can be compared");
        }
    }

    public boolean isClean() {
        return before == after;
    }

    /** Whether what it is compared with is not simply the experiment without its interventions. */
    public boolean isPinned() {
        return !before.experiment().equals(after.experiment().clean());
    }

    /** Change of the loss of the token at {@code position} (at least 1), in nats; positive where it became less likely. */
    public float lossChange(int position) {
        return after.lossOf(position) - before.lossOf(position);
    }
}
