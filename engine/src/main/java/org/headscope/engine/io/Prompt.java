package org.headscope.engine.io;

/**
 * A prompt of the library, with what belongs to it. What is absent is an empty text; spaces are kept exactly.
 *
 * @param text the prompt itself
 * @param corrupted the prompt to compare with
 * @param answer the expected next token, usually with its leading space
 * @param wrong the answer to compare with
 * @param label the group it belongs to
 * @param title what to call it in a list
 * @param note one sentence on what to look for
 */
public record Prompt(
        String text, String corrupted, String answer, String wrong, String label, String title, String note) {
    /** A prompt without a title. */
    public Prompt(String text, String corrupted, String answer, String wrong, String label, String note) {
        this(text, corrupted, answer, wrong, label, "", note);
    }

    /** A prompt with nothing beside it. */
    public static Prompt of(String text) {
        return new Prompt(text, "", "", "", "", "");
    }
}
