package org.headscope.app.chart;

import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.DoubleFunction;
import javafx.beans.property.DoubleProperty;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleDoubleProperty;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.geometry.VPos;
import javafx.scene.AccessibleRole;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;
import javafx.scene.text.Font;
import javafx.scene.text.TextAlignment;
import org.headscope.app.text.Text;
import org.headscope.app.theme.Painted;
import org.headscope.app.theme.TextFit;

/**
 * Pairs of horizontal bars: grey before, in the accent colour after, and both numbers at the right. Rows keep their
 * height; what does not fit into the control is left out from the end.
 */
public final class BarPairs extends Painted {
    private static final double ROW = 27;
    private static final double BAR = 7;
    private static final double MOST_LABEL = 110;

    private final ObjectProperty<List<BarPair>> rows = new SimpleObjectProperty<>(this, "rows", List.of());
    private final DoubleProperty reach = new SimpleDoubleProperty(this, "reach", 1);
    private final ObjectProperty<DoubleFunction<String>> format =
            new SimpleObjectProperty<>(this, "format", value -> String.format(Locale.ROOT, "%.2f %%", 100 * value));
    private final IntegerProperty hovered = new SimpleIntegerProperty(this, "hovered", -1);
    private final ObjectProperty<Consumer<Integer>> onAction = new SimpleObjectProperty<>(this, "onAction");

    private final Canvas base = addLayer();

    public BarPairs() {
        getStyleClass().add("bar-pairs");
        setAccessibleRole(AccessibleRole.IMAGE_VIEW);
        setMinWidth(160);
        rows.subscribe(this::repaint);
        format.subscribe(this::repaint);
        reach.subscribe(this::repaint);
        hovered.subscribe(this::repaint);
        setOnMouseMoved(event -> hover((int) (event.getY() / ROW)));
        setOnMouseExited(_ -> hover(-1));
        setOnMouseClicked(event -> {
            int row = (int) (event.getY() / ROW);
            if (row < rows.get().size() && onAction.get() != null && event.isStillSincePress()) {
                onAction.get().accept(row);
            }
        });
    }

    private void hover(int row) {
        if (!hovered.isBound()) {
            hovered.set(row < rows.get().size() ? row : -1);
        }
    }

    @Override
    protected double computePrefHeight(double width) {
        return rows.get().size() * ROW;
    }

    @Override
    protected double computeMinHeight(double width) {
        return Math.min(3, rows.get().size()) * ROW;
    }

    @Override
    protected double computePrefWidth(double height) {
        return 320;
    }

    @Override
    protected void paint(double width, double height) {
        Font font = Painted.mono(12);
        double labels = 0;
        double numbers = 0;
        for (BarPair row : rows.get()) {
            labels = Math.max(labels, TextFit.width(row.label(), font));
            numbers = Math.max(numbers, TextFit.width(numbers(row), font));
        }
        labels = Math.min(labels, Math.min(MOST_LABEL, width / 3));
        double left = labels + 10;
        double room = Math.max(0, width - left - numbers - 12);
        var gc = base.getGraphicsContext2D();
        gc.setFont(font);
        gc.setTextBaseline(VPos.CENTER);
        for (int i = 0; i < rows.get().size() && (i + 1) * ROW <= height + 1; i++) {
            BarPair row = rows.get().get(i);
            double middle = i * ROW + ROW / 2;
            if (i == hovered.get()) {
                gc.setFill(colour(Ink.LINE).deriveColor(0, 1, 1, 0.5));
                gc.fillRoundRect(0, i * ROW + 1, width, ROW - 2, 6, 6);
            }
            gc.setFill(colour(Ink.INK));
            gc.setTextAlign(TextAlignment.RIGHT);
            gc.fillText(TextFit.elide(row.label(), font, labels), labels, middle);
            double end = left + bars(gc, row, left, middle, room);
            gc.setFill(colour(i == hovered.get() ? Ink.INK : Ink.MUTED));
            gc.setTextAlign(TextAlignment.LEFT);
            gc.fillText(numbers(row), end + 8, middle);
        }
        setAccessibleText(String.join(
                "; ",
                rows.get().stream().map(row -> row.label() + " " + numbers(row)).toList()));
    }

    /** Paints the bars of a row; gives the length of the longer one. */
    private double bars(GraphicsContext gc, BarPair row, double left, double middle, double room) {
        if (row.single()) {
            return bar(gc, row.before(), left, middle - BAR / 2, room, colour(Ink.AFTER));
        }
        double before = bar(gc, row.before(), left, middle - BAR - 0.5, room, colour(Ink.BEFORE));
        double after = bar(gc, row.after(), left, middle + 0.5, room, colour(Ink.AFTER));
        return Math.max(before, after);
    }

    /** Paints a bar at least so long that one sees there is something. */
    private double bar(GraphicsContext gc, double value, double left, double top, double room, Color colour) {
        double length = Math.max(2, room * Math.clamp(value / reach.get(), 0, 1));
        gc.setFill(colour);
        gc.fillRoundRect(left, top, length, BAR, 3, 3);
        return length;
    }

    private String numbers(BarPair row) {
        return row.single()
                ? format.get().apply(row.before())
                : Text.of(
                        "bars.beforeAfter",
                        format.get().apply(row.before()),
                        format.get().apply(row.after()));
    }

    /** The rows from top to bottom. */
    public ObjectProperty<List<BarPair>> rowsProperty() {
        return rows;
    }

    /** How a value is written; a probability in percent at first. */
    public ObjectProperty<DoubleFunction<String>> formatProperty() {
        return format;
    }

    /** The row under the mouse, or -1. */
    public IntegerProperty hoveredProperty() {
        return hovered;
    }

    /** What a click on a row does. */
    public ObjectProperty<Consumer<Integer>> onActionProperty() {
        return onAction;
    }
}
