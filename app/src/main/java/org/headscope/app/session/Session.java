package org.headscope.app.session;

import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleObjectProperty;
import org.headscope.app.error.Sentences;
import org.headscope.app.task.LatestTask;
import org.headscope.app.text.Text;
import org.headscope.engine.experiment.Comparison;
import org.headscope.engine.experiment.Experiment;
import org.headscope.engine.experiment.Laboratory;
import org.headscope.engine.experiment.Run;
import org.headscope.engine.experiment.Switch;
import org.headscope.engine.hook.Intervention;
import org.headscope.engine.model.Model;
import org.headscope.engine.run.Progress;
import org.headscope.engine.token.PromptException;
import org.headscope.engine.token.Token;

/**
 * The state all panes share: the model, the experiment, the newest pair of runs, the selection and the history. Every
 * change of the experiment is a step that can be undone, and starts a run; the pair of runs is published at once, so that
 * no pane can mix two. All methods are called on the FX thread.
 */
public final class Session {
    private record Question(Laboratory laboratory, Experiment experiment, Experiment baseline) {}

    private final ReadOnlyObjectWrapper<Laboratory> laboratory = new ReadOnlyObjectWrapper<>(this, "laboratory");
    private final ReadOnlyObjectWrapper<Experiment> experiment = new ReadOnlyObjectWrapper<>(this, "experiment");
    private final ReadOnlyObjectWrapper<Experiment> baseline = new ReadOnlyObjectWrapper<>(this, "baseline");
    private final ReadOnlyObjectWrapper<Comparison> comparison = new ReadOnlyObjectWrapper<>(this, "comparison");
    private final ReadOnlyBooleanWrapper stale = new ReadOnlyBooleanWrapper(this, "stale");
    private final ReadOnlyBooleanWrapper stopped = new ReadOnlyBooleanWrapper(this, "stopped");
    private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper(this, "problem", "");
    private final ObjectProperty<Shown> shown = new SimpleObjectProperty<>(this, "shown", Shown.AFTER);
    private final ObjectProperty<Ablation> ablation = new SimpleObjectProperty<>(this, "ablation", Ablation.ZERO);
    private final ObjectProperty<PromptSets> sets = new SimpleObjectProperty<>(this, "sets", PromptSets.NONE);
    private final Selection selection = new Selection();
    private final History history = new History();
    private final Origins origins = new Origins();
    private final LatestTask<Question, Comparison> runs;
    private final Consumer<Throwable> onUnexpected;
    /** What the person chose to see; without interventions there is nothing to choose. */
    private Shown chosen = Shown.AFTER;

    /**
     * @param engine where runs happen
     * @param pauseMillis how long to wait after a keystroke before running
     * @param onUnexpected told of failures that are not the user's
     */
    public Session(Executor engine, int pauseMillis, Experiment first, Consumer<Throwable> onUnexpected) {
        this.onUnexpected = onUnexpected;
        this.runs = new LatestTask<>(engine, pauseMillis, Session::answer, this::publish, this::fail);
        start(first);
    }

    /** For tests: with the pause and the FX thread replaced. */
    Session(Executor engine, Executor fx, LatestTask.Pause pause, Experiment first, Consumer<Throwable> onUnexpected) {
        this.onUnexpected = onUnexpected;
        this.runs = new LatestTask<>(engine, fx, pause, Session::answer, this::publish, this::fail);
        start(first);
    }

    private void start(Experiment first) {
        history.add(Text.of("session.start"), first, "");
        experiment.set(first);
    }

    /** The model that is open; null until the first one is loaded. */
    public ReadOnlyObjectProperty<Laboratory> laboratoryProperty() {
        return laboratory.getReadOnlyProperty();
    }

    public Model model() {
        return laboratory.get() == null ? null : laboratory.get().model();
    }

    /** What is asked now, which may be ahead of the runs that are shown. */
    public ReadOnlyObjectProperty<Experiment> experimentProperty() {
        return experiment.getReadOnlyProperty();
    }

