package org.headscope.app.session;

import java.util.function.LongSupplier;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.headscope.engine.experiment.Experiment;
import org.headscope.engine.experiment.Metric;

/** All states of the session and a cursor. A change after going back drops the states that lay ahead. */
public final class History {
    private static final int MOST_STEPS = 2000;

    /** Typing that goes on after such a pause is a step of its own. */
    private static final long PAUSE_NANOS = 2_000_000_000L;

    private final ObservableList<Step> steps = FXCollections.observableArrayList();
    private final ObservableList<Step> readOnly = FXCollections.unmodifiableObservableList(steps);
    private final ReadOnlyIntegerWrapper cursor = new ReadOnlyIntegerWrapper(this, "cursor", -1);
    private final LongSupplier clock;
    private String mergeKey = "";
    private long changed;

    History() {
        this(System::nanoTime);
    }

    /** With another clock in nanoseconds, for tests. */
    History(LongSupplier clock) {
        this.clock = clock;
    }

    /** The states, oldest first. */
    public ObservableList<Step> steps() {
        return readOnly;
    }

    /** Index of the current state. */
    public ReadOnlyIntegerProperty cursorProperty() {
        return cursor.getReadOnlyProperty();
    }

    public BooleanBinding canUndo() {
        return cursor.greaterThan(0);
    }

    public BooleanBinding canRedo() {
        return Bindings.createBooleanBinding(() -> cursor.get() < steps.size() - 1, cursor, steps);
    }

    Experiment current() {
        return steps.get(cursor.get()).experiment();
    }

    /**
     * Adds a state behind the current one, or replaces it where both have the same merge key and came soon after each
     * other, so that what is typed in one go is one step.
     *
     * @param merge the kind of change; empty for one that never merges
     */
    void add(String words, Experiment experiment, String merge) {
        if (cursor.get() < steps.size() - 1) steps.remove(cursor.get() + 1, steps.size());
        var step = new Step(words, experiment, 0, null);
        boolean soon = clock.getAsLong() - changed < PAUSE_NANOS;
        changed = clock.getAsLong();
        if (!merge.isEmpty() && merge.equals(mergeKey) && soon && cursor.get() > 0) {
            steps.set(cursor.get(), step);
        } else {
            steps.add(step);
            if (steps.size() > MOST_STEPS) steps.removeFirst();
            cursor.set(steps.size() - 1);
        }
        mergeKey = merge;
    }

    void moveTo(int index) {
        mergeKey = "";
        cursor.set(Math.clamp(index, 0, steps.size() - 1));
    }

    /** Notes the metric of the current state, if it is the one that was run. */
    void measured(Experiment asked, long run, Metric metric) {
        if (asked.equals(current()))
            steps.set(cursor.get(), steps.get(cursor.get()).with(run, metric));
    }
}
