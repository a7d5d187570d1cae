package org.headscope.app.lens;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.stream.IntStream;
import org.headscope.app.command.CommandGroup;
import org.headscope.app.error.Sentences;
import org.headscope.app.pane.EmptyState;
import org.headscope.app.pane.PaneCard;
import org.headscope.app.session.RunTag;
import org.headscope.app.session.Session;
import org.headscope.app.session.Shown;
import org.headscope.app.task.LatestTask;
import org.headscope.engine.analysis.LensReading;
import org.headscope.engine.analysis.LogitLens;
import org.headscope.engine.experiment.Answer;
import org.headscope.engine.experiment.Comparison;
import org.headscope.engine.experiment.Run;
import org.headscope.engine.hook.Site;
import org.headscope.engine.model.Model;

/**
 * The logit lens pane. Positions are read a few at a time, the last one first, then those that are seen; what another run
 * has in common with an earlier one is not read again.
 */
public final class LensController {
    private static final int KEPT_SHEETS = 3;

    private final Session session;
    private final LensModel model = new LensModel();
    private final LensView view;
    private final LatestTask<LensWork, Map<Run, List<LensReading>>> reading;
    /** The sheets of the newest runs, newest first. */
    private final List<LensSheet> sheets = new ArrayList<>();

    /**
     * @param engine where the lens is read
     */
    public LensController(Session session, Executor engine) {
        this.session = session;
        view = new LensView(model, this::look, this::togglePin);
        reading = new LatestTask<>(engine, 0, LensWork::answer, this::take, this::fail);
        var card = view.card();
        card.staleProperty().bind(session.staleProperty());
        card.busyProperty().bind(reading.busyProperty());
        card.runTagProperty().bind(RunTag.of(session));
        view.nameRuns(RunTag.of(session, Shown.BEFORE), RunTag.of(session, Shown.AFTER));
        card.emptyProperty().bind(EmptyState.until(session.comparisonProperty(), session.problemProperty()));
        session.comparisonProperty().subscribe(this::show);
        session.shownProperty().subscribe(this::show);
        model.subStepsProperty().subscribe((before, after) -> changeRows(after));
        model.normProperty().subscribe((before, after) -> show());
        model.againstProperty().subscribe((before, after) -> show());
        model.pins().subscribe(this::readOn);
        session.laboratoryProperty().subscribe((before, after) -> forget());
        session.staleProperty().subscribe(stale -> {
            // The engine belongs to the new run, whose lens is read when it is there.
            if (stale) reading.cancel();
        });
        link();
        show();
    }

    /** The choices of the pane. */
    public CommandGroup commands() {
        return LensCommands.of(model);
    }

    /** The pane. */
    public PaneCard view() {
        return view.card();
    }

    LensModel model() {
        return model;
    }

    private void link() {
        var selection = session.selection();
        model.selectedProperty().subscribe((before, place) -> {
            selection.positionProperty().set(place == null ? null : place.position());
        });
        selection.positionProperty().subscribe(this::selectPosition);
        model.hoveredProperty().subscribe((before, place) -> {
            selection.hoveredPositionProperty().set(place == null ? null : place.position());
        });
        selection.hoveredPositionProperty().subscribe(position -> {
            if (model.hoveredProperty().get() == null) model.linkedProperty().set(position);
        });
        selection.tokenProperty().subscribe(token -> {
            if (token != null && session.model() != null) {
                model.pin(token, session.model().tokenizer().token(token).label());
            }
        });
    }

    private void selectPosition(Integer position) {
        LensPlace now = model.selectedProperty().get();
        if (position == null) {
            model.selectedProperty().set(null);
        } else if (now == null || now.position() != position) {
            LensTable table = model.tableProperty().get();
            int row = now != null ? now.row() : table == null ? 0 : table.rows().size() - 1;
            model.selectedProperty().set(new LensPlace(row, position));
        }
    }

    /** A cell that is clicked is a place in the residual stream to be inspected. */
    private void look(LensPlace place) {
        LensTable table = model.tableProperty().get();
        if (table == null) return;
        session.selection().positionProperty().set(place.position());
        session.selection()
                .partProperty()
                .set(Site.of(table.rows().get(place.row()).hook()));
    }

    private void togglePin(int token) {
        var followed = session.selection().tokenProperty();
        if (!model.isPinned(token)) {
            model.pin(token, session.model().tokenizer().token(token).label());
            followed.set(token);
        } else {
            model.unpin(token);
            followed.set(model.pins().isEmpty() ? null : model.pins().getLast().token());
        }
    }

