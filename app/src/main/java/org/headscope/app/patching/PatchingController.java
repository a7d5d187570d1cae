package org.headscope.app.patching;

import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import javafx.beans.binding.Bindings;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.value.ObservableValue;
import org.headscope.app.command.CommandGroup;
import org.headscope.app.error.Sentences;
import org.headscope.app.heatmap.Cell;
import org.headscope.app.pane.EmptyState;
import org.headscope.app.pane.PaneCard;
import org.headscope.app.pane.Showing;
import org.headscope.app.session.RunTag;
import org.headscope.app.session.Session;
import org.headscope.app.session.Shown;
import org.headscope.app.task.LatestTask;
import org.headscope.app.text.Text;
import org.headscope.engine.analysis.patching.PromptPair.Direction;
import org.headscope.engine.experiment.Comparison;
import org.headscope.engine.hook.Site;
import org.headscope.engine.token.PromptException;

/**
 * The patching pane: what values of one run do in the run of another prompt. Both runs are without interventions, so that what is
 * measured holds whatever is switched off meanwhile. It works only while it is seen.
 */
public final class PatchingController {
    private final Session session;
    private final PatchingModel model = new PatchingModel();
    private final Measured.Kept kept = new Measured.Kept();
    private final ObjectProperty<EmptyState> refusal = new SimpleObjectProperty<>(this, "refusal");
    private final Refusals refusals;
    private final PatchSweep sweep;
    private final LatestTask<Ground.Question, Ground> grounding;
    private final Handwork handwork;
    private final PaneCard card;
    private final ObservableValue<Boolean> showing;
    private Runnable onEdit = () -> {};

    public PatchingController(Session session, Executor engine) {
        this.session = session;
        this.refusals = new Refusals(session, () -> onEdit.run());
        this.sweep = new PatchSweep(engine, this::failed);
        this.grounding = new LatestTask<>(engine, 0, Ground::of, this::take, this::ungrounded);
        this.handwork = new Handwork(session, model, engine, this::failed);
        this.card = new PatchingView(model, new Actions()).card();
        this.showing = Showing.of(card);
        session.setsProperty().subscribe((_, _) -> refresh());
        session.laboratoryProperty().subscribe(this::forget);
        session.comparisonProperty().subscribe(this::refresh);
        session.staleProperty().subscribe(stale -> {
            if (stale) giveWay();
        });
        showing.subscribe(this::follow);
        for (var choice : List.of(model.mode, model.map, model.direction)) choice.subscribe(this::work);
        model.paths.subscribe(this::work);
        model.map.subscribe(() -> model.selected.set(null));
        model.selected.subscribe(this::select);
        sweep.stateProperty().subscribe(this::show);
        bindCard();
    }

    private void bindCard() {
        card.staleProperty().bind(session.staleProperty().or(model.held));
        card.busyProperty()
                .bind(Bindings.createBooleanBinding(
                        () -> sweep.state().stage() == PatchSweep.Stage.RUNNING
                                || grounding.isBusy()
                                || handwork.isBusy(),
                        sweep.stateProperty(),
                        grounding.busyProperty(),
                        handwork.busyProperty()));
        ObservableValue<EmptyState> without = EmptyState.until(session.comparisonProperty(), session.problemProperty());
        card.emptyProperty()
                .bind(Bindings.createObjectBinding(
                        () -> without.getValue() == null ? refusal.get() : without.getValue(), without, refusal));
    }

    /** The pane. */
    public PaneCard view() {
        return card;
    }

    /** The choices of the pane. */
    public CommandGroup commands() {
        return PatchingCommands.of(model);
    }

    /** What leads to the field of the corrupted prompt. */
    public void setOnEdit(Runnable action) {
        onEdit = action;
    }

    /** Stops all that is being worked out; what was measured stays, and the pane offers to go on. */
    public void cancel() {
        boolean missing = grounding.isBusy() || handwork.isFilling();
        grounding.cancel();
        handwork.giveWay();
        sweep.stop();
        if (missing) {
            refusal.set(new EmptyState(
                    Text.of("patching.stopped"),
                    Text.of("patching.stopped.why"),
                    Text.of("patching.resume"),
                    this::refresh));
        }
    }

    PatchingModel model() {
        return model;
    }

    /** How far the map is. */
    ReadOnlyObjectProperty<PatchSweep.State> sweepProperty() {
        return sweep.stateProperty();
    }

