package org.headscope.app.prompt;

import javafx.beans.value.ObservableDoubleValue;
import javafx.geometry.Insets;
import javafx.geometry.Orientation;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.Region;

/** Holds the token strip: as high as its chips need, but at most a share of the column. */
final class StripScroll extends ScrollPane {
    private static final double LEAST = 42;
    private static final double SHARE = 0.3;
    /** What the borders of the control take. */
    private static final double SLACK = 4;

    private final Region strip;
    private final ObservableDoubleValue column;

    /**
     * @param column the height of the column
     */
    StripScroll(Region strip, ObservableDoubleValue column) {
        super(strip);
        this.strip = strip;
        this.column = column;
        setFitToWidth(true);
        setHbarPolicy(ScrollBarPolicy.NEVER);
        setFocusTraversable(false);
        setMinHeight(LEAST);
        column.subscribe(this::requestLayout);
    }

    /** The height follows the width, by which the chips are wrapped. */
    @Override
    public Orientation getContentBias() {
        return Orientation.HORIZONTAL;
    }

    @Override
    protected double computePrefHeight(double width) {
        Insets insets = getInsets();
        double room = width < 0 ? width : width - insets.getLeft() - insets.getRight();
        double most = Math.max(LEAST, SHARE * column.get());
        return Math.clamp(strip.prefHeight(room) + SLACK, LEAST, most);
    }
}
