package org.headscope.app.ablation;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javafx.beans.binding.Bindings;
import javafx.beans.property.ReadOnlyObjectProperty;
import org.headscope.app.command.CommandGroup;
import org.headscope.app.error.Sentences;
import org.headscope.app.heatmap.Cell;
import org.headscope.app.heatmap.Matrix;
import org.headscope.app.pane.EmptyState;
import org.headscope.app.pane.PaneCard;
import org.headscope.app.session.Ablation;
import org.headscope.app.session.EncodedSets;
import org.headscope.app.session.MetricText;
import org.headscope.app.session.PromptSets;
import org.headscope.app.session.RunTag;
import org.headscope.app.session.Session;
import org.headscope.app.session.Shown;
import org.headscope.app.session.TokenText;
import org.headscope.app.text.Text;
import org.headscope.engine.analysis.AblationSweep;
import org.headscope.engine.experiment.Comparison;
import org.headscope.engine.experiment.Experiment;
import org.headscope.engine.experiment.Laboratory;
import org.headscope.engine.experiment.Run;
import org.headscope.engine.hook.MeanSource;
import org.headscope.engine.hook.Positions;
import org.headscope.engine.hook.Site;
import org.headscope.engine.io.Prompt;

/** The map of all parts, on which a click switches a part off and on, coloured by what that does to the metric. */
public final class AblationController {
    /** How long older numbers stay, dimmed, before a map that is only partly measured takes their place. */
    private static final long HOLD_NANOS = 250_000_000;

    private final Session session;
    private final AblationModel model = new AblationModel();
    private final Effects effects = new Effects();
    private final EncodedSets sets;
    private final Sweep sweep;
    private final PaneCard card;
    private Map<Run, Map<Site, Double>> wanted = Map.of();
    private long since;
    private int asked;

