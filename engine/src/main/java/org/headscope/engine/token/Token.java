package org.headscope.engine.token;

/**
 * One token of a prompt.
 *
 * @param id its number in the vocabulary
 * @param text what it decodes to; bytes that are no valid UTF-8 by themselves are written as {@code \xE2}
 * @param start first character of the prompt that it covers, or -1 if it covers none (BOS, ids given directly)
 * @param end one past the last character of the prompt that it covers, or -1
 */
public record Token(int id, String text, int start, int end) {
    /** The text with white space made visible: {@code ␣Mary}, {@code ⏎}. */
    public String label() {
        return text.replace(" ", "␣").replace("\n", "⏎").replace("\t", "⇥").replace("\r", "␍");
    }
}
