package org.headscope.engine.token;

/** A prompt cannot be turned into tokens. The message is one plain sentence for the person who typed it. */
public class PromptException extends Exception {
    private static final long serialVersionUID = 1L;

    public PromptException(String message) {
        super(message);
    }

    /**
     * The same, saying which of several prompts it is about.
     *
     * @param prompt such as "prompt 3 of the set"
     */
    public PromptException of(String prompt) {
        String reason = getMessage();
        return new PromptException(Character.toUpperCase(prompt.charAt(0)) + prompt.substring(1) + " cannot be run: "
                + Character.toLowerCase(reason.charAt(0)) + reason.substring(1));
    }
}
