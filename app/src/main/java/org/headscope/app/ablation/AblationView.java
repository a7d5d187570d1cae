package org.headscope.app.ablation;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import javafx.beans.binding.Bindings;
import javafx.beans.property.Property;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.headscope.app.heatmap.Cell;
import org.headscope.app.heatmap.ColourLegend;
import org.headscope.app.heatmap.HeatMap;
import org.headscope.app.heatmap.Matrix;
import org.headscope.app.heatmap.Palette;
import org.headscope.app.heatmap.Range;
import org.headscope.app.pane.PaneCard;
import org.headscope.app.pane.Seen;
import org.headscope.app.session.MetricText;
import org.headscope.app.text.Text;
import org.headscope.app.theme.Styles;
import org.headscope.engine.experiment.Metric;
import org.headscope.engine.experiment.result.Table;
import org.headscope.engine.hook.Site;

/** The nodes of the ablation pane. */
final class AblationView {
    private static final double GAP = 3;
    private static final double LEGEND = 370;
    private static final double LARGEST_CELL = 130;

    /** What the user can do here. */
    interface Actions {
        void toggle(Collection<Site> parts);

        void stop();

        void resume();

        String describe(Cell cell);

        void copy(Table table);

        void save(Table table);
    }

    private final AblationModel model;
    private final Actions actions;
    private final HeatMap map = new HeatMap();
    private final ColourLegend legend = new ColourLegend();
    private final PaneCard card = new PaneCard(Text.of("ablation.title"), Text.of("ablation.lookFor"));

    AblationView(AblationModel model, Actions actions) {
        this.model = model;
        this.actions = actions;
        setUpMap();
        legend.follow(map);
        for (Property<?> property : List.of(model.metric, model.difference, model.path, model.tabular)) {
            property.subscribe(this::sayColours);
        }
        sayColours();
        var table = new TableSide(model, actions);
        HBox tools = table.tools(actions);
        // The legend itself hides while there is nothing to tell.
        var scale = new HBox(legend);
        var below = new FlowPane(14, 3, scale, tools, status());
        below.setAlignment(Pos.CENTER_LEFT);
        below.setMinWidth(0);
        legend.prefWidthProperty().bind(Bindings.min(LEGEND, below.widthProperty()));
        below.setRowValignment(javafx.geometry.VPos.CENTER);
        var body = new StackPane(map, table);
        body.setMinSize(0, 0);
        VBox.setVgrow(body, Priority.ALWAYS);
        Seen.when(table, model.tabular);
        Seen.when(tools, model.tabular);
        Seen.when(map, model.tabular.not());
        Seen.when(scale, model.tabular.not());
        card.setContent(new VBox(6, body, below));
        card.options().getChildren().add(new AblationMenu(model).node());
    }

    private void sayColours() {
        boolean change = model.difference.get();
        boolean answer = model.metric.get() != Metric.Kind.LOSS;
        String low = change ? "ablation.helpsLess" : answer ? "ablation.hurts" : "ablation.hurtsLoss";
        String high = change ? "ablation.helpsMore" : answer ? "ablation.helps" : "ablation.helpsLoss";
        legend.lowWordsProperty().set(Text.of(low));
        legend.highWordsProperty().set(Text.of(high));
        Path path = model.path.get();
        String table = change ? "ablation.lookFor.table.change" : "ablation.lookFor.table";
        String map = change ? "ablation.lookFor.change" : "ablation.lookFor";
        String colours = Text.of(model.tabular.get() ? table : map);
        card.lookForProperty()
                .set(path == Path.TOTAL ? colours : Text.of("ablation.lookFor.path." + path) + " " + colours);
    }

    PaneCard card() {
        return card;
    }

    private void setUpMap() {
        map.setId("ablation-map");
        map.setPalette(Palette.RED_WHITE_BLUE);
        map.setUpward(true);
        map.setCellGap(GAP);
        map.setLargestCell(LARGEST_CELL);
        map.setColumnLabelsOnTop(true);
        map.setCellText(this::number);
        map.setDescription(actions::describe);
        map.setOnRowLabel(row -> actions.toggle(model.grid.get().layer(row)));
        map.selectedCellProperty().bindBidirectional(model.selected);
        model.grid.subscribe(grid -> {
            map.setRowLabels(grid.rowLabels());
            map.setColumnLabels(grid.columnLabels());
        });
        model.help.subscribe(map::setMatrix);
        model.estimated.subscribe(map::setFaint);
        model.off.subscribe(map::setCrossedOut);
        map.rangeProperty()
                .bind(Bindings.createObjectBinding(
                        () -> model.fixedRange.get() ? Range.fixed(reach(model.metric.get())) : null,
                        model.fixedRange,
                        model.metric));
        new RangeGesture(map, model, actions::toggle);
    }

    private String number(int row, int column) {
        Matrix help = model.help.get();
        if (!help.contains(new Cell(row, column))) return "";
        float value = help.at(row, column);
        return Float.isNaN(value) ? "" : MetricText.plainChange(value);
    }

    private static double reach(Metric.Kind kind) {
        return kind == Metric.Kind.LOSS ? 2.5 : 8;
    }

    static String reachText(Metric.Kind kind) {
        return kind == Metric.Kind.LOSS ? "2.5" : "8";
    }

    private HBox status() {
        var words = new Label();
        words.getStyleClass().add(Styles.SMALL);
        words.setId("ablation-status");
        words.textProperty().bind(model.sweep.map(this::words));
        var button = new Button();
        button.getStyleClass().add(Styles.PILL);
        button.setId("ablation-measure");
        model.sweep.subscribe(state -> {
            boolean running = state.stage() == Sweep.Stage.RUNNING;
            boolean waiting = state.stage() == Sweep.Stage.LONG || state.stage() == Sweep.Stage.STOPPED;
            // A sweep of a moment needs no way to stop it, and a button that flickers would only disturb.
            button.setVisible(waiting || running && state.seconds() > 0.5);
            button.setManaged(button.isVisible());
            button.setText(Text.of(
                    running
                            ? "ablation.stop"
                            : state.stage() == Sweep.Stage.LONG ? "ablation.measure" : "ablation.resume"));
            button.setOnAction(_ -> {
                if (running) {
                    actions.stop();
                } else {
                    actions.resume();
                }
            });
        });
        var row = new HBox(8, words, button);
        row.setAlignment(Pos.CENTER_LEFT);
        return row;
    }

    private String done(String count) {
        String metric = MetricText.name(model.metric.get());
        Path path = model.path.get();
        String name = path == Path.TOTAL ? metric : metric + " · " + Text.of("ablation.path.brief." + path);
        if (model.averaged.get()) name += " · " + Text.of("ablation.prompts.brief");
        int others = model.others.get();
        return others == 0
                ? Text.of("ablation.state.done", count, name)
                : Text.of("ablation.state.doneBeside", count, name, others);
    }

    private String words(Sweep.State state) {
        String count = Text.of("ablation.count", state.done(), state.total());
        String time = String.format(Locale.ROOT, "%.0f", Math.max(1, state.seconds()));
        return switch (state.stage()) {
            case NOTHING -> "";
            case RUNNING -> state.seconds() > 1 ? Text.of("ablation.state.running", count, time) : count;
            case LONG -> Text.of("ablation.state.long", count, time);
            case STOPPED -> Text.of("ablation.state.stopped", count);
            case DONE -> done(count);
            case FAILED -> count;
        };
    }
}
