package org.headscope.app.attention;

import javafx.scene.layout.Region;

/** Puts the grid of heads and the large head side by side or one above the other, whichever leaves the head larger. */
final class SplitLayout extends Region {
    private static final double GAP = 14;
    private static final double LEAST_SHARE = 0.5;
    private static final double MOST_SHARE = 0.64;

    private final Overview overview;
    private final Region detail;

    SplitLayout(Overview overview, Region detail) {
        this.overview = overview;
        this.detail = detail;
        getChildren().setAll(overview, detail);
        setMinSize(0, 0);
    }

    @Override
    protected void layoutChildren() {
        double width = getWidth();
        double height = getHeight();
        double right = besideWidth(width, height);
        double below = belowHeight(width, height);
        if (Math.min(right, height) >= Math.min(width, below)) {
            double left = Math.floor(width - right - GAP);
            overview.resizeRelocate(0, 0, left, height);
            detail.resizeRelocate(left + GAP, 0, width - left - GAP, height);
        } else {
            double top = Math.floor(height - below - GAP);
            overview.resizeRelocate(0, 0, width, top);
            detail.resizeRelocate(0, top + GAP, width, below);
        }
    }

    /** Width of the head beside the grid: what its height can use and a legible grid leaves, within limits. */
    private double besideWidth(double width, double height) {
        double left = width - GAP - overview.legibleWidth();
        return Math.clamp(Math.min(height - 40, left), width * LEAST_SHARE, width * MOST_SHARE);
    }

    /** Height of the head below the grid: what the grid leaves, but most of it. */
    private double belowHeight(double width, double height) {
        double grid = Math.min(overview.wanted(width), height * (1 - LEAST_SHARE));
        return Math.max(0, Math.floor(height - GAP - grid));
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
