package org.headscope.app.cli;

/** A command cannot do what it was asked for. The message is one plain sentence that says why. */
public final class CommandException extends Exception {
    private static final long serialVersionUID = 1L;

    public CommandException(String message) {
        super(message);
    }
}
