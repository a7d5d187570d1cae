package org.headscope.app.task;

/** A pause that a test ends. */
public final class PauseByHand implements LatestTask.Pause {
    private Runnable waiting;

    @Override
    public void restart(Runnable action) {
        waiting = action;
    }

    @Override
    public void stop() {
        waiting = null;
    }

    /** What waits for the end; null if nothing does. */
    public Runnable waiting() {
        return waiting;
    }

    /** The time is over. */
    public void end() {
        Runnable action = waiting;
        waiting = null;
        action.run();
    }
}
