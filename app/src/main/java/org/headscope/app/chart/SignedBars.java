package org.headscope.app.chart;

import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.DoubleFunction;
import java.util.stream.Collectors;
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
import javafx.scene.input.KeyEvent;
import javafx.scene.paint.Color;
import javafx.scene.text.Font;
import javafx.scene.text.TextAlignment;
import org.headscope.app.heatmap.Palette;
import org.headscope.app.theme.Painted;
import org.headscope.app.theme.TextFit;

/**
 * Horizontal bars to both sides of a zero line, in the colours of signed heat maps: blue above 0, red below. A mark can show a
 * second number beside each bar. Rows are clicked, or walked with the arrow keys; all rows are painted, so put it into a scroll
 * pane.
 */
public final class SignedBars extends Painted {
    /** Least height of a row. */
    public static final double ROW = 20;

    private static final double MARK = 3.5;
    private static final double MOST_LABEL = 130;
    private static final double MOST_BAR = 14;
    private static final int BLUE = 214;
    private static final int RED = 41;

    private final ObjectProperty<List<SignedBar>> rows = new SimpleObjectProperty<>(this, "rows", List.of());
    private final ObjectProperty<DoubleFunction<String>> format =
            new SimpleObjectProperty<>(this, "format", value -> String.format(Locale.ROOT, "%+.2f", value));
    private final DoubleProperty rowHeight = new SimpleDoubleProperty(this, "rowHeight", ROW);
    private final IntegerProperty selected = new SimpleIntegerProperty(this, "selected", -1);
    private final IntegerProperty hovered = new SimpleIntegerProperty(this, "hovered", -1);
    private final ObjectProperty<Consumer<Integer>> onAction = new SimpleObjectProperty<>(this, "onAction");

    private final Canvas base = addLayer();

    public SignedBars() {
        getStyleClass().add("signed-bars");
        setAccessibleRole(AccessibleRole.IMAGE_VIEW);
        setFocusTraversable(true);
        setMinWidth(120);
        rows.subscribe(this::repaint);
        format.subscribe(this::repaint);
        rowHeight.subscribe(this::repaint);
        selected.subscribe(this::repaint);
        hovered.subscribe(this::repaint);
        focusedProperty().subscribe(this::repaint);
        setOnMouseMoved(event -> hovered.set(rowAt(event.getY())));
        setOnMouseExited(_ -> hovered.set(-1));
        setOnMouseClicked(event -> {
            requestFocus();
            int row = rowAt(event.getY());
            if (row >= 0 && event.isStillSincePress()) choose(row);
        });
        addEventHandler(KeyEvent.KEY_PRESSED, this::walk);
    }

    private int rowAt(double y) {
        int row = (int) Math.floor(y / rowHeight.get());
        return row >= 0 && row < rows.get().size() ? row : -1;
    }

    private void choose(int row) {
        if (onAction.get() != null) onAction.get().accept(row);
    }

    private void walk(KeyEvent key) {
        int last = rows.get().size() - 1;
        int to = switch (key.getCode()) {
            case UP -> Math.max(0, selected.get() - 1);
            case DOWN -> Math.min(last, selected.get() + 1);
            case HOME -> 0;
            case END -> last;
            default -> -1;
        };
        if (to < 0 || last < 0 || key.isShortcutDown() || key.isAltDown()) return;
        choose(to);
        key.consume();
    }

    @Override
    protected double computePrefHeight(double width) {
        return rows.get().size() * rowHeight.get();
    }

    @Override
    protected double computeMinHeight(double width) {
        return computePrefHeight(width);
    }

    @Override
    protected double computePrefWidth(double height) {
        return 320;
    }

    /**
     * Where everything lies across.
     *
     * @param labels right end of the labels
     * @param left left end of the longest bar to the left
     * @param zero the zero line
     * @param unit pixels of a value of 1
     * @param numbers right end of the numbers
     */
    private record Axis(double labels, double left, double zero, double unit, double numbers) {}

    private Axis axis(double width, Font font) {
        double labels = 0;
        double numbers = 0;
        double low = 0;
        double high = 0;
        for (SignedBar row : rows.get()) {
            labels = Math.max(labels, TextFit.width(row.label(), font));
            numbers = Math.max(numbers, TextFit.width(format.get().apply(row.value()), font));
            for (double value : new double[] {row.value(), row.mark()}) {
                if (!Double.isFinite(value)) continue;
                low = Math.min(low, value);
                high = Math.max(high, value);
            }
        }
        labels = 4 + Math.min(labels, Math.min(MOST_LABEL, width / 3));
        double left = labels + 8 + MARK;
        double room = Math.max(10, width - left - numbers - 14 - MARK);
        double unit = high > low ? room / (high - low) : 0;
        return new Axis(labels, left, Math.round(left - low * unit) + 0.5, unit, width - 4);
    }

