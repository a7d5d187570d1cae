package org.headscope.engine.run;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The one thread on which models compute. libtorch is parallel inside, so more would gain nothing, and native memory is
 * scoped by thread.
 */
public final class EngineThread {
    private static final String NAME = "headscope-engine";
    private static final Executor EXECUTOR =
            new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), work -> {
                var thread = new Thread(work, NAME);
                thread.setDaemon(true);
                return thread;
            });

    private EngineThread() {}

    /** Runs tasks on the engine thread, one after the other. */
    public static Executor executor() {
        return EXECUTOR;
    }

    /** Runs work on the engine thread and waits for its result; at once where the caller already is that thread. */
    public static <T> T call(Callable<T> work) throws Exception {
        if (Thread.currentThread().getName().equals(NAME)) return work.call();
        var result = new CompletableFuture<T>();
        EXECUTOR.execute(() -> {
            try {
                result.complete(work.call());
            } catch (Throwable e) {
                result.completeExceptionally(e);
            }
        });
        try {
            return result.join();
        } catch (CompletionException e) {
            throw unwrap(e.getCause());
        }
    }

    private static Exception unwrap(Throwable cause) {
        if (cause instanceof Error error) throw error;
        return (Exception) cause;
    }
}
