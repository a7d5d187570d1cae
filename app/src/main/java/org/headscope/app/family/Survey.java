package org.headscope.app.family;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.headscope.app.task.LatestTask;
import org.headscope.engine.experiment.Experiment;
import org.headscope.engine.experiment.Laboratory;
import org.headscope.engine.experiment.Metric;
import org.headscope.engine.run.Progress;
import org.headscope.engine.token.PromptException;

/**
 * Measures every prompt of a set, a few at a time, so that a run of the user waits for those at most. What is known of the open
 * model is not measured again, so stopping loses nothing.
 */
final class Survey {
    /** So many are measured without being asked for. */
    static final int AT_ONCE = 60;

    /** A task of the engine takes about so long. */
    private static final long PIECE_NANOS = 60_000_000;

    /** More than fit into a piece of time. */
    private static final int PIECE = 256;

    /** What is measured is shown so often. */
    private static final long SHOW_NANOS = 250_000_000;

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

    /** @param before what is known of what it is compared with; may be null */
    private record Item(int index, Experiment baseline, Experiment experiment, Metric before) {}

    private record Question(Laboratory laboratory, List<Item> items) {}

    private record Answer(Item item, Measured measured) {}

    private final ReadOnlyObjectWrapper<State> state = new ReadOnlyObjectWrapper<>(this, "state", State.NOTHING);
    private final LatestTask<Question, List<Answer>> task;
    private final Consumer<Throwable> onFailure;
    /** Of the open model, oldest first. */
    private final Map<Experiment, Metric> known = new LinkedHashMap<>();

    private FamilyKey key;
    private List<Experiment> experiments = List.of();
    private List<Experiment> baselines = List.of();
    private Measured[] measured = {};
    private int wanted;
    private boolean stopped;
    private long shown;

    Survey(Executor engine, Consumer<Throwable> onFailure) {
        this.task = new LatestTask<>(engine, 0, Survey::measure, this::take, this::failed);
        this.onFailure = onFailure;
    }

    ReadOnlyObjectProperty<State> stateProperty() {
        return state.getReadOnlyProperty();
    }

    /** Goes on with another question, or with the same one after giving way. */
    void show(FamilyKey asked) {
        if (!asked.equals(key)) {
            task.cancel();
            stopped = false;
            key = asked;
            wanted = AT_ONCE;
            experiments = IntStream.range(0, key.prompts().size())
                    .mapToObj(key::experiment)
                    .toList();
            baselines = IntStream.range(0, key.prompts().size())
                    .mapToObj(key::baseline)
                    .toList();
            measured = IntStream.range(0, experiments.size())
                    .mapToObj(this::remembered)
                    .toArray(Measured[]::new);
        }
        next();
    }

    /** Forgets everything, as another model comes. */
    void clear() {
        task.cancel();
        known.clear();
        key = null;
        experiments = List.of();
        baselines = List.of();
        measured = new Measured[0];
        state.set(State.NOTHING);
    }

    /** Measures what is left, however long it takes. */
    void all() {
        wanted = Integer.MAX_VALUE;
        stopped = false;
        next();
    }

    /** Lets the engine go; what was measured stays. */
    void stop() {
        stopped = true;
        giveWay();
    }

    /** Lets the engine go, for a run of the user after which {@link #show} is called again. */
    void giveWay() {
        task.cancel();
        publish(false);
    }

    private Measured remembered(int index) {
        Metric before = known.get(baselines.get(index));
        if (key.isClean()) return before == null ? null : new Measured(before, null, "");
        Metric after = known.get(experiments.get(index));
        return before == null || after == null ? null : new Measured(before, after, "");
    }

    private void next() {
        if (key == null) return;
        var missing = new ArrayList<Item>();
        int last = Math.min(wanted, experiments.size());
        for (int i = 0; i < last && missing.size() < PIECE; i++) {
            if (measured[i] != null) continue;
            Experiment baseline = baselines.get(i);
            missing.add(new Item(i, baseline, experiments.get(i), known.get(baseline)));
        }
        boolean more = !missing.isEmpty() && !stopped;
        if (!more || !state.get().running() || System.nanoTime() - shown > SHOW_NANOS) publish(more);
        if (more) task.askNow(new Question(key.laboratory(), missing));
    }

    private void publish(boolean running) {
        if (key == null) return;
        shown = System.nanoTime();
        state.set(new State(key, Collections.unmodifiableList(Arrays.asList(measured.clone())), running));
    }

    /** As many as fit into a piece of time, at least one. */
    private static List<Answer> measure(Question question, Progress progress) {
        long end = System.nanoTime() + PIECE_NANOS;
        var answers = new ArrayList<Answer>();
        for (Item item : question.items()) {
            if (!answers.isEmpty() && System.nanoTime() > end) break;
            answers.add(new Answer(item, measure(question.laboratory(), item, progress)));
        }
        return answers;
    }

    private static Measured measure(Laboratory laboratory, Item item, Progress progress) {
        try {
            Metric before = item.before() == null ? laboratory.metric(item.baseline(), progress) : item.before();
            boolean same = item.experiment().equals(item.baseline());
            return new Measured(before, same ? null : laboratory.metric(item.experiment(), progress), "");
        } catch (PromptException e) {
            return new Measured(null, null, e.getMessage());
        }
    }

    private void take(List<Answer> answers) {
        for (Answer answer : answers) {
            Measured found = answer.measured();
            measured[answer.item().index()] = found;
            if (found.before() != null) known.put(answer.item().baseline(), found.before());
            if (found.after() != null) known.put(answer.item().experiment(), found.after());
        }
        while (known.size() > MOST_KNOWN) known.remove(known.keySet().iterator().next());
        next();
    }

    private void failed(Throwable failure) {
        stopped = true;
        publish(false);
        onFailure.accept(failure);
    }
}
