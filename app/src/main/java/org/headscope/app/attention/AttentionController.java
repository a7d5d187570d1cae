package org.headscope.app.attention;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import javafx.beans.binding.Bindings;
import javafx.beans.value.ObservableValue;
import org.headscope.app.command.CommandGroup;
import org.headscope.app.error.Sentences;
import org.headscope.app.pane.EmptyState;
import org.headscope.app.pane.PaneCard;
import org.headscope.app.session.RunTag;
import org.headscope.app.session.Session;
import org.headscope.app.session.Shown;
import org.headscope.app.task.LatestTask;
import org.headscope.engine.analysis.HeadRoles;
import org.headscope.engine.experiment.Comparison;
import org.headscope.engine.experiment.Run;
import org.headscope.engine.hook.Intervention;
import org.headscope.engine.hook.Part;
import org.headscope.engine.hook.Site;
import org.headscope.engine.hook.ZeroAblation;
import org.headscope.engine.model.Model;

/** The attention of every head, and of one head large. */
public final class AttentionController {
    private record RolesQuestion(Run run, int layers) {}

    private final Session session;
    private final AttentionModel model = new AttentionModel();
    private final AttentionView view;
    private final LatestTask<GridQuestion, GridPicture> grids;
    private final LatestTask<HeadQuestion, HeadPicture> patterns;
    private final LatestTask<HeadQuestion, HeadPicture> pictures;
    private final LatestTask<RolesQuestion, HeadRoles> promptRoles;
    private final LatestTask<RandomRoles, RandomRoles> repeatedRoles;
    private Model scored;
    private Consumer<Site> onAblate;

    /**
     * @param engine where models run
     */
    public AttentionController(Session session, Executor engine) {
        this(session, engine, ForkJoinPool.commonPool());
    }

    /**
     * @param sums where everything is computed that needs no model, so that it does not wait behind a run
     */
    AttentionController(Session session, Executor engine, Executor sums) {
        this.session = session;
        onAblate = head -> session.toggle(new ZeroAblation(head));
        view = new AttentionView(
                model,
                session.selection().partProperty()::set,
                head -> onAblate.accept(head),
                new EdgeActions(session, model));
        var reader = new HeadReader();
        grids = new LatestTask<>(sums, 0, GridPicture::of, model.grid::set, this::fail);
        patterns = new LatestTask<>(sums, 0, reader::read, this::show, this::fail);
        pictures = new LatestTask<>(engine, 0, reader::read, this::show, this::fail);
        promptRoles = new LatestTask<>(
                sums,
                0,
                (question, _) -> HeadRoles.onPrompt(question.run(), question.layers()),
                model.promptRoles::set,
                this::fail);
        repeatedRoles = new LatestTask<>(engine, 0, RandomRoles::next, this::scored, this::fail);
        followSession();
        followModel();
        view.card().busyProperty().bind(pictures.busyProperty());
    }

    /** Says how a head is switched off, or on again; without this, by setting it to 0. */
    public void setOnAblate(Consumer<Site> action) {
        onAblate = action;
    }

    /** The choices of the pane. */
    public CommandGroup commands() {
        return AttentionCommands.of(model);
    }

    /** The scores of all heads on random tokens said twice; null while they are not there. */
    public ObservableValue<HeadRoles> repeatedRoles() {
        return model.repeatedRoles;
    }

    /** The pane. */
    public PaneCard view() {
        return view.card();
    }

    private void followSession() {
        PaneCard card = view.card();
        card.staleProperty()
                .bind(Bindings.createBooleanBinding(
                        () -> session.staleProperty().get() || !upToDate(),
                        session.staleProperty(),
                        session.comparisonProperty(),
                        session.shownProperty(),
                        model.grid,
                        model.picture));
        card.emptyProperty().bind(EmptyState.until(session.comparisonProperty(), session.problemProperty()));
        session.laboratoryProperty().subscribe(_ -> forgetModel());
        session.comparisonProperty().subscribe(_ -> showRun());
        session.shownProperty().subscribe(_ -> showRun());
        session.experimentProperty().subscribe(_ -> model.ablated.set(ablated()));
        var selection = session.selection();
        selection.partProperty().subscribe(part -> {
            if (part.is(Part.HEAD)) model.head.set(part);
        });
        model.head.subscribe((_, head) -> selection.partProperty().set(head));
        model.hoveredQuery.bindBidirectional(selection.hoveredPositionProperty());
        model.hoveredKey.bindBidirectional(selection.hoveredKeyProperty());
        model.lockedQuery.bindBidirectional(selection.positionProperty());
        model.lockedKey.bindBidirectional(selection.keyProperty());
    }

