package org.headscope.app.circuit;

import java.util.function.Consumer;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.headscope.app.heatmap.Cell;
import org.headscope.app.heatmap.ColourLegend;
import org.headscope.app.heatmap.HeatMap;
import org.headscope.app.heatmap.Palette;
import org.headscope.app.heatmap.Range;
import org.headscope.app.text.Text;
import org.headscope.engine.hook.Site;

/** A map of all heads, or of all pairs of heads; a click chooses the head, of a pair the earlier one. */
final class HeadMap extends VBox {
    private static final double LARGEST = 90;

    private final HeatMap map = new HeatMap();
    private final ColourLegend legend = new ColourLegend();
    private final Consumer<Site> onChosen;
    private Sheet.HeadMap sheet;

    HeadMap(Consumer<Site> onChosen) {
        super(6);
        this.onChosen = onChosen;
        map.setId("circuit-map");
        map.setColumnLabelsOnTop(true);
        map.setLargestCell(LARGEST);
        map.setDescription(this::words);
        map.selectedCellProperty().subscribe(this::choose);
        legend.follow(map);
        VBox.setVgrow(map, Priority.ALWAYS);
        setMinSize(0, 0);
        getChildren().setAll(map, legend);
    }

    void show(Sheet.HeadMap newest) {
        sheet = null;
        map.setSelectedCell(null);
        map.setPalette(newest.pairs() ? Palette.VIRIDIS : Palette.RED_WHITE_BLUE);
        map.setRange(newest.pairs() ? null : Range.fixed(1));
        map.setUpward(!newest.pairs());
        map.setCellGap(newest.pairs() ? 0 : 3);
        map.setRowLabels(newest.rows());
        map.setColumnLabels(newest.columns());
        map.setMatrix(newest.matrix());
        map.setCellText(
                newest.pairs()
                        ? null
                        : (row, column) -> Rows.number(newest.matrix().at(row, column)));
        legend.lowWordsProperty().set(Text.of(newest.pairs() ? "circuit.pairs.low" : "circuit.copying.low"));
        legend.highWordsProperty().set(Text.of(newest.pairs() ? "circuit.pairs.high" : "circuit.copying.high"));
        sheet = newest;
    }

    /** Marks the chosen head, where there is a cell for it. */
    void mark(Site head) {
        if (sheet == null || sheet.pairs()) return;
        var cell = new Cell(head.layer(), head.head());
        if (map.getMatrix().contains(cell)) map.setSelectedCell(cell);
    }

    private void choose(Cell cell) {
        if (sheet == null || cell == null || !sheet.matrix().contains(cell)) return;
        if (Float.isNaN(sheet.matrix().at(cell))) return;
        onChosen.accept(sheet.pairs() ? head(cell.row()) : Site.head(cell.row(), cell.column()));
    }

    private Site head(int index) {
        return Site.head(index / sheet.heads(), index % sheet.heads());
    }

    private String words(Cell cell) {
        if (sheet == null || !sheet.matrix().contains(cell)) return "";
        float score = sheet.matrix().at(cell);
        if (!sheet.pairs()) {
            return Text.of(
                    "circuit.copying.cell", Site.head(cell.row(), cell.column()).label(), Rows.number(score));
        }
        String earlier = head(cell.row()).label();
        String later = head(cell.column()).label();
        return Float.isNaN(score)
                ? Text.of("circuit.pairs.none", later, earlier)
                : Text.of("circuit.pairs.cell", earlier, later, Rows.number(score));
    }
}
