package org.headscope.app.task;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What is worked out about prompt sets: once, off the FX thread, and kept for the next time.
 *
 * @param <Q> what is asked: a value
 * @param <A> the answer: immutable
 */
public final class Prepared<Q, A> {
    private static final int MOST = 12;

    private final Function<Q, A> work;
    private final Executor worker;
    private final Consumer<Throwable> onFailure;
    private final Map<Q, CompletableFuture<A>> known = new LinkedHashMap<>(16, 0.75f, true);
    private int models;

    /**
     * @param worker where it is worked out
     * @param onFailure told of what was not expected, on the FX thread
     */
    public Prepared(Function<Q, A> work, Executor worker, Consumer<Throwable> onFailure) {
        this.work = work;
        this.worker = worker;
        this.onFailure = onFailure;
    }

    /**
     * Does something with the answer to a question.
     *
     * @return whether it is done already; otherwise it will be, on the FX thread, as soon as the answer is there, unless
     *     another model comes first
     */
    public boolean with(Q question, Consumer<A> action) {
        var answer = known.computeIfAbsent(question, q -> CompletableFuture.supplyAsync(() -> work.apply(q), worker));
        if (known.size() > MOST) known.remove(known.keySet().iterator().next());
        if (answer.state() == Future.State.SUCCESS) {
            action.accept(answer.resultNow());
            return true;
        }
        int model = models;
        answer.whenComplete((found, failure) -> Background.later(() -> {
            if (model != models) return;
            if (failure == null) {
                action.accept(found);
            } else {
                known.remove(question, answer);
                onFailure.accept(failure);
            }
        }));
        return false;
    }

    /** Forgets all, and what waits for it, when another model comes: its tokens are others. */
    public void clear() {
        models++;
        known.clear();
    }
}
