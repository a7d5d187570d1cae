package org.headscope.app.patching;

import java.util.concurrent.Executor;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.headscope.app.task.LatestTask;

/**
 * Fills a map in the background: an estimate at once, then the exact numbers. A run of the user takes the engine away from it within
 * the time of a layer; what is measured stays. A map that would take long waits until it is asked for.
 */
final class PatchSweep {
    /** A map that would take longer waits until it is asked for. */
    private static final double SHORT_SECONDS = 10;

    /** So long is measured before its end is foretold. */
    private static final double FORETOLD_SECONDS = 1.5;

    /** Where it is. */
    enum Stage {
        NOTHING,
        RUNNING,
        /** Would take long; waits to be asked for. */
        LONG,
        STOPPED,
        /** Gave way to a run of the user, after which it goes on by itself. */
        PAUSED,
        DONE,
        FAILED
    }

    /**
     * How far it is.
     *
     * @param seconds that what is left will take; 0 while that is not known
     */
    record State(Stage stage, int done, int total, double seconds) {
        static final State NOTHING = new State(Stage.NOTHING, 0, 0, 0);
    }

    private final LatestTask<Measured, Measured> task;
    private final Consumer<Throwable> onFailure;
    private final double shortSeconds;
    private final ReadOnlyObjectWrapper<State> state = new ReadOnlyObjectWrapper<>(this, "state", State.NOTHING);
    private Measured measured;
    private boolean asked;
    private long started;
    private int before;

    PatchSweep(Executor engine, Consumer<Throwable> onFailure) {
        this(engine, onFailure, SHORT_SECONDS);
    }

    /** With another limit in seconds above which a map waits to be asked for, for tests. */
    PatchSweep(Executor engine, Consumer<Throwable> onFailure, double shortSeconds) {
        this.shortSeconds = shortSeconds;
        this.onFailure = onFailure;
        this.task = new LatestTask<>(
                engine,
                0,
                (map, progress) -> {
                    map.fill(progress);
                    return map;
                },
                _ -> set(Stage.DONE),
                this::failed);
        task.progressProperty().subscribe(step -> {
            if (step != null) stepped();
        });
    }

    /** Changes with every step, so that whoever shows the map looks again. */
    ReadOnlyObjectProperty<State> stateProperty() {
        return state.getReadOnlyProperty();
    }

    State state() {
        return state.get();
    }

    /** The map that is filled; null for none. */
    Measured measured() {
        return measured;
    }

    /** Whether nothing is to be done for a map: it is being filled, or was stopped, or is done. */
    boolean isAt(Measured map) {
        return measured == map && (task.isBusy() || !isGoing());
    }

    /** Whether it is being filled, or will be without being asked. */
    private boolean isGoing() {
        return state().stage() == Stage.RUNNING || state().stage() == Stage.PAUSED;
    }

    /** Goes on with another map; null for none. */
    void show(Measured map) {
        task.cancel();
        measured = map;
        asked = false;
        next();
    }

    /** Lets the engine go at once, for a run of the user after which {@link #show} is called again. */
    void giveWay() {
        task.cancel();
        if (state().stage() == Stage.RUNNING) set(Stage.PAUSED);
    }

    /** Lets the engine go; what was measured stays. */
    void stop() {
        if (!isGoing()) return;
        task.cancel();
        set(Stage.STOPPED);
    }

    /** Goes on where it stopped, however long it takes. */
    void resume() {
        asked = true;
        next();
    }

    private void next() {
        if (measured == null) {
            state.set(State.NOTHING);
        } else if (measured.isDone() && measured.estimate() != null) {
            set(Stage.DONE);
        } else {
            started = 0;
            set(Stage.RUNNING);
            task.askNow(measured);
        }
    }

    private void stepped() {
        if (measured == null || state().stage() != Stage.RUNNING) return;
        if (started == 0 && measured.estimate() != null) {
            started = System.nanoTime();
            before = measured.done();
        }
        double left = seconds();
        if (!asked && left > shortSeconds) {
            task.cancel();
            set(Stage.LONG);
        } else {
            set(Stage.RUNNING);
        }
    }

    private double seconds() {
        if (measured == null || started == 0) return 0;
        double past = (System.nanoTime() - started) / 1e9;
        int done = measured.done() - before;
        boolean foretold = done > 0 && past >= Math.min(FORETOLD_SECONDS, shortSeconds);
        return foretold ? past / done * (measured.grid().size() - measured.done()) : 0;
    }

    private void set(Stage stage) {
        state.set(new State(stage, measured.done(), measured.grid().size(), seconds()));
    }

    private void failed(Throwable failure) {
        set(Stage.FAILED);
        onFailure.accept(failure);
    }
}
