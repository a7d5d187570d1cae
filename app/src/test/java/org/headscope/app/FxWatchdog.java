package org.headscope.app;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import javafx.application.Platform;

/**
 * Asks the FX thread for a sign of life again and again, and notes when it lets itself be waited for, with what it did then.
 *
 * <p>A machine that is busy with other programs keeps every thread waiting now and then, which says nothing about the window.
 * So a wait counts as far as the FX thread computed or was blocked in it, not while it was ready and had no processor.
 */
public final class FxWatchdog implements AutoCloseable {
    private final long mostNanos;
    private final Thread fx;
    private final List<Wait> waits = new CopyOnWriteArrayList<>();
    private final ScheduledExecutorService asking = Executors.newSingleThreadScheduledExecutor();

    /** A wait that was too long. */
    public record Wait(double millis, double computedMillis, boolean blocked, List<StackTraceElement> doing) {
        @Override
        public String toString() {
            return "waited %.0f ms, in which it computed %.0f ms%s:%n    %s"
                    .formatted(
                            millis,
                            computedMillis,
                            blocked ? " and was blocked" : "",
                            doing.stream().map(Object::toString).collect(Collectors.joining("\n    ")));
        }
    }

    /** Watches from now on; call it off the FX thread. */
    public FxWatchdog(long mostMillis) throws InterruptedException {
        mostNanos = TimeUnit.MILLISECONDS.toNanos(mostMillis);
        var found = new Thread[1];
        var there = new CountDownLatch(1);
        Platform.runLater(() -> {
            found[0] = Thread.currentThread();
            there.countDown();
        });
        there.await();
        fx = found[0];
        asking.scheduleWithFixedDelay(this::ask, 0, 5, TimeUnit.MILLISECONDS);
    }

    /** The waits that were too long. */
    public List<Wait> waits() {
        return List.copyOf(waits);
    }

    private void ask() {
        try {
            askOnce();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void askOnce() throws InterruptedException {
        var answered = new CountDownLatch(1);
        long computed = computed();
        long start = System.nanoTime();
        Platform.runLater(answered::countDown);
        if (answered.await(mostNanos, TimeUnit.NANOSECONDS)) return;
        Thread.State state = fx.getState();
        StackTraceElement[] doing = fx.getStackTrace();
        answered.await();
        long waited = System.nanoTime() - start;
        long computedThen = computed() - computed;
        boolean blocked = state != Thread.State.RUNNABLE && !waits(doing);
        if (blocked || computedThen > mostNanos) {
            waits.add(new Wait(
                    waited / 1e6,
                    computedThen / 1e6,
                    blocked,
                    Arrays.stream(doing).limit(40).toList()));
        }
    }

    /** Whether it waits for nothing but events, or for the last picture to be drawn by a thread that had no processor. */
    private static boolean waits(StackTraceElement[] doing) {
        return Arrays.stream(doing)
                .map(StackTraceElement::getMethodName)
                .anyMatch(method -> method.equals("take") || method.equals("waitForRenderingToComplete"));
    }

    private long computed() {
        return ManagementFactory.getThreadMXBean().getThreadCpuTime(fx.threadId());
    }

    @Override
    public void close() {
        asking.shutdownNow();
    }
}
