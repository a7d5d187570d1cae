package org.headscope.app.ablation;

import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.headscope.app.session.Ablation;
import org.headscope.app.session.Session;
import org.headscope.app.session.Shown;
import org.headscope.app.task.Prepared;
import org.headscope.engine.experiment.Comparison;
import org.headscope.engine.experiment.Experiment;
import org.headscope.engine.experiment.Laboratory;
import org.headscope.engine.experiment.Metric;
import org.headscope.engine.experiment.Run;
import org.headscope.engine.experiment.Switch;

/** What is measured: the runs that are shown or, where effects are averaged, the prompts of a set with the same interventions. */
final class Targets {
    private final Session session;
    private final AblationModel model;
    private final Effects effects = new Effects();
    private final Prepared<SetPrompts.Question, SetPrompts> sets;

    Targets(Session session, AblationModel model, Executor engine, Consumer<Throwable> onFailure) {
        this.session = session;
        this.model = model;
        this.sets = new Prepared<>(SetPrompts.Question::find, engine, onFailure);
    }

    /** Forgets what belongs to another model. */
    void clear() {
        effects.clear();
        sets.clear();
    }

    /** The runs that are shown, the later one first. */
    List<Run> runs(Comparison comparison) {
        if (comparison.isClean()) return List.of(comparison.after());
        return switch (session.shownProperty().get()) {
            case BEFORE -> List.of(comparison.before());
            case AFTER, BOTH -> List.of(comparison.after());
            case DIFFERENCE -> List.of(comparison.after(), comparison.before());
        };
    }

    /** What is measured of a run. */
    Metric metric(Run run) {
        return model.byLoss.get() ? new Metric(Metric.Kind.LOSS, run.loss()) : run.metric();
    }

    /**
     * Does something with what is to be measured.
     *
     * @return whether it is done already; otherwise it will be as soon as the prompts of the set are looked through
     */
    boolean with(Comparison comparison, Ablation ablation, Consumer<List<EffectSheet.Term>> action) {
        if (!model.averaged.get()) {
            model.set.set(null);
            action.accept(List.of(ofRuns(runs(comparison), ablation)));
            return true;
        }
        List<Run> runs = runs(comparison);
        var question = new SetPrompts.Question(
                laboratory(),
                model.library.get(),
                model.averageOver.get(),
                runs.getFirst().experiment().prependBos(),
                active(runs.getFirst()),
                active(runs.getLast()),
                ablation,
                metric(comparison.after()).kind());
        return sets.with(question, set -> {
            model.set.set(set);
            action.accept(set.prompts().stream().map(this::ofPrompt).toList());
        });
    }

    private EffectSheet.Term ofRuns(List<Run> runs, Ablation ablation) {
        List<Measured> known = runs.stream()
                .map(run -> effects.of(SweepKey.of(laboratory(), asked(run), ablation)))
                .toList();
        // Without interventions both runs are the same one.
        return new EffectSheet.Term(known.getFirst(), isChange() ? known.getLast() : null);
    }

    private EffectSheet.Term ofPrompt(SetPrompts.OfPrompt prompt) {
        return new EffectSheet.Term(effects.of(prompt.after()), isChange() ? effects.of(prompt.before()) : null);
    }

    private boolean isChange() {
        return session.shownProperty().get() == Shown.DIFFERENCE;
    }

    private Laboratory laboratory() {
        return session.laboratoryProperty().get();
    }

    /** The experiment of a run; without answers it is measured by its loss. */
    private Experiment asked(Run run) {
        return model.byLoss.get() ? run.experiment().withAnswers("", "") : run.experiment();
    }

    private static List<Switch> active(Run run) {
        return run.experiment().switches().stream().filter(Switch::on).toList();
    }
}
