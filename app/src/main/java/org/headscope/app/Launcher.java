package org.headscope.app;

import org.headscope.app.cli.CommandLineTool;

/**
 * The program's entry point: the window, or a command. It does not extend Application, so that it starts from a plain class
 * path, and touches nothing of JavaFX, so that commands work where there is no screen.
 */
public final class Launcher {
    private Launcher() {}

    public static void main(String[] args) {
        System.exit(CommandLineTool.run(args, Window::open));
    }
}
