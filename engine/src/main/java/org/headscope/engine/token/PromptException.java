package org.headscope.engine.token;

/** A prompt cannot be turned into tokens. The message is one plain sentence for the person who typed it. */
public class PromptException extends Exception {
    private static final long serialVersionUID = 1L;

    public PromptException(String message) {
        super(message);
    }
}
