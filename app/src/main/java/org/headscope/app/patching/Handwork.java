package org.headscope.app.patching;

import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.value.ObservableBooleanValue;
import org.headscope.app.heatmap.Cell;
import org.headscope.app.session.Session;
import org.headscope.app.task.LatestTask;
import org.headscope.app.text.Text;
import org.headscope.engine.analysis.patching.PromptPair.Direction;
import org.headscope.engine.experiment.Experiment;
import org.headscope.engine.experiment.Switch;
import org.headscope.engine.hook.Patch;
import org.headscope.engine.hook.Site;

/** What is worked out for patches that are made one by one: grids of the lens, patched runs, paths, interventions. FX thread. */
final class Handwork {
    private record Adding(Ground ground, Site site, String source) {}

    private final Session session;
    private final PatchingModel model;
    private final LatestTask<Ground, LensSheets> lensing;
    private final LatestTask<Patched.Question, Patched> patching;
    private final LatestTask<PathMap.Question, PathMap> mapping;
    private final LatestTask<PathResult.Question, PathResult> pathing;
    private final LatestTask<Adding, Patch> adding;
    private final BooleanBinding busy;

    Handwork(Session session, PatchingModel model, Executor engine, Consumer<Throwable> onFailure) {
        this.session = session;
        this.model = model;
        lensing = new LatestTask<>(engine, 0, LensSheets::of, model.lenses::set, onFailure);
        patching = new LatestTask<>(engine, 0, Patched::of, model.patched::set, onFailure);
        mapping = new LatestTask<>(engine, 0, PathMap::of, model.pathMap::set, onFailure);
        pathing = new LatestTask<>(engine, 0, PathResult::of, model.pathResult::set, onFailure);
        adding = new LatestTask<>(
                engine,
                0,
                (question, progress) ->
                        question.ground().pair().patch(Direction.NOISING, question.site(), question.source(), progress),
                this::added,
                onFailure);
        busy = lensing.busyProperty()
                .or(patching.busyProperty())
                .or(mapping.busyProperty())
                .or(pathing.busyProperty())
                .or(adding.busyProperty());
        model.ground.subscribe(this::forgetOlder);
    }

    ObservableBooleanValue busyProperty() {
        return busy;
    }

    boolean isBusy() {
        return busy.get();
    }

    /** Whether something that is to be shown by itself is being worked out. */
    boolean isFilling() {
        return lensing.isBusy() || mapping.isBusy() || pathing.isBusy();
    }

    /** Lets the engine go. */
    void giveWay() {
        for (LatestTask<?, ?> task : List.of(lensing, patching, mapping, pathing, adding)) task.cancel();
    }

    void forget() {
        forgetOlder(null);
    }

    /** Nothing of other prompts stays. */
    private void forgetOlder(Ground ground) {
        if (model.lenses.get() != null && model.lenses.get().ground() != ground) model.lenses.set(null);
        if (model.patched.get() != null && model.patched.get().question().ground() != ground) model.patched.set(null);
        if (model.pathMap.get() != null && model.pathMap.get().ground() != ground) model.pathMap.set(null);
        if (model.pathResult.get() != null && model.pathResult.get().question().ground() != ground) {
            model.pathResult.set(null);
        }
    }

    /** Works out what the mode shows, where it is missing. */
    void work() {
        Ground ground = model.ground.get();
        switch (model.mode.get()) {
            case MAP -> {}
            case DRAG -> {
                if (model.lenses.get() == null) lensing.askNow(ground);
            }
            case PATHS -> paths(ground, model.direction.get());
        }
    }

    private void paths(Ground ground, Direction direction) {
        PathMap map = model.pathMap.get();
        if (map == null || !map.answers(ground, direction)) mapping.askNow(new PathMap.Question(ground, direction));
        var question = new PathResult.Question(ground, direction, model.paths.get());
        PathResult known = model.pathResult.get();
        if (known != null && known.question().equals(question)) return;
        pathing.cancel();
        model.pathResult.set(null);
        if (question.choice().isComplete()) pathing.askNow(question);
    }

    /** Gives a cell of one run its value of the other. */
    void patch(Direction direction, Cell cell) {
        LensSheets lenses = model.lenses.get();
        if (lenses == null) return;
        patching.askNow(
                new Patched.Question(lenses.ground(), direction, cell, lenses.site(cell), PatchWords.donor(direction)));
    }

    /** Puts a patch of the clean run into the experiment. */
    void add(Site site) {
        adding.askNow(new Adding(model.ground.get(), site, PatchWords.donor(Direction.NOISING)));
    }

    private void added(Patch patch) {
        session.edit(
                Text.of("patching.step.add", patch.site().label()),
                experiment -> holds(experiment, patch) ? experiment : experiment.plus(patch));
    }

    /** Whether an experiment has this patch already, with the same values. */
    private static boolean holds(Experiment experiment, Patch patch) {
        return experiment.switches().stream()
                .map(Switch::intervention)
                .anyMatch(other -> other instanceof Patch there
                        && there.site().equals(patch.site())
                        && there.values().isSame(patch.values()));
    }
}
