package org.headscope.app.settings;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.headscope.app.task.LatestTask;
import org.headscope.engine.io.ModelException;
import org.headscope.engine.run.Progress;

/**
 * The settings in force. A change is written a moment later, off the FX thread, and several changes in a row only
 * once; when that fails one sentence says so, and the program goes on.
 */
public final class SettingsStore implements AutoCloseable {
    private static final int PAUSE_MILLIS = 600;
    private static final int MOST_SECONDS_AT_CLOSE = 3;

    private final SettingsFile file;
    private final Executor files;
    private final LatestTask<Settings, Optional<String>> writing;
    private final Consumer<String> warn;
    private Settings settings;
    private Settings written;
    private boolean warned;

    /** For the window, with settings that were loaded before. */
    public SettingsStore(SettingsFile file, Settings loaded, Executor files, Consumer<String> warn) {
        this.file = file;
        this.files = files;
        this.warn = warn;
        this.settings = loaded;
        this.written = loaded;
        this.writing = new LatestTask<>(files, PAUSE_MILLIS, this::write, this::wrote, _ -> {});
    }

    /** For tests: with the pause and the FX thread replaced. */
    SettingsStore(
            SettingsFile file,
            Settings loaded,
            Executor files,
            Executor fx,
            LatestTask.Pause pause,
            Consumer<String> warn) {
        this.file = file;
        this.files = files;
        this.warn = warn;
        this.settings = loaded;
        this.written = loaded;
        this.writing = new LatestTask<>(files, fx, pause, this::write, this::wrote, _ -> {});
    }

    public Settings get() {
        return settings;
    }

    /** Another file in the folder of the settings. */
    public Path beside(String name) {
        return file.path().resolveSibling(name);
    }

    /** Changes the settings, such as {@code store.change(old -> old.withBos(false))}. FX thread. */
    public void change(UnaryOperator<Settings> change) {
        Settings next = change.apply(settings);
        if (!next.equals(settings)) {
            settings = next;
            writing.ask(next);
        }
    }

    private Optional<String> write(Settings wanted, Progress progress) {
        try {
            file.save(wanted);
            written = wanted;
            return Optional.empty();
        } catch (ModelException e) {
            return Optional.of(e.getMessage());
        }
    }

    private void wrote(Optional<String> trouble) {
        if (trouble.isPresent() && !warned) {
            warn.accept(trouble.get());
        }
        warned = trouble.isPresent();
    }

    /** Writes what is not written yet and waits for it, for at most a few seconds. */
    @Override
    public void close() {
        writing.cancel();
        Settings last = settings;
        var done = CompletableFuture.runAsync(
                () -> {
                    if (!last.equals(written)) {
                        write(last, Progress.NONE);
                    }
                },
                files);
        try {
            done.get(MOST_SECONDS_AT_CLOSE, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            warn.accept(String.valueOf(e.getMessage()));
        }
    }
}
