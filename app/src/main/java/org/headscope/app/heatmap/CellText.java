package org.headscope.app.heatmap;

/** The text that is written into a cell where there is room; an empty text writes nothing. */
@FunctionalInterface
public interface CellText {
    String of(int row, int column);
}