    /** The experiment that was pinned to compare with; null where the prompt without interventions is what to compare with. */
    public ReadOnlyObjectProperty<Experiment> baselineProperty() {
        return baseline.getReadOnlyProperty();
    }

    /** Compares with an experiment from now on, until {@link #unpin}. */
    public void pin(Experiment pinned) {
        baseline.set(pinned);
        run(true);
    }

    /** Compares with the prompt without interventions again. */
    public void unpin() {
        if (baseline.get() == null) return;
        baseline.set(null);
        run(true);
    }

    /** Pins what is asked now, or lets go of it where it is what is pinned. */
    public void togglePin() {
        togglePin(experiment.get());
    }

    /** Pins an experiment, or lets go of it where it is the one that is pinned. */
    public void togglePin(Experiment chosen) {
        if (chosen.equals(baseline.get())) unpin();
        else pin(chosen);
    }

    /** The runs that are shown; null until the first one is done. */
    public ReadOnlyObjectProperty<Comparison> comparisonProperty() {
        return comparison.getReadOnlyProperty();
    }

    /** Whether the experiment has changed since the runs that are shown. */
    public ReadOnlyBooleanProperty staleProperty() {
        return stale.getReadOnlyProperty();
    }

    /** Whether the run of the experiment was stopped, so that what is shown stays that of an older one. */
    public ReadOnlyBooleanProperty stoppedProperty() {
        return stopped.getReadOnlyProperty();
    }

    /** Why the experiment could not be run, in one sentence; empty if it could. */
    public ReadOnlyStringProperty problemProperty() {
        return problem.getReadOnlyProperty();
    }

    /** Which of the two runs the panes show. */
    public ObjectProperty<Shown> shownProperty() {
        return shown;
    }

    /** How parts are switched off now, in the map and wherever the effect of a part is told. */
    public ObjectProperty<Ablation> ablationProperty() {
        return ablation;
    }

    /** The prompts of the library, to take means over. */
    public ObjectProperty<PromptSets> setsProperty() {
        return sets;
    }

    /** Why the model that is open cannot apply an intervention, in a sentence or two; empty where it can. */
    public String obstacle(Intervention intervention) {
        return origins.obstacle(intervention);
    }

    public Selection selection() {
        return selection;
    }

    public History history() {
        return history;
    }

    public ReadOnlyBooleanProperty busyProperty() {
        return runs.busyProperty();
    }

    public ReadOnlyObjectProperty<LatestTask.Step> progressProperty() {
        return runs.progressProperty();
    }

    /** Goes on with another model; runs of the old one are forgotten. */
    public void open(Laboratory opened) {
        open(opened, null);
    }

    /**
     * Goes on with another model and shows a stored run of the experiment until the model has computed its own.
     *
     * @param stored may be null
     */
    public void open(Laboratory opened, Run stored) {
        runs.cancel();
        comparison.set(null);
        problem.set("");
        // Prompts that a mean was taken over are tokens of the model before.
        ablation.set(Ablation.ZERO);
        // So is a run that was pinned one of the model before.
        baseline.set(null);
        origins.open(opened.model(), experiment.get());
        laboratory.set(opened);
        selection.fit(Integer.MAX_VALUE, opened.model().config());
        Experiment fitting = origins.fitting(experiment.get());
        if (!fitting.equals(experiment.get()))
            edit(Text.of("session.openModel", opened.model().name()), _ -> fitting);
        Experiment readable = IdPrompt.readable(experiment.get(), opened.model());
        if (!readable.equals(experiment.get())) {
            selection.positionProperty().set(null);
            selection.keyProperty().set(null);
            edit(Text.of("session.tokenIds"), _ -> readable);
        }
        run(true);
        if (stored != null && stored.experiment().equals(experiment.get())) publish(new Comparison(stored, stored));
    }

    /** Changes the experiment as one step. */
    public void edit(String words, UnaryOperator<Experiment> change) {
        apply(words, change, "", true);
    }

    /** Changes the experiment by typing: waits for a pause before running, and merges with the typing before. */
    public void type(String words, UnaryOperator<Experiment> change) {
        apply(words, change, words, false);
    }

