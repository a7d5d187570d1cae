package org.headscope.app.chart;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.geometry.VPos;
import javafx.scene.AccessibleRole;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;
import javafx.scene.text.Font;
import javafx.scene.text.TextAlignment;
import org.headscope.app.theme.Painted;
import org.headscope.app.theme.TextFit;

/**
 * A few lines over named places, such as a token's probability layer by layer. Each line's name stands at its end;
 * the mouse shows the values at the nearest place.
 */
public final class LineChart extends Painted {
    /** Usual and least distance of the names of two lines. */
    private static final double NAME = 14;

    private static final double LEAST_NAME = 11;

    private final ObjectProperty<List<String>> places = new SimpleObjectProperty<>(this, "places", List.of());
    private final ObjectProperty<List<Series>> series = new SimpleObjectProperty<>(this, "series", List.of());
    private final ObjectProperty<double[]> range = new SimpleObjectProperty<>(this, "range");
    private final ObjectProperty<DoubleFunction<String>> format =
            new SimpleObjectProperty<>(this, "format", value -> String.format(Locale.ROOT, "%.3f", value));
    private final IntegerProperty hovered = new SimpleIntegerProperty(this, "hovered", -1);

    private final Canvas base = addLayer();
    private final Canvas overlay = addLayer();
    private Plot plot;

    public LineChart() {
        getStyleClass().add("line-chart");
        setAccessibleRole(AccessibleRole.IMAGE_VIEW);
        setMinSize(80, 60);
        setPrefSize(320, 130);
        places.subscribe(this::repaint);
        series.subscribe(this::repaint);
        range.subscribe(this::repaint);
        format.subscribe(this::repaint);
        hovered.subscribe(this::paintHover);
        setOnMouseMoved(event -> hover(plot == null ? -1 : plot.nearest(event.getX())));
        setOnMouseExited(_ -> hover(-1));
    }

    private void hover(int index) {
        if (!hovered.isBound()) {
            hovered.set(index);
        }
    }

    @Override
    protected void paint(double width, double height) {
        plot = null;
        int count = places.get().size();
        if (count == 0 || series.get().isEmpty()) {
            paintHover();
            return;
        }
        Font font = Painted.mono(11);
        Ticks ticks = ticks(height);
        double left = ticks.values().stream()
                        .mapToDouble(tick -> TextFit.width(ticks.text(tick), font))
                        .max()
                        .orElse(0)
                + 8;
        double names = series.get().stream()
                .mapToDouble(line -> TextFit.width(line.name(), font))
                .max()
                .orElse(0);
        double right = Math.min(names + 16, width * 0.35);
        plot = new Plot(left, 8, Math.max(10, width - left - right), Math.max(10, height - 30), count, ticks);
        var gc = base.getGraphicsContext2D();
        gc.setFont(font);
        paintAxes(gc, font);
        for (int i = 0; i < series.get().size(); i++) {
            paintLine(gc, series.get().get(i), lineColour(i));
        }
        paintNames(gc, font, right - 10);
        paintHover();
    }

    private Ticks ticks(double height) {
        int most = Math.clamp((int) (height / 34), 2, 6);
        if (range.get() != null) {
            return Ticks.around(range.get()[0], range.get()[1], most);
        }
        double[] all = series.get().stream()
                .flatMapToDouble(line -> Arrays.stream(line.values()))
                .filter(Double::isFinite)
                .sorted()
                .toArray();
        return all.length == 0 ? Ticks.around(0, 1, most) : Ticks.around(all[0], all[all.length - 1], most);
    }

    private void paintAxes(GraphicsContext gc, Font font) {
        gc.setLineWidth(1);
        gc.setTextAlign(TextAlignment.RIGHT);
        gc.setTextBaseline(VPos.CENTER);
        for (double tick : plot.ticks().values()) {
            double y = Math.round(plot.y(tick)) + 0.5;
            gc.setStroke(colour(Ink.LINE));
            gc.strokeLine(plot.left(), y, plot.left() + plot.width(), y);
            gc.setFill(colour(Ink.MUTED));
            gc.fillText(plot.ticks().text(tick), plot.left() - 6, y);
        }
        gc.setTextAlign(TextAlignment.CENTER);
        gc.setTextBaseline(VPos.TOP);
        double widest = places.get().stream()
                        .mapToDouble(name -> TextFit.width(name, font))
                        .max()
                        .orElse(0)
                + 10;
        int step = Math.max(1, (int) Math.ceil(widest * plot.count() / Math.max(1, plot.width())));
        for (int i = 0; i < plot.count(); i++) {
            // Counted from the end, because the last place matters most.
            if ((plot.count() - 1 - i) % step == 0) {
                String name = places.get().get(i);
                double half = TextFit.width(name, font) / 2;
                // Beyond the last place stand the names of the lines.
                double x = Math.clamp(plot.x(i), half, Math.max(half, plot.left() + plot.width() + 4 - half));
                gc.fillText(name, x, plot.bottom() + 6);
            }
        }
    }

