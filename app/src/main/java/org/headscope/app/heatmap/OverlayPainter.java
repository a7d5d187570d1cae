package org.headscope.app.heatmap;

import java.util.Set;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;

/** Paints what changes with the mouse and the selection: cross-hair, frames, and the labels of the current cell. */
record OverlayPainter(
        GraphicsContext gc, HeatMapLayout layout, double gap, boolean texts, Color accent, Color ink, Color muted) {

    private static final double LARGE = 24;
    private static final double LEAST_HATCHED = 14;

    void paint(Cell hovered, Cell selected, Cell locked, boolean focused) {
        Cell current = locked != null ? locked : hovered;
        gc.save();
        if (current != null) {
            crossHair(current);
        }
        if (selected != null && !selected.equals(locked)) {
            frame(selected, accent, focused ? 2 : 1.5);
        }
        if (locked != null) {
            frame(locked, accent, 2.5);
        }
        if (hovered != null && !hovered.equals(locked) && !hovered.equals(selected)) {
            frame(hovered, ink, 1.5);
        }
        gc.restore();
        Cell labelled = current != null ? current : selected;
        layout.paintLabels(gc, muted, labelled, current != null ? ink : accent);
    }

    /** Thin lines from a cell to the edges; large cells need none, and texts are not to be crossed. */
    private void crossHair(Cell cell) {
        Grid grid = layout.grid();
        if (texts || grid.cellHeight() > LARGE) {
            return;
        }
        double right = grid.x() + grid.seenWidth();
        double bottom = grid.y() + grid.seenHeight();
        gc.setStroke(accent.deriveColor(0, 1, 1, 0.75));
        gc.setLineWidth(1);
        gc.setLineDashes(2, 3);
        double x = Math.floor((grid.left(cell.column()) + grid.right(cell.column()) - gap) / 2) + 0.5;
        double y = Math.floor((grid.top(cell.row()) + grid.bottom(cell.row()) - gap) / 2) + 0.5;
        double cellTop = grid.top(cell.row());
        double cellLeft = grid.left(cell.column());
        gc.strokeLine(x, grid.y(), x, Math.max(grid.y(), cellTop - 2));
        gc.strokeLine(x, Math.min(bottom, grid.bottom(cell.row()) + 2), x, bottom);
        gc.strokeLine(grid.x(), y, Math.max(grid.x(), cellLeft - 2), y);
        gc.strokeLine(Math.min(right, grid.right(cell.column()) + 2), y, right, y);
        gc.setLineDashes();
    }

    private void frame(Cell cell, Color colour, double width) {
        Grid grid = layout.grid();
        if (grid.cellAt(centreX(cell), centreY(cell)) == null) {
            return;
        }
        gc.setStroke(colour);
        gc.setLineWidth(width);
        double arc = gap > 0 ? CellPainter.arc(grid) + 2 : 3;
        gc.strokeRoundRect(
                grid.left(cell.column()) - width / 2 + 0.25,
                grid.top(cell.row()) - width / 2 + 0.25,
                grid.right(cell.column()) - grid.left(cell.column()) - gap + width - 0.5,
                grid.bottom(cell.row()) - grid.top(cell.row()) - gap + width - 0.5,
                arc,
                arc);
    }

    private double centreX(Cell cell) {
        return (layout.grid().left(cell.column()) + layout.grid().right(cell.column())) / 2;
    }

    private double centreY(Cell cell) {
        return (layout.grid().top(cell.row()) + layout.grid().bottom(cell.row())) / 2;
    }

    /** Lightens cells towards the ground, with a fine hatching where there is room for it. */
    static void lighten(GraphicsContext gc, Grid grid, Set<Cell> cells, double gap, Color ground) {
        gc.save();
        clip(gc, grid);
        gc.setFill(ground.deriveColor(0, 1, 1, 0.45));
        gc.setStroke(ground.deriveColor(0, 1, 1, 0.7));
        gc.setLineWidth(1);
        boolean hatched = Math.min(grid.cellWidth(), grid.cellHeight()) >= LEAST_HATCHED;
        for (Cell cell : cells) {
            double x = grid.left(cell.column());
            double y = grid.top(cell.row());
            double width = grid.right(cell.column()) - x - gap;
            double height = grid.bottom(cell.row()) - y - gap;
            gc.fillRect(x, y, width, height);
            for (double d = 4; hatched && d < width + height; d += 6) {
                double over = Math.max(0, d - width);
                double low = Math.max(0, d - height);
                gc.strokeLine(x + d - over, y + over, x + low, y + d - low);
            }
        }
        gc.restore();
    }

    /** Lays a wash of colour over cells. */
    static void shade(GraphicsContext gc, Grid grid, Set<Cell> cells, double gap, Color colour) {
        if (cells.isEmpty()) return;
        gc.save();
        clip(gc, grid);
        gc.setFill(colour.deriveColor(0, 1, 1, 0.38));
        for (Cell cell : cells) {
            double x = grid.left(cell.column());
            double y = grid.top(cell.row());
            gc.fillRect(x, y, grid.right(cell.column()) - x - gap, grid.bottom(cell.row()) - y - gap);
        }
        gc.restore();
    }

    private static void clip(GraphicsContext gc, Grid grid) {
        gc.beginPath();
        gc.rect(grid.x(), grid.y(), grid.seenWidth(), grid.seenHeight());
        gc.clip();
    }

    /** Hatches and frames cells. */
    static void crossOut(GraphicsContext gc, Grid grid, Set<Cell> cells, double gap, Color accent, Color hatch) {
        for (Cell cell : cells) {
            if (cell.row() >= grid.rows() || cell.column() >= grid.columns()) {
                continue;
            }
            double x = grid.left(cell.column());
            double y = grid.top(cell.row());
            double width = grid.right(cell.column()) - x - gap;
            double height = grid.bottom(cell.row()) - y - gap;
            gc.save();
            gc.beginPath();
            gc.rect(
                    Math.max(x, grid.x()), Math.max(y, grid.y()),
                    Math.min(width, grid.x() + grid.seenWidth() - x),
                            Math.min(height, grid.y() + grid.seenHeight() - y));
            gc.clip();
            gc.setStroke(hatch);
            gc.setLineWidth(2.5);
            for (double d = -height; d < width; d += 7) {
                gc.strokeLine(x + d, y + height, x + d + height, y);
            }
            gc.restore();
            gc.setStroke(accent);
            gc.setLineWidth(1.5);
            double arc = gap > 0 ? CellPainter.arc(grid) : 2;
            gc.strokeRoundRect(x + 0.75, y + 0.75, width - 1.5, height - 1.5, arc, arc);
        }
    }
}
