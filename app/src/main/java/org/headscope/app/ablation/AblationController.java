package org.headscope.app.ablation;

import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javafx.beans.binding.Bindings;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.value.ObservableValue;
import org.headscope.app.command.CommandGroup;
import org.headscope.app.error.Sentences;
import org.headscope.app.export.TableExport;
import org.headscope.app.heatmap.Cell;
import org.headscope.app.heatmap.Matrix;
import org.headscope.app.pane.EmptyState;
import org.headscope.app.pane.PaneCard;
import org.headscope.app.session.Ablation;
import org.headscope.app.session.AblationText;
import org.headscope.app.session.MetricText;
import org.headscope.app.session.RunTag;
import org.headscope.app.session.Session;
import org.headscope.app.session.Shown;
import org.headscope.app.session.TokenText;
import org.headscope.app.text.Text;
import org.headscope.engine.analysis.AblationSweep;
import org.headscope.engine.experiment.Comparison;
import org.headscope.engine.experiment.Experiment;
import org.headscope.engine.experiment.Laboratory;
import org.headscope.engine.experiment.Metric;
import org.headscope.engine.experiment.Run;
import org.headscope.engine.experiment.result.Table;
import org.headscope.engine.hook.Site;

/** The map of all parts, on which a click switches a part off and on, coloured by what that does to the metric. */
public final class AblationController {
    /** How long older numbers stay, dimmed, before a map that is only partly measured takes their place. */
    private static final long HOLD_NANOS = 250_000_000;

    private final Session session;
    private final AblationModel model = new AblationModel();
    private final Targets targets;
    private final AblationWay way;
    private final Sweep sweep;
    private final PaneCard card;
    private final TableExport tables;
    private List<EffectSheet.Term> terms = List.of();
    private long since;
    private int asked;

    /** @param files where tables are written */
    public AblationController(Session session, Executor engine, Executor files) {
        this.session = session;
        this.card = new AblationView(model, new Actions()).card();
        this.tables = new TableExport(files, card.errorProperty()::set);
        this.way = new AblationWay(session, model, engine, this::refuse, card.errorProperty()::set, this::failed);
        this.targets = new Targets(session, model, engine, this::failed);
        this.sweep = new Sweep(engine, this::failed);
        model.library.bind(session.setsProperty());
        model.library.subscribe((_, _) -> followSets());
        session.laboratoryProperty().subscribe(this::opened);
        session.experimentProperty().subscribe(this::showSwitches);
        // The prompt alone: another change of the experiment leaves the chosen set as it is.
        session.experimentProperty().map(Experiment::prompt).subscribe((_, _) -> way.followPrompt());
        session.experimentProperty()
                .subscribe(experiment ->
                        model.corrupted.set(!experiment.corrupted().isEmpty()));
        session.comparisonProperty().subscribe(this::measure);
        session.shownProperty().subscribe(this::measure);
        session.staleProperty().subscribe(stale -> {
            if (stale) sweep.giveWay();
        });
        session.selection().positionProperty().subscribe(this::positionChosen);
        session.selection().partProperty().subscribe(this::showSelected);
        model.selected.subscribe(cell -> {
            if (cell != null)
                session.selection().partProperty().set(model.grid.get().part(cell));
        });
        for (ObservableValue<?> choice :
                List.of(model.kind, model.group, model.chosenPosition, model.path, model.byLoss, model.averageOver)) {
            choice.subscribe(this::measure);
        }
        sweep.stateProperty().subscribe(this::show);
        card.staleProperty().bind(session.staleProperty().or(model.held));
        card.busyProperty()
                .bind(Bindings.createBooleanBinding(
                        () -> sweep.state().stage() == Sweep.Stage.RUNNING, sweep.stateProperty()));
        card.emptyProperty().bind(EmptyState.until(session.comparisonProperty(), session.problemProperty()));
    }

    /** The pane. */
    public PaneCard view() {
        return card;
    }

    /** The choices of the pane. */
    public CommandGroup commands() {
        return AblationCommands.of(model);
    }