    private void apply(String words, UnaryOperator<Experiment> change, String merge, boolean now) {
        Experiment changed = change.apply(experiment.get());
        if (changed.equals(experiment.get())) return;
        origins.note(experiment.get(), changed);
        history.add(words, changed, merge);
        experiment.set(changed);
        run(now);
    }

    /** Adds an intervention, or takes it away if it is there. */
    public void toggle(Intervention intervention) {
        boolean there =
                experiment.get().switches().stream().map(Switch::intervention).anyMatch(intervention::equals);
        if (there) {
            edit(Text.of("session.restore", PartText.of(intervention.site())), e -> e.minus(intervention));
        } else {
            edit(Text.of("session.ablate", PartText.of(intervention.site())), e -> e.plus(intervention));
        }
    }

    /** Adds an intervention at the end of the list, switched on; one that is there already goes to the end. */
    public void add(Intervention intervention) {
        edit(
                Text.of("session.add", InterventionWords.what(intervention)),
                e -> e.minus(intervention).plus(intervention));
    }

    /** Does something to what its site names in place of what the list does to that, or besides if that is nothing. */
    public void change(Intervention intervention) {
        edit(Text.of("session.add", InterventionWords.what(intervention)), e -> e.with(intervention));
    }

    public void clearInterventions() {
        edit(Text.of("session.clear"), Experiment::clean);
    }

    public void undo() {
        goTo(history.cursorProperty().get() - 1);
    }

    public void redo() {
        goTo(history.cursorProperty().get() + 1);
    }

    /** Goes to a state of the history, with those interventions in it off that only another model can apply. */
    public void goTo(int step) {
        if (step < 0 || step >= history.steps().size()) return;
        history.moveTo(step);
        experiment.set(origins.fitting(history.current()));
        run(true);
    }

    /** Stops the run in progress; what was shown stays, until {@link #runAgain} or the next change. */
    public void cancel() {
        boolean running = runs.isBusy();
        runs.cancel();
        if (running) stopped.set(true);
    }

    /** Runs the experiment as it is now. */
    public void runAgain() {
        run(true);
    }

    private void run(boolean now) {
        stopped.set(false);
        stale.set(true);
        if (laboratory.get() == null) return;
        var question = new Question(laboratory.get(), experiment.get(), baseline.get());
        if (now) {
            runs.askNow(question);
        } else {
            runs.ask(question);
        }
    }

    private static Comparison answer(Question question, Progress progress) throws PromptException {
        Experiment asked = question.experiment();
        Experiment compared = question.baseline() == null ? asked.clean() : question.baseline();
        return question.laboratory().run(asked, compared, progress);
    }

    /** A position is chosen for the token that stands there; where another one stands now, the choice means nothing. */
    private void forgetReplaced(ObjectProperty<Integer> position, Comparison answer) {
        if (position.get() == null || comparison.get() == null) return;
        List<Token> before = comparison.get().after().tokens().list();
        List<Token> now = answer.after().tokens().list();
        int at = position.get();
        boolean same = at < now.size()
                && at < before.size()
                && before.get(at).id() == now.get(at).id();
        if (!same) position.set(null);
    }

    private void showWhatThereIs(Comparison answer) {
        Comparison old = comparison.get();
        boolean fallenBack = old == null || old.isClean() && shown.get() == Shown.AFTER;
        if (!fallenBack) chosen = shown.get();
        shown.set(answer.isClean() ? Shown.AFTER : chosen);
    }

    private void publish(Comparison answer) {
        selection.fit(answer.after().tokens().size(), model().config());
        forgetReplaced(selection.positionProperty(), answer);
        forgetReplaced(selection.keyProperty(), answer);
        showWhatThereIs(answer);
        problem.set("");
        stale.set(false);
        Run after = answer.after();
        history.measured(after.experiment(), after.id(), after.metric());
        comparison.set(answer);
    }

    private void fail(Throwable failure) {
        Sentences.of(failure).ifPresentOrElse(problem::set, () -> onUnexpected.accept(failure));
    }
}
