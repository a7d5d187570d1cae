package org.headscope.app.task;

import java.util.concurrent.CancellationException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import javafx.application.Platform;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.headscope.engine.run.Progress;

/**
 * Answers only the newest question: waits for a pause, cancels the older run, delivers on the FX thread. An answer
 * or failure that belongs to an older question is dropped. All methods are called on the FX thread.
 *
 * @param <Q> the question: an immutable value, complete when it is asked
 * @param <A> the answer: an immutable value
 */
public final class LatestTask<Q, A> {
    /** What is done on the worker thread. */
    @FunctionalInterface
    public interface Work<Q, A> {
        /** Answers; calls {@code progress} between steps, which stops it when nobody waits for the answer any more. */
        A answer(Q question, Progress progress) throws Exception;
    }

    /** Waits for a while and then runs an action on the FX thread, unless another action came in between. */
    public interface Pause {
        /** Runs the action after the pause; an action still waiting is forgotten. */
        void restart(Runnable action);

        /** Forgets the waiting action. */
        void stop();
    }

    /** How far a run is. */
    public record Step(int done, int total) {
        /** The share that is done, or -1 where the total is not known. */
        public double share() {
            return total <= 0 ? -1 : (double) done / total;
        }
    }

    private final Executor worker;
    private final Executor fx;
    private final Pause pause;
    private final Work<Q, A> work;
    private final Consumer<A> onAnswer;
    private final Consumer<Throwable> onFailure;

    private final ReadOnlyBooleanWrapper busy = new ReadOnlyBooleanWrapper(this, "busy");
    private final ReadOnlyObjectWrapper<Step> progress = new ReadOnlyObjectWrapper<>(this, "progress");
    private Running current;
    private int asked;

    /** With every dependency given, for tests. */
    public LatestTask(
            Executor worker,
            Executor fx,
            Pause pause,
            Work<Q, A> work,
            Consumer<A> onAnswer,
            Consumer<Throwable> onFailure) {
        this.worker = worker;
        this.fx = fx;
        this.pause = pause;
        this.work = work;
        this.onAnswer = onAnswer;
        this.onFailure = onFailure;
    }

    /** A task of the window: delivers on the FX thread, after a pause of so many milliseconds (0: none). */
    public LatestTask(
            Executor worker, int pauseMillis, Work<Q, A> work, Consumer<A> onAnswer, Consumer<Throwable> onFailure) {
        this(worker, Platform::runLater, FxPause.ofMillis(pauseMillis), work, onAnswer, onFailure);
    }

    /** Asks; the question before, if it is not answered yet, is dropped. */
    public void ask(Q question) {
        drop();
        busy.set(true);
        progress.set(null);
        int ticket = asked;
        pause.restart(() -> {
            if (ticket == asked) {
                start(question);
            }
        });
    }

    /** Asks without waiting for a pause. */
    public void askNow(Q question) {
        drop();
        busy.set(true);
        progress.set(null);
        start(question);
    }

    /** Nobody wants the answer any more (Esc). What was shown stays. */
    public void cancel() {
        drop();
        busy.set(false);
        progress.set(null);
    }

    /** Whether a question waits for its answer. */
    public ReadOnlyBooleanProperty busyProperty() {
        return busy.getReadOnlyProperty();
    }

    public boolean isBusy() {
        return busy.get();
    }

    /** How far the run is; null before its first step and when nothing runs. */
    public ReadOnlyObjectProperty<Step> progressProperty() {
        return progress.getReadOnlyProperty();
    }

    private void drop() {
        asked++;
        pause.stop();
        if (current != null) {
            current.cancelled.set(true);
            current = null;
        }
    }

    private void start(Q question) {
        var run = new Running(question);
        current = run;
        try {
            worker.execute(run);
        } catch (RejectedExecutionException e) {
            // The program is closing: nobody waits for the answer.
            cancel();
        }
    }

    /** One run. Its end and its steps come back through the FX thread and count only while it is the current one. */
    private final class Running implements Runnable {
        private final Q question;
        private final AtomicBoolean cancelled = new AtomicBoolean();
        private final AtomicReference<Step> newest = new AtomicReference<>();

        Running(Q question) {
            this.question = question;
        }

        @Override
        public void run() {
            if (cancelled.get()) {
                return;
            }
            try {
                A answer = work.answer(question, this::at);
                fx.execute(() -> finish(() -> onAnswer.accept(answer)));
            } catch (CancellationException e) {
                // Either nobody waits for this run, or the work gave up by itself: then it only ends.
                fx.execute(() -> finish(() -> {}));
            } catch (Throwable e) {
                fx.execute(() -> finish(() -> onFailure.accept(e)));
            }
        }

        /** Steps that come faster than the FX thread takes them are merged into one. */
        private void at(int done, int total) {
            if (cancelled.get()) {
                throw new CancellationException();
            }
            if (newest.getAndSet(new Step(done, total)) == null) {
                fx.execute(() -> {
                    Step step = newest.getAndSet(null);
                    if (current == this) {
                        progress.set(step);
                    }
                });
            }
        }

        private void finish(Runnable delivery) {
            if (current == this) {
                current = null;
                busy.set(false);
                progress.set(null);
                delivery.run();
            }
        }
    }
}
