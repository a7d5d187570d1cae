package org.headscope.app.cli;

/** Opens the window and returns when it is closed. The seam between the command line, which needs no screen, and JavaFX. */
@FunctionalInterface
public interface WindowOpener {
    /** @throws CommandException if there is no screen to open it on */
    void open(WindowOptions options) throws CommandException;
}