    private void followModel() {
        view.showing().subscribe(now -> {
            model.showing.set(now);
            showRun();
        });
        model.head.subscribe(_ -> askHead());
        model.added.subscribe(_ -> askHead());
        model.quantity.subscribe(_ -> askHead());
        model.bosOut.subscribe(_ -> askGrid());
    }

    private void forgetModel() {
        grids.cancel();
        patterns.cancel();
        pictures.cancel();
        promptRoles.cancel();
        repeatedRoles.cancel();
        scored = null;
        model.grid.set(null);
        model.picture.set(null);
        model.promptRoles.set(null);
        model.repeatedRoles.set(null);
        model.added.set(Set.of());
        view.card().runTagProperty().set("");
    }

    /** Shows the newest runs, if anybody looks. */
    private void showRun() {
        Comparison comparison = session.comparisonProperty().get();
        if (comparison == null || !model.showing.get()) return;
        askHead();
        askGrid();
        Run run = session.shownProperty().get() == Shown.BEFORE ? comparison.before() : comparison.after();
        promptRoles.askNow(new RolesQuestion(run, session.model().config().nLayers()));
        if (scored != session.model()) {
            scored = session.model();
            repeatedRoles.askNow(RandomRoles.start(scored));
        }
    }

    private void askGrid() {
        Comparison comparison = session.comparisonProperty().get();
        if (comparison == null || !model.showing.get()) return;
        var config = session.model().config();
        grids.askNow(new GridQuestion(
                config.nLayers(),
                config.nHeads(),
                comparison,
                session.shownProperty().get(),
                model.bosOut.get()));
    }

    private void askHead() {
        Comparison comparison = session.comparisonProperty().get();
        if (comparison == null || !model.showing.get()) return;
        var question = new HeadQuestion(
                session.model(), comparison, session.shownProperty().get(), model.shownHeads(), model.quantity.get());
        patterns.cancel();
        pictures.cancel();
        (question.quantity() == Quantity.PATTERN ? patterns : pictures).askNow(question);
    }

    private void show(HeadPicture picture) {
        view.card().errorProperty().set(null);
        model.picture.set(picture);
        HeadQuestion question = picture.question();
        view.card().runTagProperty().set(RunTag.words(question.comparison(), question.shown(), question.model()));
    }

    private void scored(RandomRoles roles) {
        model.repeatedRoles.set(roles.mean());
        if (!roles.done()) repeatedRoles.askNow(roles);
    }

    /** Whether all that is shown is of the newest runs. */
    private boolean upToDate() {
        GridPicture grid = model.grid.get();
        HeadPicture picture = model.picture.get();
        return grid != null
                && picture != null
                && isNewest(grid.question().comparison(), grid.question().shown())
                && isNewest(picture.question().comparison(), picture.question().shown());
    }

    private boolean isNewest(Comparison comparison, Shown shown) {
        return comparison == session.comparisonProperty().get()
                && shown == session.shownProperty().get();
    }

    private Set<Site> ablated() {
        var heads = new HashSet<Site>();
        for (Intervention intervention : session.experimentProperty().get().active()) {
            Site site = intervention.site();
            if (site.is(Part.HEAD)) {
                heads.add(Site.head(site.layer(), site.head()));
            } else if (site.is(Part.ATTENTION) && session.model() != null) {
                IntStream.range(0, session.model().config().nHeads())
                        .forEach(head -> heads.add(Site.head(site.layer(), head)));
            }
        }
        return Set.copyOf(heads);
    }

    private void fail(Throwable failure) {
        Sentences.tell(failure, view.card().errorProperty()::set);
    }
}
