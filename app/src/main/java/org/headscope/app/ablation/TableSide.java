package org.headscope.app.ablation;

import java.util.Arrays;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.headscope.app.chart.Scatter;
import org.headscope.app.pane.Pills;
import org.headscope.app.pane.Seen;
import org.headscope.app.text.Text;
import org.headscope.app.theme.Styles;
import org.headscope.engine.experiment.result.Table;

/** The table of all parts, and estimates against measured numbers where there is room. */
final class TableSide extends HBox {
    private static final double ROOMY = 560;
    private static final double SCATTER = 160;

    private final AblationModel model;
    private final PartTable table;

    TableSide(AblationModel model, AblationView.Actions actions) {
        super(10);
        this.model = model;
        this.table = new PartTable(model, actions);
        var scatter = new Scatter();
        scatter.setId("ablation-scatter");
        scatter.setMaxHeight(SCATTER);
        var correlation = new Label();
        correlation.setId("ablation-correlation");
        correlation.getStyleClass().add(Styles.SMALL);
        correlation.setWrapText(true);
        model.effects.subscribe(sheet -> {
            List<Scatter.Point> points = points(sheet);
            scatter.pointsProperty().set(points);
            correlation.setText(Scatter.words(points));
        });
        var side = new VBox(4, scatter, correlation);
        side.setAlignment(Pos.TOP_CENTER);
        side.setMinWidth(SCATTER);
        side.setMaxWidth(SCATTER);
        HBox.setHgrow(table, Priority.ALWAYS);
        setMinSize(0, 0);
        getChildren().addAll(table, side);
        widthProperty().subscribe(width -> Seen.set(side, width.doubleValue() >= ROOMY));
    }

    /** What takes the table out of the window. */
    HBox tools(AblationView.Actions actions) {
        var tools =
                new HBox(4, button("copy", () -> actions.copy(export())), button("save", () -> actions.save(export())));
        tools.setAlignment(Pos.CENTER_LEFT);
        return tools;
    }

    private static Button button(String name, Runnable action) {
        Button button = Pills.button("ablation-table-" + name, Text.of("ablation.table." + name), action);
        button.setTooltip(new Tooltip(Text.of("ablation.table." + name + ".tip")));
        return button;
    }

    /** The parts that are both estimated and measured. */
    private static List<Scatter.Point> points(EffectSheet sheet) {
        return sheet.rows().values().stream()
                .map(row -> new Scatter.Point(row.estimate(), row.exact()))
                .filter(point -> Double.isFinite(point.estimate()) && Double.isFinite(point.exact()))
                .toList();
    }

    /** The table as it is seen. */
    private Table export() {
        List<Column> seen = Arrays.stream(Column.values())
                .filter(column -> column.isSeen(model.path.get(), model.averaged.get()))
                .toList();
        return EffectTable.of(table.rows(), seen, model.about.get());
    }
}
