package org.headscope.app;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.headscope.app.chart.BarPair;
import org.headscope.app.chart.BarPairs;
import org.headscope.app.chart.LineChart;
import org.headscope.app.chart.Series;
import org.headscope.app.heatmap.Cell;
import org.headscope.app.heatmap.Colouring;
import org.headscope.app.heatmap.HeatMap;
import org.headscope.app.heatmap.Matrix;
import org.headscope.app.heatmap.Palette;
import org.headscope.app.heatmap.Range;
import org.headscope.app.heatmap.Thumbnails;
import org.headscope.app.pane.PaneCard;

/** The charts of the gallery. */
final class GalleryCharts {
    interface Maker {
        PaneCard card(String title, String lookFor, Node content);
    }

    private GalleryCharts() {}

    static PaneCard card(Maker maker) {
        var bars = new BarPairs();
        bars.rowsProperty()
                .set(List.of(
                        new BarPair("␣Mary", 0.9931, 0.7975),
                        new BarPair("␣John", 0.0062, 0.1003),
                        new BarPair("␣Kate", 0.0003, 0.0009),
                        new BarPair("il", 0.0001, 0),
                        new BarPair("␣Jane", 0.31)));
        var lines = new LineChart();
        lines.placesProperty().set(List.of("0 pre", "1 pre", "2 pre", "3 pre", "final"));
        lines.rangeProperty().set(new double[] {0, 1});
        lines.seriesProperty()
                .set(List.of(
                        new Series("p(␣Mary) at ␣to", new double[] {0, 0, 0.01, 0.3, 0.97}),
                        new Series("p(␣John) at ␣to", new double[] {0, 0.1, 0.2, 0.6, 0.01}),
                        new Series("third", new double[] {0.3, 0.2, 0.2, 0.1, 0.02}),
                        new Series("fourth", new double[] {0.5, 0.5, Double.NaN, 0.7, 0.9})));
        lines.hoveredProperty().set(2);
        VBox.setVgrow(lines, Priority.ALWAYS);
        return maker.card(
                "Charts",
                "Grey before, orange after the interventions.",
                new VBox(8, bars, new Label("Trajectory"), lines));
    }

    static HeatMap heads() {
        var random = new java.util.Random(3);
        var pictures = new ArrayList<Matrix>();
        for (int i = 0; i < 32; i++) {
            int shift = random.nextInt(4);
            pictures.add(
                    i == 9
                            ? null
                            : Matrix.of(
                                    24,
                                    24,
                                    (r, c) -> c > r
                                            ? Float.NaN
                                            : c == r - shift ? 0.9f : (float) Math.pow(random.nextFloat(), 9)));
        }
        var letters = IntStream.range(0, 32)
                .mapToObj(i -> i % 7 == 3 ? "I" : i % 11 == 2 ? "P" : "")
                .toList();
        var map = new HeatMap();
        map.setThumbnails(new Thumbnails(
                4,
                8,
                pictures,
                letters,
                Set.of(new Cell(1, 4), new Cell(3, 4)),
                new Colouring(Palette.VIRIDIS, Range.fixed(0, 1))));
        map.setUpward(true);
        map.setSquare(true);
        map.setCellGap(6);
        map.setRowLabels(List.of("L0", "L1", "L2", "L3"));
        map.setColumnLabels(IntStream.range(0, 8).mapToObj(Integer::toString).toList());
        map.setSelectedCell(new Cell(3, 3));
        map.setCrossedOut(Set.of(new Cell(3, 5)));
        return map;
    }
}