    private void followSets() {
        way.keepGroup();
        if (model.kind.get().needsSet() || model.averaged.get()) measure();
    }

    /** Switches a part off in the way the pane's menu says, or on again, as one step. */
    public void toggle(Site part) {
        toggle(List.of(part));
    }

    /** Stops measuring; what was measured stays, and the pane offers to go on. */
    public void cancel() {
        sweep.stop();
    }

    /** How far the measuring is. */
    ReadOnlyObjectProperty<Sweep.State> sweepProperty() {
        return sweep.stateProperty();
    }

    AblationModel model() {
        return model;
    }

    private final class Actions implements AblationView.Actions {
        @Override
        public void toggle(Collection<Site> parts) {
            AblationController.this.toggle(parts);
        }

        @Override
        public void stop() {
            sweep.stop();
        }

        @Override
        public void resume() {
            sweep.resume();
        }

        @Override
        public String describe(Cell cell) {
            return AblationController.this.describe(cell);
        }

        @Override
        public void copy(Table table) {
            TableExport.copy(table);
        }

        @Override
        public void save(Table table) {
            tables.save(table, card.getScene().getWindow());
        }
    }

    private void opened(Laboratory laboratory) {
        sweep.clear();
        targets.clear();
        way.clear();
        terms = List.of();
        model.effects.set(EffectSheet.EMPTY);
        model.help.set(Matrix.empty());
        card.errorProperty().set(null);
        card.runTagProperty().set("");
        if (laboratory == null) return;
        var config = laboratory.model().config();
        model.grid.set(new PartGrid(config.nLayers(), config.nHeads(), config.hasMlp()));
        showSelected();
    }

    private void toggle(Collection<Site> parts) {
        if (session.model() == null || parts.isEmpty()) return;
        way.with(ablation -> {
            boolean allOff =
                    parts.stream().allMatch(session.experimentProperty().get()::changes);
            session.edit(Toggle.words(parts, allOff), experiment -> Toggle.apply(experiment, parts, ablation));
        });
    }

    /** Cells are hatched at once, before the run is there. */
    private void showSwitches() {
        PartGrid grid = model.grid.get();
        Experiment now = session.experimentProperty().get();
        model.off.set(AblationSweep.sites(grid.nLayers(), grid.nHeads()).stream()
                .filter(grid::has)
                .filter(now::reaches)
                .map(grid::cell)
                .collect(Collectors.toSet()));
    }

    private void showSelected() {
        Site part = session.selection().partProperty().get();
        PartGrid grid = model.grid.get();
        model.selected.set(grid.has(part) ? grid.cell(part) : null);
    }

    private void positionChosen(Integer position) {
        Comparison comparison = session.comparisonProperty().get();
        boolean there = position != null
                && comparison != null
                && position < comparison.after().tokens().size();
        model.position.set(
                there ? position + " " + TokenText.label(comparison.after().tokens(), position) : "");
        if (model.chosenPosition.get()) measure();
    }

    /** Starts to measure the runs that are shown, unless their effects are known. */
    private void measure() {
        int ticket = ++asked;
        if (session.comparisonProperty().get() == null) {
            sweep.clear();
            return;
        }
        card.errorProperty().set(null);
        boolean begun = way.with(ablation -> {
            if (ticket == asked) measureSo(ablation, ticket);
        });
        if (!begun) hold();
    }

    /** Prompts of the library have to be looked at first. */
    private void hold() {
        sweep.giveWay();
        model.held.set(true);
    }

    /** Nothing is shown that belongs to another way of switching off. */
    private void refuse(String sentence) {
        terms = List.of();
        sweep.clear();
        card.errorProperty().set(sentence);
    }

    private void measureSo(Ablation ablation, int ticket) {
        session.ablationProperty().set(ablation);
        Comparison comparison = session.comparisonProperty().get();
        boolean begun = targets.with(comparison, ablation, found -> {
            if (ticket == asked) begin(comparison, found);
        });
        if (!begun) hold();
    }

