package org.headscope.app.heatmap;

/**
 * Where the cells of a matrix lie on the screen. All lengths are in units of the scene; cell borders fall on whole
 * device pixels.
 *
 * @param rows cells from top to bottom
 * @param columns cells from left to right
 * @param upward whether row 0 is the lowest
 * @param x left border of the visible part
 * @param y upper border of the visible part
 * @param width of the visible part
 * @param height of the visible part
 * @param cellWidth width of one cell
 * @param cellHeight height of one cell
 * @param offsetX how far the cells are scrolled to the left
 * @param offsetY how far the cells are scrolled up
 * @param scale device pixels per unit
 */
record Grid(
        int rows,
        int columns,
        boolean upward,
        double x,
        double y,
        double width,
        double height,
        double cellWidth,
        double cellHeight,
        double offsetX,
        double offsetY,
        double scale) {

    /** Cells narrower than this many device pixels may differ in width by one pixel, to use the space. */
    private static final double EVEN = 4;

    /**
     * Lays out a matrix in a visible part.
     *
     * @param zoom 1: everything fits; more: that much larger
     */
    static Grid of(
            int rows,
            int columns,
            boolean upward,
            boolean square,
            double x,
            double y,
            double width,
            double height,
            double zoom,
            double offsetX,
            double offsetY,
            double scale,
            double largest) {
        double wide = columns == 0 ? 0 : Math.min(largest, width / columns) * zoom;
        double high = rows == 0 ? 0 : Math.min(largest, height / rows) * zoom;
        if (square) {
            wide = Math.min(wide, high);
            high = wide;
        }
        wide = whole(wide, scale);
        high = whole(high, scale);
        double left = Math.round(x * scale) / scale;
        double top = Math.round(y * scale) / scale;
        return new Grid(
                rows,
                columns,
                upward,
                left,
                top,
                width,
                height,
                wide,
                high,
                clampOffset(offsetX, wide * columns - width, scale),
                clampOffset(offsetY, high * rows - height, scale),
                scale);
    }

    private static double whole(double length, double scale) {
        double pixels = length * scale;
        return pixels < EVEN ? length : Math.floor(pixels) / scale;
    }

    private static double clampOffset(double offset, double most, double scale) {
        return Math.round(Math.clamp(offset, 0, Math.max(0, most)) * scale) / scale;
    }

    /** Left border of a column. */
    double left(int column) {
        return Math.round((x - offsetX + column * cellWidth) * scale) / scale;
    }

    /** Upper border of a row. */
    double top(int row) {
        return topOfLine(line(row));
    }

    /** Upper border of the n-th line from the top. */
    double topOfLine(int line) {
        return Math.round((y - offsetY + line * cellHeight) * scale) / scale;
    }

    double right(int column) {
        return left(column + 1);
    }

    double bottom(int row) {
        return topOfLine(line(row) + 1);
    }

    /** Width of what is seen of the cells. */
    double seenWidth() {
        return Math.min(width, columns * cellWidth - offsetX);
    }

    /** Height of what is seen of the cells. */
    double seenHeight() {
        return Math.min(height, rows * cellHeight - offsetY);
    }

    /** The cell at a point, or null if there is none. */
    Cell cellAt(double px, double py) {
        if (px < x || py < y || px >= x + seenWidth() || py >= y + seenHeight()) {
            return null;
        }
        int column = columnAt(px);
        int line = (int) ((py - y + offsetY) / cellHeight);
        if (column < 0 || column >= columns || line < 0 || line >= rows) {
            return null;
        }
        return new Cell(line(line), column);
    }

    /** The column at a place, possibly one that does not exist. */
    int columnAt(double px) {
        return (int) Math.floor((px - x + offsetX) / cellWidth);
    }

    /** The row at a place, possibly one that does not exist. */
    int rowAt(double py) {
        return line((int) Math.floor((py - y + offsetY) / cellHeight));
    }

    int firstColumn() {
        return Math.clamp((int) (offsetX / cellWidth), 0, columns);
    }

    /** One past the last column that is seen. */
    int endColumn() {
        return Math.clamp((int) Math.ceil((offsetX + seenWidth()) / cellWidth), 0, columns);
    }

    int firstLine() {
        return Math.clamp((int) (offsetY / cellHeight), 0, rows);
    }

    /** One past the last line that is seen. */
    int endLine() {
        return Math.clamp((int) Math.ceil((offsetY + seenHeight()) / cellHeight), 0, rows);
    }

    /** The row of a line counted from the top, and the other way round. */
    int line(int row) {
        return upward ? rows - 1 - row : row;
    }
}
