package org.headscope.app.pane;

import java.util.ArrayList;
import java.util.List;
import javafx.beans.value.ObservableValue;
import javafx.geometry.HPos;
import javafx.geometry.VPos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.Region;

/**
 * One line of words in parts, such as sentences or "run 3 · after · folded": as many parts as fit, the first ones first, never
 * a part cut in two unless it is the first. The tooltip says all of them.
 */
final class Segments extends Region {
    private static final double LEAST = 30;

    private final HPos side;
    private final String style;
    private final Tooltip whole = new Tooltip();

    /**
     * @param split a regular expression between two parts; what it matches is dropped
     * @param join what stands in front of a later part that is shown
     * @param side where the words stand in the room there is
     */
    Segments(String style, ObservableValue<String> words, String split, String join, HPos side) {
        this.style = style;
        this.side = side;
        // The tooltip belongs to the words, not to the empty room beside them.
        setPickOnBounds(false);
        whole.setWrapText(true);
        whole.setMaxWidth(420);
        Tooltip.install(this, whole);
        words.subscribe(text -> show(text == null ? "" : text, split, join));
    }

    private void show(String text, String split, String join) {
        var parts = new ArrayList<Node>();
        if (!text.isEmpty()) {
            for (String part : text.split(split)) {
                var label = new Label((parts.isEmpty() ? "" : join) + part);
                label.getStyleClass().add(style);
                parts.add(label);
            }
        }
        whole.setText(text);
        setAccessibleText(text);
        getChildren().setAll(parts);
    }

    /** The width of the first part alone. */
    double leastWidth() {
        return getChildren().isEmpty() ? 0 : Math.ceil(getChildren().getFirst().prefWidth(-1));
    }

    @Override
    protected void layoutChildren() {
        List<Node> parts = getChildren();
        double room = getWidth();
        double used = 0;
        int shown = 0;
        while (shown < parts.size()) {
            double wide = parts.get(shown).prefWidth(-1);
            if (shown > 0 && used + wide > room) break;
            used += wide;
            shown++;
        }
        double x = side == HPos.RIGHT ? Math.max(0, room - used) : 0;
        for (int i = 0; i < parts.size(); i++) {
            Node part = parts.get(i);
            part.setVisible(i < shown);
            double wide = Math.min(part.prefWidth(-1), Math.max(0, room - x));
            layoutInArea(part, x, 0, wide, getHeight(), 0, HPos.LEFT, VPos.CENTER);
            x += wide;
        }
    }

    @Override
    protected double computePrefWidth(double height) {
        return Math.ceil(
                getChildren().stream().mapToDouble(part -> part.prefWidth(-1)).sum());
    }

    @Override
    protected double computeMinWidth(double height) {
        return Math.min(LEAST, computePrefWidth(height));
    }

    @Override
    protected double computePrefHeight(double width) {
        return getChildren().stream()
                .mapToDouble(part -> part.prefHeight(-1))
                .max()
                .orElse(0);
    }

    @Override
    protected double computeMinHeight(double width) {
        return computePrefHeight(width);
    }
}
