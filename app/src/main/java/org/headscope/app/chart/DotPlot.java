package org.headscope.app.chart;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;
import java.util.function.IntConsumer;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.geometry.VPos;
import javafx.scene.AccessibleRole;
import javafx.scene.Cursor;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.input.MouseEvent;
import javafx.scene.paint.Color;
import javafx.scene.text.Font;
import javafx.scene.text.TextAlignment;
import org.headscope.app.theme.Painted;
import org.headscope.app.theme.TextFit;

/**
 * How the values of many things are distributed: a dot for each, stacked where they are alike, with a mark at the mean.
 * Where things have two values, those before are grey above those after, and the mouse joins both dots of a thing.
 */
public final class DotPlot extends Painted {
    /** How near to a dot the mouse must be. */
    private static final double NEAR = 9;

    private static final double LEFT = 12;
    private static final double AXIS = 34;

    /**
     * One thing.
     *
     * @param after NaN where there is nothing to compare with
     */
    public record Item(String label, double before, double after) {}

    /** Where a dot was painted. */
    private record Dot(int item, double x, double y, boolean after) {}

    private final ObjectProperty<List<Item>> items = new SimpleObjectProperty<>(this, "items", List.of());
    private final StringProperty axis = new SimpleStringProperty(this, "axis", "");
    private final ObjectProperty<DoubleFunction<String>> format =
            new SimpleObjectProperty<>(this, "format", value -> String.format(Locale.ROOT, "%.2f", value));
    private final IntegerProperty hovered = new SimpleIntegerProperty(this, "hovered", -1);
    private final IntegerProperty chosen = new SimpleIntegerProperty(this, "chosen", -1);
    private final ObjectProperty<IntConsumer> onAction = new SimpleObjectProperty<>(this, "onAction");

    private final Canvas base = addLayer();
    private final Canvas overlay = addLayer();
    private final List<Dot> dots = new ArrayList<>();
    private double radius;

    public DotPlot() {
        getStyleClass().add("dot-plot");
        setAccessibleRole(AccessibleRole.IMAGE_VIEW);
        setMinSize(120, 90);
        setPrefSize(320, 220);
        items.subscribe(this::repaint);
        axis.subscribe(this::repaint);
        format.subscribe(this::repaint);
        chosen.subscribe(this::repaint);
        hovered.subscribe(this::paintHover);
        setOnMouseMoved(event -> hovered.set(nearest(event)));
        setOnMouseExited(_ -> hovered.set(-1));
        setOnMouseClicked(event -> {
            int item = nearest(event);
            if (item >= 0 && onAction.get() != null && event.isStillSincePress()) {
                onAction.get().accept(item);
            }
        });
    }

    @Override
    protected void paint(double width, double height) {
        dots.clear();
        double[] values = items.get().stream()
                .flatMap(item -> List.of(item.before(), item.after()).stream())
                .mapToDouble(Double::doubleValue)
                .filter(Double::isFinite)
                .sorted()
                .toArray();
        if (values.length == 0) {
            paintHover();
            return;
        }
        var gc = base.getGraphicsContext2D();
        Font font = Painted.mono(11);
        gc.setFont(font);
        Ticks ticks = Ticks.around(values[0], values[values.length - 1], Math.clamp((int) (width / 70), 2, 9));
        paintAxis(gc, font, ticks, width, height);
        boolean pairs = items.get().stream().anyMatch(item -> Double.isFinite(item.after()));
        double band = (height - AXIS) / (pairs ? 2 : 1);
        radius = Math.clamp(band / 14, 2, 5);
        stack(gc, ticks, width, band, false, colour(pairs ? Ink.BEFORE : Ink.AFTER));
        if (pairs) stack(gc, ticks, width, 2 * band, true, colour(Ink.AFTER));
        setAccessibleText(
                String.join("; ", items.get().stream().map(this::words).toList()));
        paintHover();
    }

    private void paintAxis(GraphicsContext gc, Font font, Ticks ticks, double width, double height) {
        double bottom = height - AXIS;
        gc.setLineWidth(1);
        gc.setTextAlign(TextAlignment.CENTER);
        gc.setTextBaseline(VPos.TOP);
        for (double tick : ticks.values()) {
            double x = Math.round(x(tick, ticks, width)) + 0.5;
            gc.setStroke(colour(tick == 0 ? Ink.MUTED : Ink.LINE));
            gc.strokeLine(x, 0, x, bottom);
            gc.setFill(colour(Ink.MUTED));
            double half = TextFit.width(ticks.text(tick), font) / 2;
            gc.fillText(ticks.text(tick), Math.clamp(x, half, Math.max(half, width - half)), bottom + 4);
        }
        gc.fillText(axis.get(), width / 2, bottom + 18);
    }

