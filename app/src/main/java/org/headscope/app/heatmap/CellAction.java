package org.headscope.app.heatmap;

/**
 * A click on a cell, or Enter or Space on the selected one.
 *
 * @param shift whether the Shift key was held
 * @param shortcut whether the Ctrl key (on a Mac the command key) was held
 */
public record CellAction(Cell cell, boolean shift, boolean shortcut) {}
