package org.headscope.app.task;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javafx.application.Platform;

/**
 * The threads beside the FX thread: one for the engine, one for files and one for what takes long beside all else. They are
 * daemons, so that a window that closes while they work is gone at once.
 */
public final class Background implements AutoCloseable {
    private final Executor engine;
    private final ExecutorService files;
    private final ExecutorService surveys;

    /** With the engine's own thread and a new one for files. */
    public Background(Executor engine) {
        this.engine = engine;
        this.files = thread("files");
        this.surveys = thread("surveys");
    }

    private static ExecutorService thread(String name) {
        return Executors.newSingleThreadExecutor(
                Thread.ofPlatform().name(name).daemon(true).factory());
    }

    /** Where everything runs that uses the engine. */
    public Executor engine() {
        return engine;
    }

    /** Where files are opened, exported and settings are written. */
    public Executor files() {
        return files;
    }

    /** Where a corpus is measured for minutes or hours, pass by pass on the engine's thread. */
    public Executor surveys() {
        return surveys;
    }

    /** Runs an action on the FX thread: now if this is it, else soon. */
    public static void onFx(Runnable action) {
        if (Platform.isFxApplicationThread()) {
            action.run();
        } else {
            Platform.runLater(action);
        }
    }

    /** Runs an action on the FX thread after the current event is done. */
    public static void later(Runnable action) {
        Platform.runLater(action);
    }

    /** Takes no more work for files and waits a moment for what is being written. */
    @Override
    public void close() {
        surveys.shutdownNow();
        files.shutdown();
        try {
            files.awaitTermination(2, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