    /** Dots of one kind, the alike ones on top of each other, closer together where they would leave the band. */
    private void stack(GraphicsContext gc, Ticks ticks, double width, double bottom, boolean after, Color colour) {
        double across = 2 * radius + 1;
        int bins = Math.max(1, (int) Math.ceil((width - 2 * LEFT) / across) + 1);
        var heights = new int[bins];
        List<Item> list = items.get();
        for (Item item : list) {
            double value = after ? item.after() : item.before();
            if (Double.isFinite(value)) heights[bin(x(value, ticks, width), across, bins)]++;
        }
        int highest = Arrays.stream(heights).max().orElse(1);
        double room = bottom - (after ? bottom / 2 : 0) - 3 * radius;
        double up = Math.min(across, room / Math.max(1, highest - 1));
        Arrays.fill(heights, 0);
        double sum = 0;
        int count = 0;
        for (int i = 0; i < list.size(); i++) {
            double value = after ? list.get(i).after() : list.get(i).before();
            if (!Double.isFinite(value)) continue;
            double x = x(value, ticks, width);
            int bin = bin(x, across, bins);
            double y = bottom - radius - 1 - up * heights[bin]++;
            dots.add(new Dot(i, x, y, after));
            gc.setFill(i == chosen.get() ? colour(Ink.INK) : colour.deriveColor(0, 1, 1, 0.85));
            gc.fillOval(x - radius, y - radius, 2 * radius, 2 * radius);
            sum += value;
            count++;
        }
        if (count > 1) paintMean(gc, x(sum / count, ticks, width), bottom, colour);
    }

    private static int bin(double x, double across, int bins) {
        return Math.clamp((int) ((x - LEFT) / across), 0, bins - 1);
    }

    /** A small triangle under the dots. */
    private static void paintMean(GraphicsContext gc, double x, double bottom, Color colour) {
        gc.setFill(colour);
        gc.fillPolygon(new double[] {x - 5, x + 5, x}, new double[] {bottom + 5, bottom + 5, bottom - 1}, 3);
    }

    private static double x(double value, Ticks ticks, double width) {
        return LEFT + (width - 2 * LEFT) * (value - ticks.low()) / (ticks.high() - ticks.low());
    }

    private int nearest(MouseEvent event) {
        int best = -1;
        double least = Math.max(NEAR, radius);
        for (Dot dot : dots) {
            double far = Math.hypot(dot.x() - event.getX(), dot.y() - event.getY());
            if (far < least) {
                least = far;
                best = dot.item();
            }
        }
        return best;
    }

    private void paintHover() {
        var gc = overlay.getGraphicsContext2D();
        gc.clearRect(0, 0, overlay.getWidth(), overlay.getHeight());
        int item = hovered.get();
        setCursor(item >= 0 && onAction.get() != null ? Cursor.HAND : Cursor.DEFAULT);
        if (item < 0 || item >= items.get().size()) return;
        List<Dot> own = dots.stream().filter(dot -> dot.item() == item).toList();
        gc.setStroke(colour(Ink.INK));
        gc.setLineWidth(1.5);
        if (own.size() == 2)
            gc.strokeLine(
                    own.get(0).x(), own.get(0).y(), own.get(1).x(), own.get(1).y());
        for (Dot dot : own) {
            gc.strokeOval(dot.x() - radius - 1, dot.y() - radius - 1, 2 * radius + 2, 2 * radius + 2);
        }
        if (own.isEmpty()) return;
        Dot last = own.getLast();
        Item found = items.get().get(item);
        double y = Math.clamp(last.y() - 44, 2, Math.max(2, getHeight() - 46));
        ValueBox.paint(
                gc,
                List.of(TextFit.elide(found.label(), Painted.mono(11), getWidth() - 40), numbers(found)),
                last.x(),
                y,
                getWidth(),
                colour(Ink.GROUND),
                colour(Ink.LINE),
                colour(Ink.INK));
    }

    private String numbers(Item item) {
        String before = format.get().apply(item.before());
        return Double.isNaN(item.after())
                ? before
                : before + " → " + format.get().apply(item.after());
    }

    private String words(Item item) {
        return item.label() + " " + numbers(item);
    }

    /** What the dots stand for. */
    public ObjectProperty<List<Item>> itemsProperty() {
        return items;
    }

    /** What the values are, under the axis. */
    public StringProperty axisProperty() {
        return axis;
    }

    /** How a value is written. */
    public ObjectProperty<DoubleFunction<String>> formatProperty() {
        return format;
    }

    /** The thing under the mouse, or -1. */
    public IntegerProperty hoveredProperty() {
        return hovered;
    }

    /** The thing that is marked, or -1. */
    public IntegerProperty chosenProperty() {
        return chosen;
    }

    /** What a click on a dot does with the thing. */
    public ObjectProperty<IntConsumer> onActionProperty() {
        return onAction;
    }
}
