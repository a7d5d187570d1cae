package org.headscope.app.attribution;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.headscope.app.heatmap.Cell;
import org.headscope.app.heatmap.ColourLegend;
import org.headscope.app.heatmap.HeatMap;
import org.headscope.app.heatmap.Matrix;
import org.headscope.app.heatmap.Palette;
import org.headscope.app.session.MetricText;
import org.headscope.app.text.Text;
import org.headscope.engine.hook.Part;
import org.headscope.engine.hook.Site;
import org.headscope.engine.model.ModelConfig;

/** What every head and MLP gives, layers from the bottom up; grey is what comes after the reader. */
final class HeadMap extends VBox {
    private final AttributionModel model;
    private final HeatMap map = new HeatMap();
    private final ColourLegend legend = new ColourLegend();

    HeadMap(AttributionModel model, Consumer<Site> onChosen) {
        super(4);
        this.model = model;
        map.setId("attribution-map");
        map.setPalette(Palette.RED_WHITE_BLUE);
        map.setUpward(true);
        map.setCellGap(2);
        map.setColumnLabelsOnTop(true);
        map.setCellText(this::number);
        map.setDescription(this::describe);
        map.setOnAction(action -> onChosen.accept(part(action.cell())));
        map.selectedCellProperty().subscribe(cell -> {
            if (cell != null && model.table.get() != null) onChosen.accept(part(cell));
        });
        legend.follow(map);
        legend.setMaxWidth(330);
        VBox.setVgrow(map, Priority.ALWAYS);
        getChildren().setAll(map, legend);
        setMinSize(0, 0);
        model.table.subscribe(this::show);
        model.chosen.subscribe(this::showChosen);
    }

    private ModelConfig config() {
        return model.table.get().subject().model().config();
    }

    private void show() {
        AttributionTable table = model.table.get();
        if (table == null) {
            map.setMatrix(Matrix.empty());
            return;
        }
        int layers = config().nLayers();
        map.setRowLabels(IntStream.range(0, layers)
                .mapToObj(layer -> Text.of("attribution.layer", layer))
                .toList());
        List<String> columns = new ArrayList<>();
        for (int head = 0; head < config().nHeads(); head++) columns.add(String.valueOf(head));
        if (config().hasMlp()) columns.add(Text.of("attribution.mlp"));
        map.setColumnLabels(columns);
        map.setMatrix(table.map());
        String sign = table.before() != null ? "CHANGE" : table.ofScore() ? "SCORE" : "LOGITS";
        legend.lowWordsProperty().set(Text.of("attribution.low." + sign));
        legend.highWordsProperty().set(Text.of("attribution.high." + sign));
        showChosen();
    }

    private void showChosen() {
        if (model.table.get() == null) return;
        Site site = model.chosen.get();
        boolean mlp = site.is(Part.MLP);
        map.setSelectedCell(
                mlp || site.is(Part.HEAD) ? new Cell(site.layer(), mlp ? config().nHeads() : site.head()) : null);
    }

    private Site part(Cell cell) {
        return cell.column() < config().nHeads() ? Site.head(cell.row(), cell.column()) : Site.mlp(cell.row());
    }

    private String number(int row, int column) {
        float value = map.getMatrix().at(row, column);
        return Float.isNaN(value) ? "" : MetricText.plainChange(value);
    }

    private String describe(Cell cell) {
        return model.table.get() == null ? "" : new AttributionWords(model.table.get()).describe(part(cell));
    }
}
