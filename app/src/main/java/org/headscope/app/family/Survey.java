package org.headscope.app.family;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.headscope.app.task.LatestTask;
import org.headscope.engine.experiment.Experiment;
import org.headscope.engine.experiment.Laboratory;
import org.headscope.engine.experiment.Metric;
import org.headscope.engine.run.Progress;
import org.headscope.engine.token.PromptException;

/**
 * Measures every prompt of a set, a few at a time, so that a run of the user waits for those at most. What is known is not
 * measured again, so stopping loses nothing.
 */
final class Survey {
    /** So many are measured without being asked for. */
    static final int AT_ONCE = 60;

    /** A task of the engine takes about so long. */
    private static final long PIECE_NANOS = 60_000_000;

    private static final int MOST_KNOWN = 20_000;

    /**
     * How far it is.
     *
     * @param measured one for each prompt, in order; null where it is not measured
     */
    record State(FamilyKey key, List<Measured> measured, boolean running) {
        static final State NOTHING = new State(null, List.of(), false);

        long done() {
            return measured.stream().filter(one -> one != null).count();
        }
    }

    private record Question(Laboratory laboratory, List<Experiment> experiments) {}

    private record Key(Laboratory laboratory, Experiment experiment) {}

    private final ReadOnlyObjectWrapper<State> state = new ReadOnlyObjectWrapper<>(this, "state", State.NOTHING);
    private final LatestTask<Question, Map<Experiment, Measured>> task;
    private final Consumer<Throwable> onFailure;
    private final Map<Key, Measured> known = new LinkedHashMap<>();
    private FamilyKey key;
    private int wanted;
    private boolean stopped;

    Survey(Executor engine, Consumer<Throwable> onFailure) {
        this.task = new LatestTask<>(engine, 0, Survey::measure, this::take, this::failed);
        this.onFailure = onFailure;
    }

    ReadOnlyObjectProperty<State> stateProperty() {
        return state.getReadOnlyProperty();
    }

    /** Goes on with another question, or with none where the key is null. */
    void show(FamilyKey asked) {
        if (asked != null && asked.equals(key) && !stopped) {
            next();
            return;
        }
        task.cancel();
        stopped = false;
        key = asked;
        wanted = AT_ONCE;
        next();
    }

    /** Measures what is left, however long it takes. */
    void all() {
        wanted = Integer.MAX_VALUE;
        stopped = false;
        next();
    }

    /** Lets the engine go; what was measured stays. */
    void stop() {
        task.cancel();
        stopped = true;
        publish(false);
    }

    /** Lets the engine go, for a run of the user after which {@link #show} is called again. */
    void giveWay() {
        task.cancel();
    }

    private void next() {
        if (key == null) {
            state.set(State.NOTHING);
            return;
        }
        var missing = new ArrayList<Experiment>();
        int last = Math.min(wanted, key.prompts().size());
        for (int i = 0; i < last; i++) {
            if (!known.containsKey(new Key(key.laboratory(), key.experiment(i)))) missing.add(key.experiment(i));
        }
        boolean more = !missing.isEmpty() && !stopped;
        publish(more);
        if (more) task.askNow(new Question(key.laboratory(), missing));
    }

    private void publish(boolean running) {
        if (key == null) return;
        var measured = new ArrayList<Measured>();
        for (int i = 0; i < key.prompts().size(); i++) {
            measured.add(known.get(new Key(key.laboratory(), key.experiment(i))));
        }
        state.set(new State(key, Collections.unmodifiableList(measured), running));
    }

    /** As many as fit into a piece of time, at least one. */
    private static Map<Experiment, Measured> measure(Question question, Progress progress) {
        long end = System.nanoTime() + PIECE_NANOS;
        var answers = new LinkedHashMap<Experiment, Measured>();
        for (Experiment experiment : question.experiments()) {
            if (!answers.isEmpty() && System.nanoTime() > end) break;
            answers.put(experiment, measure(question.laboratory(), experiment, progress));
        }
        return answers;
    }

    private static Measured measure(Laboratory laboratory, Experiment experiment, Progress progress) {
        try {
            Metric before = laboratory.metric(experiment.clean(), progress);
            return new Measured(before, experiment.isClean() ? null : laboratory.metric(experiment, progress), "");
        } catch (PromptException e) {
            return new Measured(null, null, e.getMessage());
        }
    }

    private void take(Map<Experiment, Measured> answers) {
        answers.forEach((experiment, measured) -> known.put(new Key(key.laboratory(), experiment), measured));
        while (known.size() > MOST_KNOWN) known.remove(known.keySet().iterator().next());
        next();
    }

    private void failed(Throwable failure) {
        stopped = true;
        publish(false);
        onFailure.accept(failure);
    }
}
