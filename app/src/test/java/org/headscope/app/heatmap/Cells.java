package org.headscope.app.heatmap;

import javafx.geometry.Point2D;

/** Where cells are on the screen, for tests of panes that move the mouse over them. FX thread. */
public final class Cells {
    private Cells() {}

    /** The middle of a cell. */
    public static Point2D centre(HeatMap map, Cell cell) {
        Grid grid = map.places().grid();
        return map.localToScreen(
                (grid.left(cell.column()) + grid.right(cell.column())) / 2,
                (grid.top(cell.row()) + grid.bottom(cell.row())) / 2);
    }
}
