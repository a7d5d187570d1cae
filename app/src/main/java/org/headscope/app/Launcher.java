package org.headscope.app;

/** The program's entry point. It does not extend Application, so that it starts from a plain class path. */
public final class Launcher {
    private Launcher() {}

    public static void main(String[] args) {
        System.exit(0);
    }
}