    /** Keeps the selected cell at its place in the residual stream. */
    private void changeRows(boolean subSteps) {
        LensPlace place = model.selectedProperty().get();
        show();
        LensTable table = model.tableProperty().get();
        boolean changes = session.model() != null && session.model().config().hasResidMid();
        if (place != null && table != null && changes) {
            int row = subSteps ? place.row() * 2 : place.row() / 2;
            model.selectedProperty()
                    .set(new LensPlace(Math.min(row, table.rows().size() - 1), place.position()));
        }
    }

    private void forget() {
        reading.cancel();
        sheets.clear();
        model.unpinAll();
        session.selection().tokenProperty().set(null);
    }

    private void show() {
        reading.cancel();
        Comparison comparison = session.comparisonProperty().get();
        var card = view.card();
        card.errorProperty().set(null);
        if (comparison == null) {
            model.tableProperty().set(null);
            return;
        }
        publish();
        readOn();
    }

    private void publish() {
        Comparison comparison = session.comparisonProperty().get();
        Shown shown = session.shownProperty().get();
        LensSheet main = sheet(shown == Shown.BEFORE ? comparison.before() : comparison.after());
        boolean beside = shown == Shown.BOTH;
        LensSheet before = beside || shown == Shown.DIFFERENCE ? sheet(comparison.before()) : null;
        model.tableProperty().set(new LensTable(main, before, beside, chosen(session.model(), comparison.before())));
    }

    /** What is known of a run. */
    private LensSheet sheet(Run run) {
        LogitLens lens = model.lens();
        Model opened = session.model();
        sheets.removeIf(sheet -> !sheet.lens().equals(lens) || sheet.model() != opened);
        LensSheet found = sheets.stream()
                .filter(sheet -> sheet.run() == run)
                .findFirst()
                .or(() -> sheets.stream()
                        .map(sheet -> sheet.carriedTo(run))
                        .max(Comparator.comparingInt(sheet -> sheet.readings().size())))
                .orElseGet(() -> new LensSheet(opened, lens, run, Map.of()));
        keep(found);
        return found;
    }

    private void keep(LensSheet sheet) {
        sheets.removeIf(other -> other.run() == sheet.run());
        sheets.addFirst(sheet);
        while (sheets.size() > KEPT_SHEETS) sheets.removeLast();
    }

    /**
     * The token each position is seen against: the next one of the prompt; at the last position the answer, or, without
     * one, what the model says when nothing is switched off.
     */
    private List<Integer> chosen(Model opened, Run run) {
        int length = run.tokens().size();
        Integer against = model.againstProperty().get();
        if (against != null)
            return IntStream.range(0, length).mapToObj(_ -> against).toList();
        var chosen = new ArrayList<Integer>();
        for (int position = 1; position < length; position++)
            chosen.add(run.tokens().get(position).id());
        chosen.add(Answer.of(opened.tokenizer(), run.experiment().answer())
                .map(Answer::id)
                .orElseGet(() -> run.top(length - 1, 1).getFirst().id()));
        return chosen;
    }

    /** Reads the next few positions, if any are missing. */
    private void readOn() {
        LensTable table = model.tableProperty().get();
        if (table == null || session.staleProperty().get()) return;
        int batch = LensWork.batch(table.model(), table.shown().lens());
        var wanted = new HashMap<Run, List<Integer>>();
        for (LensSheet sheet :
                table.before() == null ? List.of(table.shown()) : List.of(table.shown(), table.before())) {
            List<Integer> missing = missing(table, sheet);
            int now = missing.contains(table.length() - 1) ? 1 : Math.min(batch, missing.size());
            if (now > 0) wanted.put(sheet.run(), missing.subList(0, now));
        }
        if (!wanted.isEmpty()) {
            reading.askNow(new LensWork(table.model(), table.shown().lens(), wanted, table.chosen(), model.pinned()));
        }
    }

    /** The positions of a sheet that are to be read: the last one, the one talked about, those seen, all others. */
    private List<Integer> missing(LensTable table, LensSheet sheet) {
        Set<Integer> order = new LinkedHashSet<>();
        order.add(table.length() - 1);
        order.add(model.place().position());
        List<Integer> seen = view.seen().boxed().toList();
        order.addAll(seen.reversed());
        for (int position = table.length() - 1; position >= 0; position--) order.add(position);
        Set<Integer> pinned = model.pinned();
        order.removeIf(position ->
                position >= table.length() || sheet.has(position, table.chosen().get(position), pinned));
        return List.copyOf(order);
    }

    private void take(Map<Run, List<LensReading>> read) {
        List.copyOf(sheets).forEach(sheet -> {
            if (read.containsKey(sheet.run())) keep(sheet.with(read.get(sheet.run())));
        });
        publish();
        readOn();
    }

    private void fail(Throwable failure) {
        Sentences.tell(failure, view.card().errorProperty()::set);
    }
}
