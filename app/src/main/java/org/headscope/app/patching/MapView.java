package org.headscope.app.patching;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import javafx.beans.property.Property;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.headscope.app.chart.Scatter;
import org.headscope.app.heatmap.Cell;
import org.headscope.app.heatmap.ColourLegend;
import org.headscope.app.heatmap.HeatMap;
import org.headscope.app.heatmap.Matrix;
import org.headscope.app.heatmap.Palette;
import org.headscope.app.heatmap.Range;
import org.headscope.app.pane.Seen;
import org.headscope.app.session.MetricText;
import org.headscope.app.text.Text;
import org.headscope.app.theme.Styles;
import org.headscope.engine.analysis.patching.PromptPair.Direction;
import org.headscope.engine.experiment.Metric;

/** The map of all patches, its scale, how far it is, and estimates against measured numbers. */
final class MapView extends VBox {
    private static final double GAP = 1;
    private static final double LEGEND = 430;
    private static final double ROOMY = 560;
    private static final double SCATTER = 160;
    private static final double LEAST_WRITTEN = 0.005;

    /** Where a button goes on. */
    private static final Set<PatchSweep.Stage> WAITING =
            EnumSet.of(PatchSweep.Stage.LONG, PatchSweep.Stage.STOPPED, PatchSweep.Stage.FAILED);

    private final PatchingModel model;
    private final HeatMap map = new HeatMap();
    private final ColourLegend legend = new ColourLegend();
    private final Scatter scatter = new Scatter();
    private final Label correlation = new Label();

    MapView(PatchingModel model, PatchingView.Actions actions) {
        super(6);
        this.model = model;
        setUpMap(actions);
        legend.follow(map);
        correlation.getStyleClass().add(Styles.SMALL);
        correlation.setId("patching-correlation");
        correlation.setWrapText(true);
        var side = new VBox(4, scatter, correlation);
        side.setMinWidth(SCATTER);
        side.setMaxWidth(SCATTER);
        side.setAlignment(Pos.TOP_CENTER);
        scatter.setMaxHeight(SCATTER);
        HBox.setHgrow(map, Priority.ALWAYS);
        var maps = new HBox(10, map, side);
        VBox.setVgrow(maps, Priority.ALWAYS);
        maps.setMinSize(0, 0);
        widthProperty().subscribe(width -> Seen.set(side, width.doubleValue() >= ROOMY));
        var below = new FlowPane(14, 3, legend, status(actions), adding(actions));
        below.setAlignment(Pos.CENTER_LEFT);
        below.setMinWidth(0);
        legend.setPrefWidth(LEGEND);
        getChildren().addAll(maps, below);
        setMinSize(0, 0);
        for (Property<?> property : new Property<?>[] {model.sheet, model.raw, model.fixedRange}) {
            property.subscribe(this::show);
        }
    }

    private void setUpMap(PatchingView.Actions actions) {
        map.setId("patching-map");
        map.setPalette(Palette.RED_WHITE_BLUE);
        map.setCellGap(GAP);
        map.setUpward(true);
        map.setMinSize(0, 0);
        map.setLargestCell(200);
        map.setDescription(actions::describe);
        map.setCellText(this::text);
        map.selectedCellProperty().bindBidirectional(model.selected);
    }

    private String text(int row, int column) {
        Matrix numbers = map.getMatrix();
        if (!numbers.contains(new Cell(row, column))) return "";
        float value = numbers.at(row, column);
        // Where nothing happens nothing is written, so that what happens is found.
        return !(Math.abs(value) >= LEAST_WRITTEN) ? "" : MetricText.plainChange(value);
    }

