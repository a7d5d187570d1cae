package org.headscope.app.lens;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.function.IntConsumer;
import javafx.geometry.Pos;
import javafx.geometry.VPos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.headscope.app.chart.LineChart;
import org.headscope.app.chart.LineMark;
import org.headscope.app.chart.Series;
import org.headscope.app.text.Text;
import org.headscope.app.theme.Icons;
import org.headscope.app.theme.Styles;
import org.headscope.engine.analysis.LensRow;
import org.kordamp.ikonli.feather.Feather;

/** The way of a few tokens through the layers at one position, and the tokens that are pinned. */
final class LensChart extends VBox {
    private static final double[] PROBABILITIES = {0, 1};

    private final LensModel model;
    private final Label caption = new Label();
    private final FlowPane legend = new FlowPane(8, 2);
    private final LineChart chart = new LineChart();
    private IntConsumer onUnpin = token -> {};

    LensChart(LensModel model) {
        this.model = model;
        caption.getStyleClass().add(Styles.SMALL);
        caption.setMinWidth(Region.USE_PREF_SIZE);
        legend.setRowValignment(VPos.CENTER);
        VBox.setVgrow(chart, Priority.ALWAYS);
        chart.setMinHeight(56);
        chart.setPrefHeight(84);
        getChildren().setAll(legend, chart);
        setMinHeight(chart.getMinHeight() + 20);
        model.tableProperty().subscribe(this::show);
        model.hoveredProperty().subscribe(this::show);
        model.linkedProperty().subscribe(this::show);
        model.selectedProperty().subscribe(this::show);
        model.logScaleProperty().subscribe(this::show);
        model.pins().subscribe(this::showPins);
        showPins();
    }

    /** What the x behind a pinned token does. */
    void setOnUnpin(IntConsumer action) {
        onUnpin = action;
    }

    private void showPins() {
        var nodes = new ArrayList<Node>();
        nodes.add(caption);
        model.pins().forEach(pin -> nodes.add(chip(pin)));
        legend.getChildren().setAll(nodes);
        show();
    }

    private Node chip(Pin pin) {
        var label = new Label(pin.label(), new LineMark(pin.colour()));
        label.getStyleClass().add(Styles.MONO);
        var remove = Icons.button(Feather.X, Text.of("lens.unpin", pin.label()), () -> onUnpin.accept(pin.token()));
        var chip = new HBox(label, remove);
        chip.setAlignment(Pos.CENTER_LEFT);
        return chip;
    }

    private void show() {
        LensTable table = model.tableProperty().get();
        LensPlace place = model.place();
        if (place == null) {
            chart.seriesProperty().set(List.of());
            return;
        }
        Integer token = model.token();
        caption.setText(Text.of(
                model.logScaleProperty().get() ? "lens.chart.log" : "lens.chart.probability",
                place.position(),
                table.prompt(place.position())));
        chart.placesProperty().set(table.rows().stream().map(LensRow::label).toList());
        chart.rangeProperty().set(model.logScaleProperty().get() ? null : PROBABILITIES);
        chart.formatProperty()
                .set(
                        model.logScaleProperty().get()
                                ? value -> String.format(Locale.ROOT, "%.2f", value)
                                : ColourBy::percent);
        var series = new ArrayList<Series>();
        if (token != null) {
            String label = table.label(token);
            add(series, Text.of("lens.chart.before", label), table.lineBefore(place.position(), token), Series.BEFORE);
            if (!model.isPinned(token)) add(series, label, table.line(place.position(), token), 0);
        }
        for (Pin pin : model.pins()) {
            add(series, pin.label(), table.line(place.position(), pin.token()), pin.colour());
        }
        chart.seriesProperty().set(series);
    }

    private void add(Collection<Series> series, String name, double[] line, int colour) {
        if (line == null) return;
        boolean log = model.logScaleProperty().get();
        series.add(
                new Series(name, log ? line : Arrays.stream(line).map(Math::exp).toArray(), colour));
    }

    /** The lines that are shown. */
    List<Series> series() {
        return chart.seriesProperty().get();
    }
}
