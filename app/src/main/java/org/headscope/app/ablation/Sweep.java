package org.headscope.app.ablation;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.headscope.app.task.LatestTask;
import org.headscope.engine.hook.Site;
import org.headscope.engine.token.PromptException;

/**
 * Measures every part of some runs: an estimate of all at once, then one part after the other, the largest estimates first. Each
 * piece is a task of its own on the engine's thread, so that a run of the user waits for one at most. What is known is not measured
 * again, so stopping loses nothing.
 */
final class Sweep {
    /** A sweep that would take longer waits until it is asked for. */
    static final double SHORT_SECONDS = 5;

    /**
     * What is wanted.
     *
     * @param targets what is filled in
     * @param average whether they are prompts of a set, of which those that cannot be run are left out
     * @param direct whether direct effects are wanted, too
     * @param sizes of what is estimated of each part, asked for once all targets are estimated
     */
    record Wanted(List<Measured> targets, boolean average, boolean direct, Supplier<ToDoubleFunction<Site>> sizes) {
        static final Wanted NOTHING = new Wanted(List.of(), false, false, () -> _ -> 0);

        /** Parts without an estimate are measured first, as nobody knows how large they are. */
        private List<Site> order() {
            ToDoubleFunction<Site> estimate = sizes.get();
            return targets.getFirst().parts().stream()
                    .sorted(Comparator.comparingDouble(part -> {
                        double size = Math.abs(estimate.applyAsDouble(part));
                        return Double.isNaN(size) ? Double.NEGATIVE_INFINITY : -size;
                    }))
                    .toList();
        }
    }

    /** Where a sweep is. */
    enum Stage {
        NOTHING,
        RUNNING,
        /** Would take long; waits to be asked for. */
        LONG,
        STOPPED,
        DONE,
        FAILED
    }

    /**
     * How far a sweep is.
     *
     * @param seconds that what is left will take
     */
    record State(Stage stage, int done, int total, double seconds) {}

    private record Answer(Runnable result, long nanos) {}

    private final Pace pace;
    private final LatestTask<SweepStep, Answer> task;
    private final Consumer<Throwable> onFailure;
    private final ReadOnlyObjectWrapper<State> state =
            new ReadOnlyObjectWrapper<>(this, "state", new State(Stage.NOTHING, 0, 0, 0));
    private final Deque<SweepStep> missing = new ArrayDeque<>();
    private Wanted wanted = Wanted.NOTHING;
    private boolean asked;

    Sweep(Executor engine, Consumer<Throwable> onFailure) {
        this(engine, onFailure, new Pace());
    }

    /** With what is known of the time that parts take, for tests. */
    Sweep(Executor engine, Consumer<Throwable> onFailure, Pace pace) {
        this.pace = pace;
        this.onFailure = onFailure;
        this.task = new LatestTask<>(
                engine,
                0,
                (step, progress) -> {
                    long start = System.nanoTime();
                    Runnable result = step.work(progress);
                    return new Answer(result, System.nanoTime() - start);
                },
                this::done,
                this::failed);
    }

    ReadOnlyObjectProperty<State> stateProperty() {
        return state.getReadOnlyProperty();
    }

    State state() {
        return state.get();
    }

    /** Goes on with other runs. */
    void show(Wanted now) {
        task.cancel();
        wanted = now;
        asked = false;
        if (!now.targets().isEmpty()) pace.turnTo(now.targets().getFirst().key());
        plan();
        next();
    }

    /** Lets the engine go at once, and shows nothing. */
    void clear() {
        show(Wanted.NOTHING);
    }

    /** Lets the engine go at once, for a run of the user after which {@link #show} is called again. */
    void giveWay() {
        task.cancel();
    }

    /** Lets the engine go; what was measured stays. */
    void stop() {
        if (state.get().stage() != Stage.RUNNING) return;
        task.cancel();
        set(Stage.STOPPED);
    }

    /** Goes on where it stopped, however long it takes. */
    void resume() {
        asked = true;
        next();
    }

    /** What is measured in which order hangs on the estimates, so they come first. */
    private void plan() {
        missing.clear();
        for (Measured target : targets()) {
            if (!target.isEstimated()) missing.add(new SweepStep.Estimate(target));
        }
        if (!missing.isEmpty() || targets().isEmpty()) return;
        if (wanted.direct()) targets().forEach(this::planDirect);
        for (Site part : wanted.order()) {
            for (Measured target : targets()) {
                if (!target.has(part)) missing.add(new SweepStep.Exact(target, part));
            }
        }
    }

    private void planDirect(Measured target) {
        Map<Integer, List<Site>> layers = target.parts().stream()
                .filter(part -> !target.hasDirect(part))
                .collect(Collectors.groupingBy(Site::layer, LinkedHashMap::new, Collectors.toList()));
        layers.values().forEach(parts -> missing.add(new SweepStep.Direct(target, parts)));
    }

    /** What can be measured. */
    private List<Measured> targets() {
        return wanted.targets().stream().filter(target -> !target.isRefused()).toList();
    }

    private void next() {
        if (targets().isEmpty()) {
            set(Stage.NOTHING);
        } else if (missing.isEmpty()) {
            set(Stage.DONE);
        } else if (!asked && !(missing.getFirst() instanceof SweepStep.Estimate) && seconds() > SHORT_SECONDS) {
            set(Stage.LONG);
        } else {
            set(Stage.RUNNING);
            task.askNow(missing.getFirst());
        }
    }

    private double seconds() {
        return pace.seconds(missing);
    }

    private void set(Stage stage) {
        int total = 0;
        int done = 0;
        for (Measured target : targets()) {
            total += target.parts().size() * (wanted.direct() ? 2 : 1);
            done += target.count() + (wanted.direct() ? target.directCount() : 0);
        }
        state.set(new State(stage, done, total, seconds()));
    }

    private void done(Answer answer) {
        SweepStep step = missing.removeFirst();
        answer.result().run();
        pace.learn(step, answer.nanos());
        if (missing.isEmpty() && step instanceof SweepStep.Estimate) plan();
        next();
    }

    private void failed(Throwable failure) {
        if (failure instanceof PromptException && wanted.average()) {
            Measured target = missing.getFirst().target();
            target.refuse();
            missing.removeIf(step -> step.target() == target);
            if (missing.isEmpty()) plan();
            next();
            return;
        }
        set(Stage.FAILED);
        onFailure.accept(failure);
    }
}
