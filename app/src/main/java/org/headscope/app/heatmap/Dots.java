package org.headscope.app.heatmap;

/** Which cells each device pixel of the visible part of a grid shows, and their colours. Pure arithmetic. */
final class Dots {
    private final Grid grid;
    private final int width;
    private final int height;
    /** First column under each pixel, and one past the last pixel's last. */
    private final int[] columnStart;
    /** First line under each pixel. */
    private final int[] lineStart;

    /** For a visible part of so many pixels. */
    Dots(Grid grid, int width, int height) {
        this.grid = grid;
        this.width = width;
        this.height = height;
        columnStart = starts(width, grid.offsetX(), grid.cellWidth(), grid.columns(), grid.scale());
        lineStart = starts(height, grid.offsetY(), grid.cellHeight(), grid.rows(), grid.scale());
    }

    /** The cell under the middle of each pixel where cells are larger than pixels, else the first of several. */
    private static int[] starts(int pixels, double offset, double cell, int count, double scale) {
        double pixel = 1 / scale;
        int[] starts = new int[pixels + 1];
        boolean several = cell < pixel;
        for (int i = 0; i <= pixels; i++) {
            double place = offset + (several ? i : i + 0.5) * pixel;
            starts[i] = Math.clamp((int) (place / cell + 1e-6), 0, i == pixels ? count : count - 1);
        }
        return starts;
    }

    /**
     * Writes the colours.
     *
     * @param target the pixels of a picture, row by row
     * @param start where in it the first pixel goes
     * @param stride pixels from one row of the picture to the next
     */
    void paint(Matrix matrix, Colouring colouring, int mask, int[] target, int start, int stride) {
        for (int y = 0; y < height; y++) {
            int at = start + y * stride;
            int line = lineStart[y];
            int endLine = Math.min(Math.max(line + 1, lineStart[y + 1]), grid.rows());
            boolean one = endLine == line + 1;
            if (y > 0 && one && lineStart[y - 1] == line) {
                System.arraycopy(target, at - stride, target, at, width);
                continue;
            }
            for (int x = 0; x < width; x++) {
                int column = columnStart[x];
                if (x > 0 && one && columnStart[x - 1] == column) {
                    target[at + x] = target[at + x - 1];
                    continue;
                }
                int endColumn = Math.min(Math.max(column + 1, columnStart[x + 1]), grid.columns());
                target[at + x] = colouring.argb(largest(matrix, line, endLine, column, endColumn), mask);
            }
        }
    }

    /** The value of the largest amount among the cells of one pixel, NaN only if all are. */
    private float largest(Matrix matrix, int line, int endLine, int column, int endColumn) {
        float largest = Float.NaN;
        for (int l = line; l < endLine; l++) {
            int row = grid.line(l);
            for (int c = column; c < endColumn; c++) {
                float value = matrix.at(row, c);
                if (Float.isNaN(largest) || Math.abs(value) > Math.abs(largest)) {
                    largest = value;
                }
            }
        }
        return largest;
    }
}
