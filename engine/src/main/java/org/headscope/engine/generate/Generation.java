package org.headscope.engine.generate;

/**
 * What was generated.
 *
 * @param prompt the ids it started with
 * @param tokens the ids that were added
 */
public record Generation(int[] prompt, int[] tokens, End end) {
    /** Why it ended. */
    public enum End {
        /** As many tokens as asked for. */
        LENGTH,
        /** The model wrote an end-of-text token, which is the last one. */
        END_OF_TEXT,
        /** The model reads no longer text. */
        CONTEXT_FULL
    }
}
