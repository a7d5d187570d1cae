package org.headscope.app.attribution;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import javafx.beans.binding.Bindings;
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
import org.headscope.engine.analysis.residual.Share;
import org.headscope.engine.experiment.Answer;
import org.headscope.engine.experiment.Answers;
import org.headscope.engine.experiment.Comparison;
import org.headscope.engine.experiment.Experiment;
import org.headscope.engine.hook.Part;
import org.headscope.engine.hook.Site;

/**
 * The attribution pane: the logit difference told apart by who wrote it, and in turn what feeds a head. Works only while it is
 * seen.
 */
public final class AttributionController {
    private final Session session;
    private final AttributionModel model = new AttributionModel();
    private final Results results = new Results();
    private final Actions actions = new Actions();
    private final AttributionView view;
    private final LatestTask<Work, Work.Result> work;
    private final LatestTask<Promoted.Question, Promoted> tokens;
    private final ObservableValue<Boolean> showing;
    /** The subjects that are wanted, the newer first; empty where there is nothing to show. */
    private List<Subject> wanted = List.of();

    /** @param engine where everything is worked out */
    public AttributionController(Session session, Executor engine) {
        this.session = session;
        view = new AttributionView(model, actions);
        showing = Showing.of(view.card());
        work = new LatestTask<>(engine, 0, Work::answer, this::take, this::fail);
        tokens = new LatestTask<>(
                engine, 0, Promoted::of, model.promoted::set, failure -> Sentences.tell(failure, this::say));
        PaneCard card = view.card();
        card.staleProperty().bind(session.staleProperty().or(model.held));
        card.busyProperty().bind(work.busyProperty());
        ObservableValue<EmptyState> before = EmptyState.until(session.comparisonProperty(), session.problemProperty());
        card.emptyProperty()
                .bind(Bindings.createObjectBinding(
                        () -> before.getValue() != null ? before.getValue() : model.reason.get(),
                        before,
                        model.reason));
        session.comparisonProperty().subscribe(this::show);
        session.shownProperty().subscribe(this::show);
        session.laboratoryProperty().subscribe((_, _) -> forget());
        session.selection().positionProperty().subscribe((_, _) -> show());
        session.selection().partProperty().subscribe(part -> {
            // What lies between the parts gives nothing of its own.
            if (!part.isStream()) model.chosen.set(part);
        });
        session.staleProperty().subscribe(stale -> {
            // The engine belongs to the new run, which is split when it is there.
            if (stale) work.cancel();
        });
        showing.subscribe(seen -> {
            if (seen) show();
        });
        model.trail.subscribe(this::show);
        model.chosen.subscribe(this::readTokens);
    }

    /** The pane. */
    public PaneCard view() {
        return view.card();
    }

    /** The choices of the pane. */
    public CommandGroup commands() {
        return AttributionCommands.of(model, actions);
    }

    /** Stops all that is being worked out, and offers to go on. */
    public void cancel() {
        boolean missing = work.isBusy();
        work.cancel();
        tokens.cancel();
        if (missing) {
            model.reason.set(new EmptyState(
                    Text.of("attribution.stopped"),
                    Text.of("attribution.stopped.why"),
                    Text.of("attribution.resume"),
                    this::show));
        }
    }

    /** Shows a part among those of its kind. */
    public void lookAt(Site part) {
        if (part.isNeuron()) model.by.set(SplitBy.NEURONS);
        else if (part.is(Part.ATTENTION)) model.by.set(SplitBy.LAYERS);
        else if (model.by.get() == SplitBy.NEURONS) model.by.set(SplitBy.HEADS);
    }

    AttributionModel model() {
        return model;
    }

    private final class Actions implements AttributionView.Actions {
        @Override
        public void choose(Row row) {
            if (row.key() >= 0) session.selection().keyProperty().set(row.key());
            else if (row.site() != null) choose(row.site());
        }

        @Override
        public void choose(Site part) {
            model.chosen.set(part);
            if (part.isPart() || part.isNeuron())
                session.selection().partProperty().set(part);
        }

        @Override
        public void hover(Row row) {
            session.selection().hoveredPositionProperty().set(row == null || row.key() < 0 ? null : row.key());
        }

        @Override
        public void trace(TraceStep.Input input) {
            AttributionTable table = model.table.get();
            Site head = model.chosen.get();
            if (table == null || table.cell(head) == null) return;
            Cell cell = cell(table, head);
            var trail = new ArrayList<>(table.trail());
            trail.add(new TraceStep(head, input, cell.row(), cell.column()));
            model.trail.set(List.copyOf(trail));
        }

        /** The cell that is asked about: the chosen key, where the logits themselves are split; else the strongest one. */
        private Cell cell(AttributionTable table, Site head) {
            Cell strongest = table.cell(head);
            Integer key = session.selection().keyProperty().get();
            boolean chosen = table.trail().isEmpty() && key != null && key <= strongest.row();
            return chosen ? new Cell(strongest.row(), key) : strongest;
        }