    private void paintLine(GraphicsContext gc, Series line, Color colour) {
        gc.setStroke(colour);
        gc.setLineWidth(2);
        gc.beginPath();
        boolean open = false;
        for (int i = 0; i < Math.min(plot.count(), line.size()); i++) {
            double value = line.at(i);
            if (!Double.isFinite(value)) {
                open = false;
            } else if (open) {
                gc.lineTo(plot.x(i), plot.y(value));
            } else {
                gc.moveTo(plot.x(i), plot.y(value));
                open = true;
            }
        }
        gc.stroke();
    }

    /** Names at the ends of the lines, moved apart where they would overlap; the last ones are left out where none fit. */
    private void paintNames(GraphicsContext gc, Font font, double width) {
        record Name(int line, double y) {}
        var names = new ArrayList<Name>();
        for (int i = 0; i < series.get().size(); i++) {
            if (series.get().get(i).name().isEmpty()) {
                continue;
            }
            double value = series.get().get(i).at(plot.count() - 1);
            names.add(new Name(i, Double.isFinite(value) ? plot.y(value) : plot.bottom()));
        }
        names.sort(Comparator.comparingDouble(Name::y));
        double room = plot.bottom() - plot.top();
        double lineHeight = names.size() < 2 ? NAME : Math.clamp(room / (names.size() - 1), LEAST_NAME, NAME);
        while ((names.size() - 1) * lineHeight > room + 1) names.removeLast();
        double next = Double.NEGATIVE_INFINITY;
        double most = plot.bottom() - lineHeight * (names.size() - 1);
        gc.setTextAlign(TextAlignment.LEFT);
        gc.setTextBaseline(VPos.CENTER);
        for (Name name : names) {
            double y = Math.max(Math.min(name.y(), Math.max(plot.top(), most)), next);
            gc.setFill(lineColour(name.line()));
            gc.fillText(
                    TextFit.elide(series.get().get(name.line()).name(), font, width),
                    plot.left() + plot.width() + 8,
                    y);
            next = y + lineHeight;
            most += lineHeight;
        }
    }

    private void paintHover() {
        var gc = overlay.getGraphicsContext2D();
        gc.clearRect(0, 0, overlay.getWidth(), overlay.getHeight());
        int index = hovered.get();
        if (plot == null || index < 0 || index >= plot.count()) {
            return;
        }
        double x = Math.round(plot.x(index)) + 0.5;
        gc.setStroke(colour(Ink.MUTED));
        gc.setLineWidth(1);
        gc.strokeLine(x, plot.top(), x, plot.bottom());
        var lines = new ArrayList<String>();
        lines.add(places.get().get(index));
        for (int i = 0; i < series.get().size(); i++) {
            double value = series.get().get(i).at(index);
            if (Double.isFinite(value)) {
                gc.setFill(lineColour(i));
                gc.fillOval(plot.x(index) - 3.5, plot.y(value) - 3.5, 7, 7);
                lines.add(series.get().get(i).name() + "  " + format.get().apply(value));
            }
        }
        setAccessibleText(String.join(", ", lines));
        ValueBox.paint(gc, lines, x, plot.top(), getWidth(), colour(Ink.GROUND), colour(Ink.LINE), colour(Ink.INK));
    }

    private Color lineColour(int index) {
        int chosen = series.get().get(index).colour();
        return LineColours.of(chosen == Series.BY_PLACE ? index : chosen, this::colour);
    }

    /** The names of the places from left to right. */
    public ObjectProperty<List<String>> placesProperty() {
        return places;
    }

    /** The lines. */
    public ObjectProperty<List<Series>> seriesProperty() {
        return series;
    }

    /** The lowest and the highest value of the axis; null fits the lines. */
    public ObjectProperty<double[]> rangeProperty() {
        return range;
    }

    /** How a value is written. */
    public ObjectProperty<DoubleFunction<String>> formatProperty() {
        return format;
    }

    /** The place under the mouse, or -1; can be bound to another view. */
    public IntegerProperty hoveredProperty() {
        return hovered;
    }

    /** Where values lie on the screen. */
    private record Plot(double left, double top, double width, double height, int count, Ticks ticks) {
        double x(int index) {
            return count == 1 ? left + width / 2 : left + 4 + (width - 8) * index / (count - 1);
        }

        double y(double value) {
            return top + height * (1 - (value - ticks.low()) / (ticks.high() - ticks.low()));
        }

        double bottom() {
            return top + height;
        }

        int nearest(double px) {
            return count == 1 ? 0 : Math.clamp(Math.round((px - left - 4) / (width - 8) * (count - 1)), 0, count - 1);
        }
    }
}
