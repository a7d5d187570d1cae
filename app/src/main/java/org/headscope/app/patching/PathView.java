package org.headscope.app.patching;

import java.util.HashSet;
import java.util.Set;
import javafx.beans.property.Property;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.headscope.app.heatmap.Cell;
import org.headscope.app.heatmap.CellAction;
import org.headscope.app.heatmap.ColourLegend;
import org.headscope.app.heatmap.HeatMap;
import org.headscope.app.heatmap.Matrix;
import org.headscope.app.heatmap.Palette;
import org.headscope.app.pane.Pills;
import org.headscope.app.session.MetricText;
import org.headscope.app.text.Text;
import org.headscope.app.theme.Styles;

/** The map on which senders and receivers of paths are clicked, and what patching those paths does. */
final class PathView extends VBox {
    private static final double LEGEND = 430;

    private final PatchingModel model;
    private final HeatMap map = new HeatMap();
    private final ColourLegend legend = new ColourLegend();

    PathView(PatchingModel model) {
        super(6);
        this.model = model;
        setMinSize(0, 0);
        map.setId("patching-path-map");
        map.setPalette(Palette.RED_WHITE_BLUE);
        map.setUpward(true);
        map.setCellGap(2);
        map.setMinSize(0, 0);
        map.setLargestCell(130);
        map.setColumnLabelsOnTop(true);
        map.setDescription(this::describe);
        map.setCellText((row, column) -> marks(new Cell(row, column)));
        map.setOnAction(this::choose);
        legend.follow(map);
        legend.setMaxWidth(LEGEND);
        VBox.setVgrow(map, Priority.ALWAYS);
        getChildren()
                .addAll(
                        controls(),
                        map,
                        words("patching-path-chosen", true),
                        words("patching-path-result", false),
                        legend);
        for (Property<?> property : new Property<?>[] {model.pathMap, model.paths}) property.subscribe(this::show);
    }

    private String marks(Cell cell) {
        PathMap paths = model.pathMap.get();
        return paths == null || !map.getMatrix().contains(cell) ? "" : paths.marks(model.paths.get(), cell);
    }

    private void show() {
        PathMap paths = model.pathMap.get();
        if (paths == null) {
            map.setMatrix(Matrix.empty());
            return;
        }
        map.setRowLabels(paths.rowLabels());
        map.setColumnLabels(paths.columnLabels());
        Matrix matrix = paths.matrix();
        Set<Cell> senders = new HashSet<>();
        Set<Cell> receivers = new HashSet<>();
        for (int row = 0; row < matrix.rows(); row++) {
            for (int column = 0; column < matrix.columns(); column++) {
                var cell = new Cell(row, column);
                String marks = paths.marks(model.paths.get(), cell);
                boolean sends = model.paths.get().senders().contains(paths.sender(cell));
                if (sends) senders.add(cell);
                if (!marks.isEmpty() && !sends) receivers.add(cell);
            }
        }
        map.setCrossedOut(senders);
        map.setShaded(receivers);
        map.setMatrix(matrix);
        String kind = MetricText.name(paths.ground().kind());
        legend.lowWordsProperty().set(Text.of("patching.path.low", kind));
        legend.highWordsProperty().set(Text.of("patching.path.high", kind));
    }

    private void choose(CellAction action) {
        PathMap paths = model.pathMap.get();
        if (paths == null) return;
        PathChoice now = model.paths.get();
        model.paths.set(
                model.role.get() == PatchingModel.Role.SENDER
                        ? now.toggleSender(paths.sender(action.cell()))
                        : now.toggleReceiver(paths.receiver(action.cell(), model.input.get())));
    }

    private String describe(Cell cell) {
        PathMap paths = model.pathMap.get();
        if (paths == null) return "";
        double before = paths.ground().base(paths.direction()).metric().value();
        double after = before + paths.change().get(cell.row(), cell.column());
        boolean sender = model.role.get() == PatchingModel.Role.SENDER;
        String site = sender ? paths.sender(cell).label() : PathChoice.words(paths.receiver(cell, model.input.get()));
        return Text.of(
                sender ? "patching.path.tip.sender" : "patching.path.tip.receiver",
                site,
                MetricText.name(paths.ground().kind()),
                PatchWords.change(before, after));
    }

    private FlowPane controls() {
        var senders = pill("senders", "left-pill");
        var receivers = pill("receivers", "right-pill");
        Pills.choose(model.role, PatchingModel.Role.SENDER, senders);
        Pills.choose(model.role, PatchingModel.Role.RECEIVER, receivers);
        var inputs = new HBox();
        for (String input : new String[] {"q", "k", "v"}) {
            ToggleButton button =
                    pill(input, input.equals("q") ? "left-pill" : input.equals("v") ? "right-pill" : "center-pill");
            Pills.choose(model.input, input, button);
            inputs.getChildren().add(button);
        }
        model.role.subscribe(role -> inputs.setDisable(role == PatchingModel.Role.SENDER));
        var logits = pill("logits", null);
        logits.setOnAction(_ -> {
            PathMap paths = model.pathMap.get();
            if (paths != null) {
                model.paths.set(model.paths
                        .get()
                        .toggleReceiver(PathChoice.logits(paths.ground().pair().model())));
            }
        });
        model.paths.subscribe(() -> logits.setSelected(hasLogits()));
        var mlps = new CheckBox(Text.of("patching.path.mlps"));
        mlps.setId("patching-path-mlps");
        mlps.getStyleClass().add(Styles.TOGGLE);
        mlps.setTooltip(new Tooltip(Text.of("patching.path.mlps.tip")));
        mlps.setOnAction(_ -> model.paths.set(model.paths.get().withMlps(mlps.isSelected())));
        model.paths.subscribe(paths -> mlps.setSelected(paths.mlps()));
        var clear = new Button(Text.of("patching.path.clear"));
        clear.setId("patching-path-clear");
        clear.getStyleClass().addAll(Styles.PILL, Styles.TIGHT);
        clear.setOnAction(
                _ -> model.paths.set(PathChoice.NONE.withMlps(model.paths.get().mlps())));
        model.paths.subscribe(paths -> clear.setDisable(paths.isEmpty()));
        var row = new FlowPane(10, 4, new HBox(senders, receivers), inputs, logits, mlps, clear);
        row.setAlignment(Pos.CENTER_LEFT);
        row.setMinHeight(Region.USE_PREF_SIZE);
        return row;
    }

    private boolean hasLogits() {
        PathMap paths = model.pathMap.get();
        return paths != null
                && model.paths
                        .get()
                        .receivers()
                        .contains(PathChoice.logits(paths.ground().pair().model()));
    }

    private static ToggleButton pill(String name, String end) {
        return Pills.pill("patching-path-" + name, Text.of("patching.path." + name), end);
    }

    private Label words(String id, boolean chosen) {
        var label = new Label();
        label.setId(id);
        label.setWrapText(true);
        label.setMinHeight(Region.USE_PREF_SIZE);
        label.getStyleClass().add(chosen ? Styles.MUTED : Styles.STRONG);
        Runnable update = () -> {
            PathChoice choice = model.paths.get();
            label.setText(
                    chosen
                            ? Text.of("patching.path.words", choice.senderWords(), choice.receiverWords())
                            : PatchWords.paths(model.pathResult.get(), choice));
        };
        model.paths.subscribe(update);
        model.pathResult.subscribe(update);
        return label;
    }
}
