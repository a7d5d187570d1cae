package org.headscope.app.task;

import javafx.animation.PauseTransition;
import javafx.application.Platform;
import javafx.util.Duration;

/** A pause that is measured by the FX clock. */
final class FxPause implements LatestTask.Pause {
    private final PauseTransition transition;

    private FxPause(int millis) {
        transition = new PauseTransition(Duration.millis(millis));
    }

    /** A pause of so many milliseconds; with 0 the action runs at once. */
    static LatestTask.Pause ofMillis(int millis) {
        return millis > 0
                ? new FxPause(millis)
                : new LatestTask.Pause() {
                    @Override
                    public void restart(Runnable action) {
                        action.run();
                    }

                    @Override
                    public void stop() {}
                };
    }

    @Override
    public void restart(Runnable action) {
        // Deferred, because a dialog may not be opened from within an animation's end.
        transition.setOnFinished(_ -> Platform.runLater(action));
        transition.playFromStart();
    }

    @Override
    public void stop() {
        transition.stop();
    }
}