        @Override
        public void back(int steps) {
            List<TraceStep> trail = model.trail.get();
            if (steps < 0 || steps >= trail.size()) return;
            // What was looked at on the way is looked at again.
            choose(trail.get(steps).head());
            model.trail.set(List.copyOf(trail.subList(0, steps)));
        }
    }

    private void forget() {
        work.cancel();
        tokens.cancel();
        results.clear();
        wanted = List.of();
        model.table.set(null);
        model.promoted.set(null);
        model.trail.set(List.of());
        model.reason.set(AttributionModel.WORKING);
        view.card().runTagProperty().set("");
    }

    /** Shows what is wanted now if it is known, else asks for it. */
    private void show() {
        work.cancel();
        Comparison comparison = session.comparisonProperty().get();
        if (comparison == null || !showing.getValue()) return;
        say(null);
        wanted = subjects(comparison);
        if (wanted.isEmpty()) {
            model.reason.set(new EmptyState(Text.of("attribution.noAnswer"), Text.of("attribution.noAnswer.why")));
            return;
        }
        if (!fits(model.trail.get())) {
            model.trail.set(List.of());
            return;
        }
        model.reason.set(model.table.get() == null ? AttributionModel.WORKING : null);
        AttributionTable table = results.table(wanted, model.trail.get(), beside());
        if (table != null) {
            publish(table);
        } else if (!session.staleProperty().get()) {
            model.held.set(true);
            work.askNow(new Work(wanted, model.trail.get(), results.sheets()));
        }
    }

    /** Whether a trace that was made on other tokens has its positions in these. */
    private boolean fits(List<TraceStep> trail) {
        AttributionTable old = model.table.get();
        if (old == null || trail.isEmpty()) return true;
        Subject now = wanted.getFirst();
        return now.position() == old.subject().position()
                && now.run().tokens().list().equals(old.tokens().list());
    }

    /**
     * What is to be split of the runs that are shown, nothing without an answer. A difference is that of the answers of now; a
     * pinned run by itself has its own.
     */
    private List<Subject> subjects(Comparison comparison) {
        boolean old = session.shownProperty().get() == Shown.BEFORE;
        Experiment experiment = (old ? comparison.before() : comparison.after()).experiment();
        Answers answers = Answers.of(session.model(), experiment);
        if (answers.right().isEmpty()) return List.of();
        int last = comparison.after().tokens().size() - 1;
        Integer chosen = session.selection().positionProperty().get();
        var after = new Subject(
                session.model(),
                comparison.after(),
                chosen == null || chosen > last ? last : chosen,
                answers.right().get().id(),
                answers.wrong().map(Answer::id).orElse(null));
        if (comparison.isClean()) return List.of(after);
        Subject before = after.of(comparison.before());
        return switch (session.shownProperty().get()) {
            case BEFORE -> List.of(before);
            case AFTER -> List.of(after);
            case DIFFERENCE, BOTH -> List.of(after, before);
        };
    }

    private boolean beside() {
        return session.shownProperty().get() == Shown.BOTH;
    }

    private void take(Work.Result result) {
        results.add(result);
        AttributionTable table = results.table(wanted, model.trail.get(), beside());
        if (table != null) publish(table);
    }

    private void publish(AttributionTable table) {
        model.held.set(false);
        model.reason.set(
                table.isFinite()
                        ? null
                        : new EmptyState(Text.of("attribution.notFinite"), Text.of("attribution.notFinite.why")));
        Comparison comparison = session.comparisonProperty().get();
        Shown shown = session.shownProperty().get();
        view.card().runTagProperty().set(RunTag.words(comparison, shown, session.model()));
        model.table.set(table);
        readTokens();
    }

    /** Asks what the chosen part does to tokens, at the position where it gives most. */
    private void readTokens() {
        AttributionTable table = model.table.get();
        if (table == null || !table.isFinite() || session.staleProperty().get()) return;
        Site part = model.chosen.get();
        Row row = model.chosenRow();
        Share share = table.now().find(part);
        int position = row != null
                ? row.position()
                : share != null ? share.position() : table.subject().position();
        var question = new Promoted.Question(table.sheet(), table.sheetBefore(), part, position);
        Promoted known = model.promoted.get();
        if (known == null || !known.question().equals(question)) tokens.askNow(question);
    }

    private void fail(Throwable failure) {
        model.held.set(false);
        if (model.table.get() == null) {
            model.reason.set(new EmptyState(Text.of("attribution.failed"), Text.of("attribution.failed.why")));
        }
        Sentences.tell(failure, this::say);
    }

    private void say(String sentence) {
        view.card().errorProperty().set(sentence);
    }
}