    private final class Actions implements PatchingView.Actions {
        @Override
        public void patch(Direction direction, Cell cell) {
            if (isCurrent()) handwork.patch(direction, cell);
        }

        @Override
        public void stop() {
            sweep.stop();
        }

        @Override
        public void resume() {
            card.errorProperty().set(null);
            sweep.resume();
        }

        @Override
        public void add(Site site) {
            if (isCurrent()) handwork.add(site);
        }

        @Override
        public String describe(Cell cell) {
            MapSheet sheet = model.sheet.get();
            Ground ground = model.ground.get();
            return sheet == null || ground == null ? "" : PatchWords.cell(sheet, cell, ground);
        }
    }

    /** Whether what is shown belongs to the experiment as it is. */
    private boolean isCurrent() {
        return model.ground.get() != null && !card.staleProperty().get();
    }

    private void forget() {
        clear();
        kept.clear();
        handwork.forget();
        model.paths.set(PathChoice.NONE);
    }

    /** Shows nothing of the prompts of before. */
    private void clear() {
        giveWay();
        sweep.show(null);
        model.ground.set(null);
        model.held.set(false);
        card.runTagProperty().set("");
    }

    private void giveWay() {
        grounding.cancel();
        sweep.giveWay();
        handwork.giveWay();
    }

    private void follow(boolean seen) {
        if (seen) {
            refresh();
        } else {
            giveWay();
        }
    }

    /** Starts from the runs of the session, unless both prompts have not changed. */
    private void refresh() {
        Comparison comparison = session.comparisonProperty().get();
        card.errorProperty().set(null);
        if (comparison == null) return;
        refusal.set(refusals.of(comparison.after().experiment()).orElse(null));
        if (refusal.get() != null) {
            clear();
            return;
        }
        var question = Ground.Question.of(session.laboratoryProperty().get(), comparison);
        boolean answered = question.isAnsweredBy(model.ground.get());
        model.held.set(model.ground.get() != null && !answered);
        boolean ready = showing.getValue()
                && !session.staleProperty().get()
                && !comparison.after().isStored();
        if (!ready) return;
        if (answered) {
            tag();
            work();
        } else {
            grounding.askNow(question);
        }
    }

    private void take(Ground ground) {
        if (!model.map.get().isIn(ground.pair().model().config())) model.map.set(PatchMap.RESID_PRE);
        model.ground.set(ground);
        model.held.set(false);
        tag();
        work();
    }

    private void tag() {
        Ground ground = model.ground.get();
        var clean = new Comparison(ground.clean(), ground.clean());
        card.runTagProperty()
                .set(Text.of(
                        "patching.tag",
                        RunTag.words(clean, Shown.AFTER, session.model()),
                        String.valueOf(ground.corrupted().id())));
    }

    /** Works out what is seen. */
    private void work() {
        Ground ground = model.ground.get();
        if (!isCurrent() || !showing.getValue()) return;
        refusal.set(null);
        if (model.mode.get() == Mode.MAP) {
            Measured map = kept.of(new PatchKey(ground.pair(), model.map.get(), model.direction.get()));
            if (!sweep.isAt(map)) sweep.show(map);
        } else {
            sweep.giveWay();
            handwork.work();
        }
    }

    private void show() {
        Measured map = sweep.measured();
        model.sheet.set(map == null ? null : new MapSheet(map));
        model.sweep.set(sweep.state());
    }

    /** What is chosen here is chosen everywhere. */
    private void select(Cell cell) {
        MapSheet sheet = model.sheet.get();
        if (cell == null || sheet == null) return;
        Site site = sheet.grid().site(cell);
        if (!site.positions().all()) {
            session.selection().positionProperty().set(site.positions().chosen().getFirst());
        }
        // Queries, keys, values and patterns are those of a head.
        boolean ofHead = site.head() >= 0;
        session.selection()
                .partProperty()
                .set(ofHead ? Site.head(site.layer(), site.head()) : Site.of(site.hookName()));
    }

    /** Prompts that do not fit together are refused, and with them goes what was shown of others. */
    private void ungrounded(Throwable failure) {
        if (failure instanceof PromptException e) {
            clear();
            refusal.set(refusals.of(e.getMessage()));
        } else {
            failed(failure);
        }
    }

    private void failed(Throwable failure) {
        Consumer<String> sentence = card.errorProperty()::set;
        Sentences.tell(failure, sentence);
    }
}
