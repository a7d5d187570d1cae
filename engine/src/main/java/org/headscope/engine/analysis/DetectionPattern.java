package org.headscope.engine.analysis;

/** What a head of a known kind attends to (interpretability.md D.6). */
public enum DetectionPattern {
    /** The token before. */
    PREVIOUS_TOKEN,
    /** Earlier occurrences of the same token. */
    DUPLICATE_TOKEN,
    /** The tokens that followed earlier occurrences. */
    INDUCTION;

    /** Whether a perfect head attends from {@code query} to {@code key}. */
    public boolean attends(int[] tokens, int query, int key) {
        return switch (this) {
            case PREVIOUS_TOKEN -> key == query - 1;
            case DUPLICATE_TOKEN -> key < query && tokens[key] == tokens[query];
            case INDUCTION -> key >= 1 && key <= query && tokens[key - 1] == tokens[query];
        };
    }
}