    @Override
    protected void paint(double width, double height) {
        Font font = Painted.mono(12);
        Axis axis = axis(width, font);
        var gc = base.getGraphicsContext2D();
        gc.setFont(font);
        gc.setTextBaseline(VPos.CENTER);
        List<SignedBar> all = rows.get();
        for (int i = 0; i < all.size(); i++) paintRow(gc, i, all.get(i), axis, width);
        gc.setStroke(colour(Ink.MUTED));
        gc.setLineWidth(1);
        gc.strokeLine(axis.zero(), 0, axis.zero(), all.size() * rowHeight.get());
        setAccessibleText(all.stream()
                .map(row -> row.label() + " " + format.get().apply(row.value()))
                .collect(Collectors.joining("; ")));
    }

    private void paintRow(GraphicsContext gc, int i, SignedBar row, Axis axis, double width) {
        double high = rowHeight.get();
        double top = i * high;
        double middle = top + high / 2;
        double thick = Math.min(MOST_BAR, Math.round(high / 2));
        if (i == hovered.get() || i == selected.get()) {
            gc.setFill(colour(Ink.LINE).deriveColor(0, 1, 1, i == selected.get() ? 0.9 : 0.5));
            gc.fillRoundRect(0, top + 0.5, width, high - 1, 6, 6);
        }
        if (i == selected.get()) {
            gc.setFill(colour(Ink.ACCENT));
            gc.fillRoundRect(0, top + 3, 2.5, high - 6, 2, 2);
        }
        gc.setFill(colour(i == selected.get() && isFocused() ? Ink.ACCENT : Ink.INK));
        gc.setTextAlign(TextAlignment.RIGHT);
        gc.fillText(TextFit.elide(row.label(), gc.getFont(), axis.labels() - 4), axis.labels(), middle);
        gc.setFill(colour(i == hovered.get() || i == selected.get() ? Ink.INK : Ink.MUTED));
        gc.fillText(format.get().apply(row.value()), axis.numbers(), middle);
        if (Double.isFinite(row.value())) {
            double length = Math.max(0.75, Math.abs(row.value()) * axis.unit());
            gc.setFill(row.value() < 0 ? paletteColour(RED) : paletteColour(BLUE));
            gc.fillRoundRect(
                    row.value() < 0 ? axis.zero() - length : axis.zero(), middle - thick / 2, length, thick, 2, 2);
        }
        if (Double.isFinite(row.mark())) {
            double x = axis.zero() + row.mark() * axis.unit();
            gc.setFill(colour(Ink.GROUND));
            diamond(gc, x, middle, MARK + 1.5);
            gc.setFill(colour(Ink.ACCENT));
            diamond(gc, x, middle, MARK);
        }
    }

    private static void diamond(GraphicsContext gc, double x, double y, double size) {
        gc.fillPolygon(new double[] {x - size, x, x + size, x}, new double[] {y, y - size, y, y + size}, 4);
    }

    private static Color paletteColour(int index) {
        int argb = Palette.RED_WHITE_BLUE.argb(index);
        return Color.rgb(argb >> 16 & 0xff, argb >> 8 & 0xff, argb & 0xff);
    }

    /** The rows from top to bottom. */
    public ObjectProperty<List<SignedBar>> rowsProperty() {
        return rows;
    }

    /** Height of each row, {@link #ROW} at first. */
    public DoubleProperty rowHeightProperty() {
        return rowHeight;
    }

    /** How a value is written; with its sign and two decimals at first. */
    public ObjectProperty<DoubleFunction<String>> formatProperty() {
        return format;
    }

    /** The row that is marked as selected, or -1. */
    public IntegerProperty selectedProperty() {
        return selected;
    }

    /** The row under the mouse, or -1. */
    public IntegerProperty hoveredProperty() {
        return hovered;
    }

    /** What a click on a row does, or walking to it with the arrow keys. */
    public ObjectProperty<Consumer<Integer>> onActionProperty() {
        return onAction;
    }
}