    public AblationController(Session session, Executor engine) {
        this.session = session;
        this.sets = new EncodedSets(engine, this::failed);
        this.sweep = new Sweep(engine, this::failed);
        this.card = new AblationView(model, new Actions()).card();
        session.laboratoryProperty().subscribe(this::opened);
        session.experimentProperty().subscribe(this::showSwitches);
        // The prompt alone: another change of the experiment leaves the chosen set as it is.
        session.experimentProperty().map(Experiment::prompt).subscribe((_, _) -> followPrompt());
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
        model.kind.subscribe(this::measure);
        model.group.subscribe(this::measure);
        model.chosenPosition.subscribe(this::measure);
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

    /** Where prompts to take means over come from; their labels make the groups. */
    public void setLibrary(List<Prompt> prompts) {
        model.library.set(new PromptSets(prompts));
        keepGroup();
        if (model.kind.get().needsSet()) measure();
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
    }

    private void opened(Laboratory laboratory) {
        sweep.clear();
        effects.clear();
        sets.clear();
        wanted = Map.of();
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
        withAblation(ablation -> {
            boolean allOff =
                    parts.stream().allMatch(session.experimentProperty().get()::changes);
            session.edit(Toggle.words(parts, allOff), experiment -> Toggle.apply(experiment, parts, ablation));
        });
    }

    /**
     * Does something with the way a click switches off, as the menu and the selection are now.
     *
     * @return whether it is done already; otherwise it will be as soon as the prompts to take means over are encoded
     */
    private boolean withAblation(Consumer<Ablation> action) {
        Integer position = session.selection().positionProperty().get();
        boolean one = model.chosenPosition.get() && position != null;
        Positions positions = one ? Positions.of(position) : Positions.ALL;
        AblationKind kind = model.kind.get();
        String group = model.group.get();
        if (!kind.needsSet()) {
            MeanSource mean = kind == AblationKind.ZERO ? null : new MeanSource.ThisPrompt();
            action.accept(new Ablation(mean, positions));
            return true;
        }
        var question = EncodedSets.Question.of(model.library.get(), group, session);
        boolean each = kind == AblationKind.SET_MEAN_PER_POSITION;
        String name = PromptSets.name(group);
        return sets.with(question, prompts -> {
            if (prompts.isEmpty()) {
                unread(name);
            } else {
                action.accept(new Ablation(new MeanSource.PromptSet(name, prompts, each), positions));
            }
        });
    }

    /** There is no mean over prompts that the model cannot read. */
    private void unread(String set) {
        model.kind.set(AblationKind.PROMPT_MEAN);
        card.errorProperty().set(Text.of("ablation.unread", set));
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

    /** A prompt of the library brings its group with it. */
    private void followPrompt() {
        String prompt = session.experimentProperty().get().prompt();
        model.library.get().groupOf(prompt).ifPresent(model.group::set);
    }

    /** The chosen group stays as long as the library has it. */
    private void keepGroup() {
        PromptSets library = model.library.get();
        if (!library.groups().contains(model.group.get()) && !library.groups().isEmpty()) {
            model.group.set(library.groups().getFirst());
            followPrompt();
        }
        if (library.groups().isEmpty() && model.kind.get().needsSet()) model.kind.set(AblationKind.ZERO);
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
        boolean begun = withAblation(ablation -> {
            if (ticket == asked) measureSo(ablation);
        });
        if (begun) return;
        sweep.giveWay();
        model.held.set(true);
    }

    private void measureSo(Ablation ablation) {
        session.ablationProperty().set(ablation);
        Comparison comparison = session.comparisonProperty().get();
        model.metric.set(comparison.after().metric().kind());
        var found = new HashMap<Run, Map<Site, Double>>();
        var targets = new ArrayList<Sweep.Target>();
        for (Run run : runs(comparison)) {
            SweepKey key = SweepKey.of(session.laboratoryProperty().get(), run, ablation);
            found.put(run, effects.of(key));
            targets.add(new Sweep.Target(key, run, effects.of(key)));
        }
        wanted = found;
        model.others.set(others(comparison));
        since = System.nanoTime();
        showSwitches();
        sweep.show(targets);
        show();
    }

    private List<Run> runs(Comparison comparison) {
        if (comparison.isClean()) return List.of(comparison.after());
        return switch (session.shownProperty().get()) {
            case BEFORE -> List.of(comparison.before());
            case AFTER, BOTH -> List.of(comparison.after());
            case DIFFERENCE -> List.of(comparison.after(), comparison.before());
        };
    }

    private void show() {
        model.sweep.set(sweep.state());
        PartGrid grid = model.grid.get();
        Matrix old = model.help.get();
        boolean fits = old.rows() == grid.nLayers() && old.columns() == grid.columns();
        boolean early = System.nanoTime() - since < HOLD_NANOS && sweep.state().stage() == Sweep.Stage.RUNNING;
        model.held.set(fits && !old.isEmpty() && early);
        if (!model.held.get()) {
            model.help.set(Matrix.of(
                    grid.nLayers(), grid.columns(), (row, column) -> (float) help(grid.part(new Cell(row, column)))));
            nameRun();
        }
    }

    /** Older numbers that are still held keep the name of their run. */
    private void nameRun() {
        Comparison comparison = session.comparisonProperty().get();
        Shown shown = session.shownProperty().get().single();
        model.difference.set(comparison != null && !comparison.isClean() && shown == Shown.DIFFERENCE);
        card.runTagProperty().set(comparison == null ? "" : RunTag.words(comparison, shown, session.model()));
    }

    private double help(Site part) {
        Comparison comparison = session.comparisonProperty().get();
        if (comparison == null) return Double.NaN;
        List<Run> runs = runs(comparison);
        double help = help(runs.getFirst(), part);
        if (runs.size() == 2) return help - help(runs.getLast(), part);
        // Without interventions both runs are the same one.
        return session.shownProperty().get() == Shown.DIFFERENCE ? help - help : help;
    }

    /** What the metric gains from a part: the opposite of the effect of switching it off. */
    private double help(Run run, Site part) {
        double effect = wanted.getOrDefault(run, Map.of()).getOrDefault(part, Double.NaN);
        return MetricText.gain(run.metric().kind(), -effect);
    }

    /** How many parts are switched off in the run that the effects are measured on. */
    private int others(Comparison comparison) {
        return runs(comparison).getFirst().experiment().active().size();
    }

    private String describe(Cell cell) {
        Site part = model.grid.get().part(cell);
        Comparison comparison = session.comparisonProperty().get();
        if (comparison == null) return part.label();
        // While older numbers are still held, they are not those of the run that is shown.
        double help = model.held.get() ? Double.NaN : model.help.get().at(cell);
        return new CellWords(
                        part,
                        help,
                        runs(comparison).getFirst(),
                        session.shownProperty().get())
                .say();
    }

    private void failed(Throwable failure) {
        Sentences.tell(failure, card.errorProperty()::set);
    }
}
