package org.headscope.app.ablation;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.headscope.app.task.LatestTask;
import org.headscope.engine.analysis.AblationSweep;
import org.headscope.engine.experiment.Laboratory;
import org.headscope.engine.experiment.Run;
import org.headscope.engine.hook.Site;
import org.headscope.engine.run.Progress;
import org.headscope.engine.token.PromptException;

/**
 * Measures every part of one or two runs. Each part is a task of its own on the engine's thread, so that a run of the user
 * waits for one pass at most. What is known is not measured again, so stopping loses nothing.
 */
final class Sweep {
    /** A sweep that would take longer waits until it is asked for. */
    static final double SHORT_SECONDS = 5;

    /**
     * What is wanted: the effects of the parts on a run.
     *
     * @param effects where they are put
     */
    record Target(SweepKey key, Run run, Map<Site, Double> effects) {}

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

    private record Question(Target target, Site part) {}

    private record Answer(double effect, long nanos) {}

    private final Pace pace;
    private final LatestTask<Question, Answer> task;
    private final Consumer<Throwable> onFailure;
    private final ReadOnlyObjectWrapper<State> state =
            new ReadOnlyObjectWrapper<>(this, "state", new State(Stage.NOTHING, 0, 0, 0));
    private final Deque<Question> missing = new ArrayDeque<>();
    private Laboratory laboratory;
    private int total;
    private boolean asked;

    Sweep(Executor engine, Consumer<Throwable> onFailure) {
        this(engine, onFailure, new Pace());
    }

    /** With what is known of the time that parts take, for tests. */
    Sweep(Executor engine, Consumer<Throwable> onFailure, Pace pace) {
        this.pace = pace;
        this.task = new LatestTask<>(engine, 0, Sweep::measure, this::measured, this::failed);
        this.onFailure = onFailure;
    }

    ReadOnlyObjectProperty<State> stateProperty() {
        return state.getReadOnlyProperty();
    }

    State state() {
        return state.get();
    }

    /** Goes on with other runs, the first ones first. */
    void show(List<Target> targets) {
        task.cancel();
        missing.clear();
        total = 0;
        asked = false;
        for (Target target : targets) {
            laboratory = target.key().laboratory();
            pace.turnTo(
                    laboratory,
                    target.run().tokens().size(),
                    target.key().ablation().mean());
            for (Site part : AblationSweep.sites(laboratory.model().config())) {
                total++;
                if (!target.effects().containsKey(part)) missing.add(new Question(target, part));
            }
        }
        next();
    }

    /** Lets the engine go at once, and shows nothing. */
    void clear() {
        show(List.of());
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

    private int nLayers() {
        return laboratory.model().config().nLayers();
    }

    private void next() {
        if (total == 0) {
            set(Stage.NOTHING);
        } else if (missing.isEmpty()) {
            set(Stage.DONE);
        } else if (!asked && seconds() > SHORT_SECONDS) {
            set(Stage.LONG);
        } else {
            set(Stage.RUNNING);
            task.askNow(missing.getFirst());
        }
    }

    private double seconds() {
        return missing.isEmpty()
                ? 0
                : pace.seconds(missing.stream().map(Question::part).toList(), nLayers());
    }

    private void set(Stage stage) {
        state.set(new State(stage, total - missing.size(), total, seconds()));
    }

    private static Answer measure(Question question, Progress progress) throws PromptException {
        long start = System.nanoTime();
        SweepKey key = question.target().key();
        double effect = AblationSweep.effect(
                key.laboratory(),
                question.target().run().experiment(),
                key.ablation().of(question.part()),
                progress);
        return new Answer(effect, System.nanoTime() - start);
    }

    private void measured(Answer answer) {
        Question question = missing.removeFirst();
        question.target().effects().put(question.part(), answer.effect());
        pace.learn(question.part(), nLayers(), answer.nanos());
        next();
    }

    private void failed(Throwable failure) {
        set(Stage.FAILED);
        onFailure.accept(failure);
    }
}
