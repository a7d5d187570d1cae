package org.headscope.app.heatmap;

import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;

/** Paints the visible cells: as one image, or, with a gap between few large cells, each as a rounded rectangle. */
final class CellPainter {
    private static final int MOST_ROUNDED = 4000;
    private static final double LEAST_ROUNDED = 6;

    private final Dotted image = new Dotted();

    void paint(GraphicsContext gc, Grid grid, Matrix matrix, Colouring colouring, Color mask, double gap) {
        int seen = (grid.endColumn() - grid.firstColumn()) * (grid.endLine() - grid.firstLine());
        boolean large = Math.min(grid.cellWidth(), grid.cellHeight()) >= Math.max(LEAST_ROUNDED, 3 * gap);
        if (gap > 0 && large && seen <= MOST_ROUNDED) {
            paintRounded(gc, grid, matrix, colouring, mask, gap);
        } else {
            paintImage(gc, grid, matrix, colouring, argb(mask));
        }
    }

    private static void paintRounded(
            GraphicsContext gc, Grid grid, Matrix matrix, Colouring colouring, Color mask, double gap) {
        gc.save();
        gc.beginPath();
        gc.rect(grid.x(), grid.y(), grid.seenWidth(), grid.seenHeight());
        gc.clip();
        for (int line = grid.firstLine(); line < grid.endLine(); line++) {
            int row = grid.line(line);
            for (int column = grid.firstColumn(); column < grid.endColumn(); column++) {
                gc.setFill(colourOf(colouring, matrix.at(row, column), mask));
                fillCell(gc, grid, row, column, gap);
            }
        }
        gc.restore();
    }

    private static void fillCell(GraphicsContext gc, Grid grid, int row, int column, double gap) {
        double arc = arc(grid);
        gc.fillRoundRect(
                grid.left(column),
                grid.top(row),
                grid.right(column) - grid.left(column) - gap,
                grid.bottom(row) - grid.top(row) - gap,
                arc,
                arc);
    }

    /** How round the corners of cells with gaps are. */
    static double arc(Grid grid) {
        return Math.min(8, Math.min(grid.cellWidth(), grid.cellHeight()) / 3);
    }

    static Color colourOf(Colouring colouring, float value, Color mask) {
        if (Float.isNaN(value)) {
            return mask;
        }
        int argb = colouring.palette().argb(colouring.index(value));
        return Color.rgb(argb >> 16 & 0xff, argb >> 8 & 0xff, argb & 0xff);
    }

    static int argb(Color colour) {
        return 0xff << 24
                | (int) Math.round(colour.getRed() * 255) << 16
                | (int) Math.round(colour.getGreen() * 255) << 8
                | (int) Math.round(colour.getBlue() * 255);
    }

    private void paintImage(GraphicsContext gc, Grid grid, Matrix matrix, Colouring colouring, int mask) {
        int width = Dotted.width(grid);
        image.draw(
                gc,
                grid,
                pixels -> new Dots(grid, width, Dotted.height(grid)).paint(matrix, colouring, mask, pixels, 0, width));
    }
}