    private void show() {
        MapSheet sheet = model.sheet.get();
        Ground ground = model.ground.get();
        if (sheet == null || ground == null) {
            map.setMatrix(Matrix.empty());
            map.setFaint(Set.of());
            scatter.pointsProperty().set(List.of());
            correlation.setText("");
            return;
        }
        boolean raw = model.raw.get() || sheet.isFlat();
        map.setRowLabels(sheet.grid().rowLabels());
        map.setKeptColumns(
                sheet.grid().columnsAreHeads() ? Set.of() : ground.pair().differences());
        map.setColumnLabels(sheet.grid().columnLabels());
        map.setFaint(sheet.estimated());
        map.setRange(model.fixedRange.get() ? Range.fixed(raw ? reach(sheet) : 1) : null);
        map.setMatrix(sheet.matrix(raw));
        sayColours(sheet, ground.kind(), raw);
        scatter.pointsProperty().set(sheet.points());
        correlation.setText(Scatter.words(sheet.points()));
    }

    /** Raw changes are seen against the distance of both runs. */
    private static double reach(MapSheet sheet) {
        double distance = Math.abs(sheet.base() - sheet.donor());
        return Double.isFinite(distance) && distance > 1e-6 ? distance : 1;
    }

    private void sayColours(MapSheet sheet, Metric.Kind kind, boolean raw) {
        Direction direction = sheet.key().direction();
        if (raw) {
            legend.lowWordsProperty().set(Text.of("patching.scale.raw.low", MetricText.name(kind)));
            legend.highWordsProperty().set(Text.of("patching.scale.raw.high", MetricText.name(kind)));
        } else {
            legend.lowWordsProperty().set(Text.of("patching.scale." + direction + ".low"));
            legend.highWordsProperty().set(Text.of("patching.scale." + direction + ".high"));
        }
    }

    private HBox status(PatchingView.Actions actions) {
        var words = new Label();
        words.setId("patching-status");
        words.getStyleClass().add(Styles.SMALL);
        words.textProperty().bind(model.sweep.map(this::words));
        var button = new Button();
        button.setId("patching-measure");
        button.getStyleClass().addAll(Styles.PILL, Styles.TIGHT);
        model.sweep.subscribe(state -> {
            boolean running = state.stage() == PatchSweep.Stage.RUNNING;
            boolean waiting = WAITING.contains(state.stage());
            Seen.set(button, running || waiting);
            button.setText(Text.of(
                    running
                            ? "patching.stop"
                            : state.stage() == PatchSweep.Stage.LONG ? "patching.measure" : "patching.resume"));
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

    private String words(PatchSweep.State state) {
        String count = Text.of("patching.count", state.done(), state.total());
        String time = PatchWords.number(Math.max(1, state.seconds()), "%.0f");
        MapSheet sheet = model.sheet.get();
        return switch (state.stage()) {
            case NOTHING -> "";
            case RUNNING -> state.seconds() > 0 ? Text.of("patching.state.running", count, time) : count;
            case LONG -> Text.of("patching.state.long", count, time);
            case STOPPED -> Text.of("patching.state.stopped", count);
            case PAUSED -> Text.of("patching.state.paused", count);
            case FAILED -> Text.of("patching.state.failed", count);
            case DONE -> {
                int missing = sheet == null ? 0 : sheet.notNumbers();
                yield missing > 0 ? Text.of("patching.state.notNumbers", count, missing) : count;
            }
        };
    }

    private HBox adding(PatchingView.Actions actions) {
        var words = new Label();
        words.setId("patching-selected");
        words.getStyleClass().add(Styles.SMALL);
        var button = new Button(Text.of("patching.add"));
        button.setId("patching-add");
        button.getStyleClass().addAll(Styles.PILL, Styles.TIGHT);
        button.setTooltip(new Tooltip(Text.of("patching.add.tip")));
        button.setOnAction(_ -> actions.add(model.sheet.get().grid().site(model.selected.get())));
        var row = new HBox(8, words, button);
        row.setAlignment(Pos.CENTER_LEFT);
        Runnable update = () -> {
            MapSheet sheet = model.sheet.get();
            Cell cell = model.selected.get();
            boolean there = sheet != null && cell != null && map.getMatrix().contains(cell);
            Seen.set(row, there);
            words.setText(
                    there
                            ? PatchWords.site(
                                    sheet.grid().site(cell), sheet.key().pair().clean())
                            : "");
        };
        model.selected.subscribe(update);
        model.sheet.subscribe(update);
        return row;
    }
}