    private void begin(Comparison comparison, List<EffectSheet.Term> found) {
        terms = found;
        model.metric.set(targets.metric(comparison.after()).kind());
        model.others.set(others(comparison));
        since = System.nanoTime();
        showSwitches();
        List<Measured> all = terms.stream()
                .flatMap(term -> Stream.of(term.after(), term.before()))
                .filter(Objects::nonNull)
                .distinct()
                .toList();
        sweep.show(new Sweep.Wanted(all, model.averaged.get(), model.path.get() != Path.TOTAL, this::estimates));
        show();
    }

    private ToDoubleFunction<Site> estimates() {
        EffectSheet sheet = sheet();
        return part -> sheet.of(part).estimate();
    }

    private EffectSheet sheet() {
        return EffectSheet.of(terms, model.metric.get(), model.path.get());
    }

    private void show() {
        model.sweep.set(sweep.state());
        PartGrid grid = model.grid.get();
        Matrix old = model.help.get();
        boolean fits = old.rows() == grid.nLayers() && old.columns() == grid.columns();
        boolean early = System.nanoTime() - since < HOLD_NANOS && sweep.state().stage() == Sweep.Stage.RUNNING;
        model.held.set(fits && !old.isEmpty() && early);
        if (model.held.get()) return;
        EffectSheet sheet = sheet();
        Path path = model.path.get();
        model.effects.set(sheet);
        model.help.set(Matrix.of(grid.nLayers(), grid.columns(), (row, column) ->
                (float) sheet.of(grid.part(new Cell(row, column))).of(path)));
        model.estimated.set(sheet.rows().values().stream()
                .filter(row -> row.isEstimated(path))
                .map(row -> grid.cell(row.part()))
                .collect(Collectors.toSet()));
        nameRun();
    }

    /** Older numbers that are still held keep the name of their run. */
    private void nameRun() {
        Comparison comparison = session.comparisonProperty().get();
        Shown shown = session.shownProperty().get().single();
        model.difference.set(comparison != null && !comparison.isClean() && shown == Shown.DIFFERENCE);
        String tag = comparison == null ? "" : RunTag.words(comparison, shown, session.model());
        if (model.set.get() != null) tag = average() + " · " + tag;
        card.runTagProperty().set(tag);
        model.about.set(comparison == null ? "" : about(comparison, tag));
    }

    /** Such as "mean over 6 prompts of “Indirect object”". */
    private String average() {
        SetPrompts set = model.set.get();
        int out = set.leftOut()
                + (int) terms.stream().filter(EffectSheet.Term::isRefused).count();
        int count = set.prompts().size() + set.leftOut() - out;
        return Text.of(out == 0 ? "ablation.average" : "ablation.average.some", count, set.name(), out);
    }

    private String about(Comparison comparison, String tag) {
        Metric.Kind kind = model.metric.get();
        return Text.of(
                kind == Metric.Kind.LOSS ? "ablation.about.loss" : "ablation.about",
                MetricText.name(kind),
                AblationText.of(
                        session.ablationProperty().get(), comparison.after().tokens()),
                tag);
    }

    /** How many parts are switched off in the run that the effects are measured on. */
    private int others(Comparison comparison) {
        return targets.runs(comparison).getFirst().experiment().active().size();
    }

    private String describe(Cell cell) {
        Site part = model.grid.get().part(cell);
        Comparison comparison = session.comparisonProperty().get();
        if (comparison == null) return part.label();
        Run run = targets.runs(comparison).getFirst();
        // While older numbers are still held, they are not those of the run that is shown.
        PartRow row = (model.held.get() ? EffectSheet.EMPTY : model.effects.get()).of(part);
        return new CellWords(
                        row,
                        model.path.get(),
                        run,
                        targets.metric(run),
                        session.shownProperty().get())
                .say();
    }

    private void failed(Throwable failure) {
        Sentences.tell(failure, card.errorProperty()::set);
    }
}
