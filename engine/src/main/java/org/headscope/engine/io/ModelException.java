package org.headscope.engine.io;

/**
 * A model (or another file) cannot be used as it is. The message is one plain sentence for the user: what is
 * wrong, in which file and tensor, and where possible what to do.
 */
public class ModelException extends Exception {
    private static final long serialVersionUID = 1L;

    public ModelException(String message) {
        super(message);
    }

    public ModelException(String message, Throwable cause) {
        super(message, cause);
    }
}
