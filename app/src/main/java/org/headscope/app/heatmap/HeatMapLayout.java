package org.headscope.app.heatmap;

import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import javafx.geometry.VPos;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;
import javafx.scene.text.Font;
import javafx.scene.text.TextAlignment;
import org.headscope.app.theme.Painted;
import org.headscope.app.theme.TextFit;

/**
 * Where the cells and the labels of a heat map lie, and how labels are painted.
 *
 * @param onTop whether the column labels stand above the cells
 * @param kept columns whose labels are painted where there is no room for all
 * @param upright whether they are turned by 90 degrees
 * @param strip height of the strip with the column labels
 */
record HeatMapLayout(
        Grid grid,
        List<String> rowLabels,
        List<String> columnLabels,
        Set<Integer> kept,
        boolean onTop,
        boolean upright,
        double strip,
        Font font) {

    private static final double MOST_GUTTER = 110;
    private static final double GAP = 6;
    private static final double LEAST_FONT = 9;

    /** In the largest font in which every label can be shown; in the usual one where even the smallest cannot. */
    static HeatMapLayout of(HeatMap map, double width, double height, double offsetX, double offsetY, double scale) {
        HeatMapLayout usual = null;
        for (double size = map.getLabelSize(); size >= LEAST_FONT; size--) {
            HeatMapLayout layout = of(map, Painted.mono(size), width, height, offsetX, offsetY, scale);
            if (layout.hasAllLabels()) return layout;
            if (usual == null) usual = layout;
        }
        return usual;
    }

    private boolean hasAllLabels() {
        return (rowLabels.isEmpty() || step(grid.cellHeight()) == 1)
                && (columnLabels.isEmpty() || !upright || step(grid.cellWidth()) == 1);
    }

    private static HeatMapLayout of(
            HeatMap map, Font font, double width, double height, double offsetX, double offsetY, double scale) {
        var rowLabels = map.getRowLabels();
        var columnLabels = map.getColumnLabels();
        double left =
                rowLabels.isEmpty() ? 0 : Math.min(widest(rowLabels, font), Math.min(MOST_GUTTER, width / 3)) + GAP;
        double widest = columnLabels.isEmpty() ? 0 : widest(columnLabels, font);
        boolean twoLines = columnLabels.stream().anyMatch(label -> label.indexOf('\n') >= 0);
        double flat = columnLabels.isEmpty() ? 0 : (twoLines ? 2.3 : 1) * font.getSize() + GAP + 2;
        Grid grid = null;
        boolean upright = false;
        double strip = flat;
        for (boolean tryUpright : new boolean[] {false, true}) {
            upright = tryUpright && !columnLabels.isEmpty();
            strip = upright ? Math.min(widest, Math.min(MOST_GUTTER, height / 3)) + GAP : flat;
            // One unit stays free on each side for the frame of a selected cell.
            grid = Grid.of(
                    map.rowCount(),
                    map.columnCount(),
                    map.isUpward(),
                    map.isSquare(),
                    left + 1,
                    (map.isColumnLabelsOnTop() ? strip : 0) + 1,
                    Math.max(1, width - left - 2),
                    Math.max(1, height - strip - 2),
                    map.getZoom(),
                    offsetX,
                    offsetY,
                    scale,
                    map.getLargestCell());
            if (widest + 4 <= grid.cellWidth()) {
                break;
            }
        }
        return new HeatMapLayout(
                grid, rowLabels, columnLabels, map.getKeptColumns(), map.isColumnLabelsOnTop(), upright, strip, font);
    }

    private static double widest(List<String> labels, Font font) {
        return labels.stream()
                .mapToDouble(label -> TextFit.width(label, font))
                .max()
                .orElse(0);
    }

    /**
     * Paints the labels of both axes, leaving out some where cells are small.
     *
     * @param marked the cell whose labels are always painted, in the colour {@code strong}, or null
     */
    void paintLabels(GraphicsContext gc, Color colour, Cell marked, Color strong) {
        gc.setFont(font);
        gc.setFill(colour);
        int rowStep = step(grid.cellHeight());
        for (int line = grid.firstLine(); line < grid.endLine(); line++) {
            int row = grid.line(line);
            if (row % rowStep == 0
                    && (marked == null || Math.abs(row - marked.row()) * grid.cellHeight() >= leastStep())) {
                paintRowLabel(gc, row);
            }
        }
        labelledColumns(marked).forEach(column -> paintColumnLabel(gc, column));
        if (marked != null) {
            gc.setFill(strong);
            paintRowLabel(gc, marked.row());
            paintColumnLabel(gc, marked.column());
        }
    }

    /** The columns in sight whose labels have room, besides that of the marked cell, which may be null. */
    List<Integer> labelledColumns(Cell marked) {
        int step = upright ? step(grid.cellWidth()) : 1;
        double apart = upright ? leastStep() : 1;
        return IntStream.range(grid.firstColumn(), grid.endColumn())
                .filter(column -> kept.contains(column) || column % step == 0 && isFree(column, apart))
                .filter(column -> marked == null || isApart(column, marked.column(), apart))
                .boxed()
                .toList();
    }

    /** Whether a label takes no room from those that are kept. */
    private boolean isFree(int column, double apart) {
        return kept.stream().allMatch(other -> isApart(column, other, apart));
    }

    private boolean isApart(int column, int other, double apart) {
        return Math.abs(column - other) * grid.cellWidth() >= apart;
    }

    /** Labels stand no closer than this; where cells are smaller, some are left out. */
    private double leastStep() {
        return font.getSize() + 1;
    }

    private int step(double cell) {
        return Math.max(1, (int) Math.ceil(leastStep() / cell));
    }

    private void paintRowLabel(GraphicsContext gc, int row) {
        double middle = (grid.top(row) + grid.bottom(row)) / 2;
        if (row >= rowLabels.size() || middle < grid.y() || middle > grid.y() + grid.seenHeight()) {
            return;
        }
        gc.setTextAlign(TextAlignment.RIGHT);
        gc.setTextBaseline(VPos.CENTER);
        gc.fillText(TextFit.elide(rowLabels.get(row), font, grid.x() - GAP), grid.x() - GAP, middle);
    }

    private void paintColumnLabel(GraphicsContext gc, int column) {
        double middle = (grid.left(column) + grid.right(column)) / 2;
        if (column >= columnLabels.size() || middle < grid.x() || middle > grid.x() + grid.seenWidth()) {
            return;
        }
        double edge = onTop ? grid.y() - GAP : grid.y() + grid.seenHeight() + GAP;
        if (!upright) {
            gc.setTextAlign(TextAlignment.CENTER);
            gc.setTextBaseline(onTop ? VPos.BOTTOM : VPos.TOP);
            gc.fillText(columnLabels.get(column), middle, onTop ? edge + 2 : edge);
            return;
        }
        gc.save();
        gc.translate(middle, edge);
        gc.rotate(-90);
        gc.setTextAlign(onTop ? TextAlignment.LEFT : TextAlignment.RIGHT);
        gc.setTextBaseline(VPos.CENTER);
        gc.fillText(TextFit.elide(columnLabels.get(column), font, strip - GAP), 0, 0);
        gc.restore();
    }

    /** The row whose label is at a point, or -1. */
    int rowLabelAt(double px, double py) {
        if (rowLabels.isEmpty() || px >= grid.x() || py < grid.y() || py >= grid.y() + grid.seenHeight()) {
            return -1;
        }
        return grid.rowAt(py);
    }

    /** The column whose label is at a point, or -1. */
    int columnLabelAt(double px, double py) {
        double top = onTop ? grid.y() - strip : grid.y() + grid.seenHeight();
        if (columnLabels.isEmpty()
                || px < grid.x()
                || px >= grid.x() + grid.seenWidth()
                || py < top
                || py >= top + strip) {
            return -1;
        }
        return grid.columnAt(px);
    }
}
