package org.headscope.app.attribution;

import java.util.ArrayList;
import java.util.List;
import javafx.scene.control.Label;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.headscope.app.chart.LineChart;
import org.headscope.app.chart.Series;
import org.headscope.app.session.MetricText;
import org.headscope.app.text.Text;
import org.headscope.app.theme.Styles;

/** What is read as far as it is written at each place of the stream: after each attention layer and MLP. */
final class AccumulatedLine extends VBox {
    private final AttributionModel model;
    private final LineChart chart = new LineChart();

    AccumulatedLine(AttributionModel model) {
        super(2);
        this.model = model;
        var title = new Label(Text.of("attribution.accumulated"));
        title.getStyleClass().add(Styles.SMALL);
        chart.setMinHeight(80);
        chart.setPrefHeight(110);
        chart.formatProperty().set(MetricText::change);
        VBox.setVgrow(chart, Priority.ALWAYS);
        getChildren().setAll(title, chart);
        setMinSize(0, 0);
        model.table.subscribe(this::show);
    }

    private void show() {
        AttributionTable table = model.table.get();
        var lines = new ArrayList<Series>();
        if (table != null) {
            Split before =
                    table.beside() == null ? table.before() : table.beside().now();
            if (before != null) lines.add(line("attribution.before", before, Series.BEFORE));
            lines.add(line(before == null ? "attribution.sofar" : "attribution.after", table.now(), 0));
            chart.placesProperty()
                    .set(table.now().accumulated().keySet().stream()
                            .map(label -> label.replace('_', ' '))
                            .toList());
        }
        chart.seriesProperty().set(List.copyOf(lines));
    }

    private static Series line(String key, Split split, int colour) {
        double[] values = split.accumulated().values().stream()
                .mapToDouble(Double::doubleValue)
                .toArray();
        return new Series(Text.of(key), values, colour);
    }
}
