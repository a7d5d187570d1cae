package org.headscope.app.task;

/**
 * Does something as soon as the events that wait already are done: once, however often it was asked for in between. For what
 * follows from every keystroke and would otherwise keep fast typing waiting. FX thread.
 */
public final class Soon {
    private final Runnable action;
    private boolean asked;

    public Soon(Runnable action) {
        this.action = action;
    }

    public void ask() {
        if (asked) return;
        asked = true;
        Background.later(() -> {
            asked = false;
            action.run();
        });
    }
}
