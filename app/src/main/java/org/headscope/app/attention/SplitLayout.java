package org.headscope.app.attention;

import javafx.scene.layout.Region;

/** Puts the grid of heads and the large head side by side or one above the other, whichever leaves the head larger. */
final class SplitLayout extends Region {
    private static final double GAP = 12;
    private static final double LEAST_GRID = 120;

    private final Region overview;
    private final Region detail;
    /** Columns to rows of the overview. */
    private double ratio = 2;

    SplitLayout(Region overview, Region detail) {
        this.overview = overview;
        this.detail = detail;
        getChildren().setAll(overview, detail);
        setMinSize(0, 0);
    }

    void setRatio(double columnsToRows) {
        ratio = columnsToRows;
        requestLayout();
    }

    @Override
    protected void layoutChildren() {
        double width = getWidth();
        double height = getHeight();
        double right = besideWidth(width, height);
        double below = belowHeight(width, height);
        if (Math.min(right, height) >= Math.min(width, below)) {
            double left = Math.max(0, width - right - GAP);
            overview.resizeRelocate(0, 0, left, height);
            detail.resizeRelocate(left + GAP, 0, width - left - GAP, height);
        } else {
            double top = Math.max(0, height - below - GAP);
            overview.resizeRelocate(0, 0, width, top);
            detail.resizeRelocate(0, top + GAP, width, height - top - GAP);
        }
    }

    /** Width of the head beside the grid: as much as its height can use, and at least more than half. */
    private double besideWidth(double width, double height) {
        double most = Math.max(width * 0.55, width - GAP - Math.max(LEAST_GRID, height * ratio * 0.8));
        return Math.clamp(height * 1.1, width * 0.55, Math.max(width * 0.55, Math.min(most, width * 0.72)));
    }

    /** Height of the head below the grid. */
    private double belowHeight(double width, double height) {
        double controls = overview.minHeight(width);
        double grid = Math.clamp(width / ratio * 0.6, 60, Math.max(60, height * 0.38));
        return height - GAP - Math.max(grid, controls);
    }

    @Override
    protected double computePrefWidth(double height) {
        return 400;
    }

    @Override
    protected double computePrefHeight(double width) {
        return 260;
    }
}
