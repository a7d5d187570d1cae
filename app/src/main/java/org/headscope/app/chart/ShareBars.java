package org.headscope.app.chart;

import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.geometry.VPos;
import javafx.scene.AccessibleRole;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.text.TextAlignment;
import org.headscope.app.theme.Painted;
import org.headscope.app.theme.TextFit;

/**
 * Upright bars of shares that are drawn by hand: a press or drag of the mouse sets the bar under it, Left and Right choose one
 * and Up and Down change it by 0.05. The others give way, so that the sum stays 1.
 */
public final class ShareBars extends Painted {
    private static final double LABEL = 16;
    private static final double FONT = 11;
    private static final double LEAST_WORD = 36;
    private static final double STEP = 0.05;

    private final ObjectProperty<List<String>> labels = new SimpleObjectProperty<>(this, "labels", List.of());
    private final ObjectProperty<Shares> shares = new SimpleObjectProperty<>(this, "shares", new Shares(List.of()));
    private final IntegerProperty selected = new SimpleIntegerProperty(this, "selected");
    private final ObjectProperty<Consumer<Shares>> onDrawn = new SimpleObjectProperty<>(this, "onDrawn");
    private final Canvas base = addLayer();

    public ShareBars() {
        getStyleClass().add("share-bars");
        setAccessibleRole(AccessibleRole.SLIDER);
        setFocusTraversable(true);
        setMinSize(0, 0);
        labels.subscribe(this::repaint);
        shares.subscribe(this::repaint);
        selected.subscribe(this::repaint);
        focusedProperty().subscribe(this::repaint);
        setOnMousePressed(event -> {
            requestFocus();
            draw(event);
        });
        setOnMouseDragged(this::draw);
        setOnMouseReleased(_ -> tell());
        addEventHandler(KeyEvent.KEY_PRESSED, this::key);
    }

    /** What each share is of. */
    public ObjectProperty<List<String>> labelsProperty() {
        return labels;
    }

    /** The bar that the arrow keys change. */
    public IntegerProperty selectedProperty() {
        return selected;
    }

    /** The shares as they are drawn. */
    public ObjectProperty<Shares> sharesProperty() {
        return shares;
    }

    /** Told of the shares when the mouse is let go, and after each key. */
    public ObjectProperty<Consumer<Shares>> onDrawnProperty() {
        return onDrawn;
    }

    private int count() {
        return shares.get().values().size();
    }

    private void draw(MouseEvent event) {
        if (count() == 0 || getWidth() <= 0) return;
        double room = getHeight() - 2 * LABEL;
        selected.set(Math.clamp((int) (event.getX() / getWidth() * count()), 0, count() - 1));
        shares.set(shares.get().with(selected.get(), (LABEL + room - event.getY()) / room));
        event.consume();
    }

    private void key(KeyEvent event) {
        if (count() == 0 || event.isShortcutDown() || event.isAltDown()) return;
        switch (event.getCode()) {
            case LEFT -> selected.set(Math.max(0, selected.get() - 1));
            case RIGHT -> selected.set(Math.min(count() - 1, selected.get() + 1));
            case UP -> change(STEP);
            case DOWN -> change(-STEP);
            default -> {
                return;
            }
        }
        event.consume();
    }

    private void change(double by) {
        shares.set(shares.get().with(chosen(), shares.get().values().get(chosen()) + by));
        tell();
    }

    private int chosen() {
        return Math.clamp(selected.get(), 0, count() - 1);
    }

    private void tell() {
        if (onDrawn.get() != null && count() > 0) onDrawn.get().accept(shares.get());
    }

    @Override
    protected double computePrefHeight(double width) {
        return 84;
    }

    @Override
    protected void paint(double width, double height) {
        if (count() == 0) return;
        var gc = base.getGraphicsContext2D();
        gc.setFont(Painted.mono(FONT));
        gc.setTextBaseline(VPos.CENTER);
        double column = width / count();
        for (int i = 0; i < count(); i++) paintBar(gc, i, column, height);
        gc.setStroke(colour(Ink.MUTED));
        gc.strokeLine(0, height - LABEL, width, height - LABEL);
        String words = words(chosen());
        gc.setTextAlign(TextAlignment.LEFT);
        gc.setFill(colour(isFocused() ? Ink.ACCENT : Ink.INK));
        gc.fillText(words, 0, LABEL / 2);
        setAccessibleText(words);
    }

    private void paintBar(GraphicsContext gc, int i, double column, double height) {
        double room = height - 2 * LABEL;
        double high = Math.max(1, shares.get().values().get(i) * room);
        boolean here = i == chosen();
        gc.setFill(colour(Ink.LINE));
        gc.fillRect(i * column + 1, LABEL, Math.max(1, column - 2), room);
        gc.setFill(colour(here ? Ink.ACCENT : Ink.SECOND));
        gc.fillRect(i * column + 1, height - LABEL - high, Math.max(1, column - 2), high);
        gc.setFill(colour(here ? Ink.INK : Ink.MUTED));
        gc.setTextAlign(TextAlignment.CENTER);
        // Where there is no room for words, numbers tell the bars apart.
        String label = column < LEAST_WORD ? String.valueOf(i) : label(i);
        gc.fillText(TextFit.elide(label, gc.getFont(), column - 2), (i + 0.5) * column, height - LABEL / 2);
    }

    private String label(int i) {
        return i < labels.get().size() ? labels.get().get(i) : "";
    }

    private String words(int i) {
        return String.format(
                Locale.ROOT, "%d %s %.2f", i, label(i), shares.get().values().get(i));
    }
}
