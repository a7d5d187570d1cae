package org.headscope.app.heatmap;

import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;
import javafx.stage.Screen;

/** What mouse and keyboard do on a heat map. */
final class HeatMapInput {
    private static final double MOST_ZOOM = 64;
    private static final double ZOOM_STEP = 1.25;
    private static final double LIKELY_TOOLTIP_HEIGHT = 40;

    private final HeatMap map;
    private final Tooltip tooltip = new Tooltip();
    private double offsetX;
    private double offsetY;
    private Cell told;
    private double pressedX;
    private double pressedY;
    private double pressedOffsetX;
    private double pressedOffsetY;

    HeatMapInput(HeatMap map) {
        this.map = map;
        tooltip.getStyleClass().add("mono");
        // Esc belongs to the map: it unlocks.
        tooltip.setHideOnEscape(false);
        map.setOnMouseMoved(this::moved);
        map.setOnMouseExited(_ -> leave());
        map.setOnMousePressed(this::pressed);
        map.setOnMouseDragged(this::dragged);
        map.setOnMouseClicked(this::clicked);
        map.setOnScroll(this::scrolled);
        map.setOnKeyPressed(this::keyPressed);
        map.matrixProperty().subscribe(this::tellAgain);
        map.sceneProperty().subscribe(scene -> {
            if (scene == null) {
                leave();
            }
        });
    }

    double offsetX() {
        return offsetX;
    }

    double offsetY() {
        return offsetY;
    }

    /** Takes over the offsets that were possible. */
    void laidOut(Grid grid) {
        offsetX = grid.offsetX();
        offsetY = grid.offsetY();
    }

    void fit() {
        offsetX = 0;
        offsetY = 0;
        map.setZoom(1);
        map.redraw();
    }

    private void moved(MouseEvent event) {
        Cell cell = map.cellAt(event.getX(), event.getY());
        if (!map.hoveredCellProperty().isBound()) {
            map.setHoveredCell(cell);
        }
        told = cell;
        tooltip.setText(map.describe(cell));
        if (tooltip.getText().isEmpty()) {
            tooltip.hide();
        } else {
            showTooltip(event.getScreenX(), event.getScreenY());
        }
    }

    /** The tooltip that is seen follows the numbers of its cell. */
    private void tellAgain() {
        if (!tooltip.isShowing()) return;
        tooltip.setText(map.describe(told));
        if (tooltip.getText().isEmpty()) tooltip.hide();
    }

    /** Shows the tooltip below the mouse, or above it where the screen ends, but never under it. */
    private void showTooltip(double x, double y) {
        var screens = Screen.getScreensForRectangle(x, y, 1, 1);
        double bottom = screens.isEmpty()
                ? Double.MAX_VALUE
                : screens.getFirst().getVisualBounds().getMaxY();
        double height = tooltip.isShowing() ? tooltip.getHeight() : LIKELY_TOOLTIP_HEIGHT;
        tooltip.show(map, x + 14, y + 18 + height > bottom ? y - height - 8 : y + 18);
    }

    private void leave() {
        tooltip.hide();
        if (!map.hoveredCellProperty().isBound()) {
            map.setHoveredCell(null);
        }
    }

    private void pressed(MouseEvent event) {
        map.requestFocus();
        pressedX = event.getX();
        pressedY = event.getY();
        pressedOffsetX = offsetX;
        pressedOffsetY = offsetY;
    }

    private void dragged(MouseEvent event) {
        if (map.getZoom() > 1 && !event.isStillSincePress()) {
            offsetX = pressedOffsetX - (event.getX() - pressedX);
            offsetY = pressedOffsetY - (event.getY() - pressedY);
            tooltip.hide();
            map.redraw();
        }
    }

    private void clicked(MouseEvent event) {
        if (event.getButton() != MouseButton.PRIMARY || !event.isStillSincePress() || map.places() == null) {
            return;
        }
        if (event.getClickCount() == 2 && map.getZoom() > 1) {
            fit();
            return;
        }
        Cell cell = map.cellAt(event.getX(), event.getY());
        if (cell != null) {
            act(cell, event.isShiftDown(), event.isShortcutDown());
            event.consume();
            return;
        }
        int row = map.places().rowLabelAt(event.getX(), event.getY());
        int column = map.places().columnLabelAt(event.getX(), event.getY());
        if (row >= 0 && map.getOnRowLabel() != null) {
            map.getOnRowLabel().accept(row);
        } else if (column >= 0 && map.getOnColumnLabel() != null) {
            map.getOnColumnLabel().accept(column);
        }
    }

    private void act(Cell cell, boolean shift, boolean shortcut) {
        if (!map.selectedCellProperty().isBound()) {
            map.setSelectedCell(cell);
        }
        if (map.isLockable() && !map.lockedCellProperty().isBound()) {
            map.setLockedCell(cell.equals(map.getLockedCell()) ? null : cell);
        }
        if (map.getOnAction() != null) {
            map.getOnAction().accept(new CellAction(cell, shift, shortcut));
        }
    }

    private void scrolled(ScrollEvent event) {
        if (map.places() == null) {
            return;
        }
        if (event.isShortcutDown()) {
            zoom(Math.pow(ZOOM_STEP, Math.signum(event.getDeltaY())), event.getX(), event.getY());
            event.consume();
        } else if (map.getZoom() > 1) {
            offsetX -= event.getDeltaX();
            offsetY -= event.getDeltaY();
            map.redraw();
            event.consume();
        }
    }

    /** Zooms so that what is at a point stays there. */
    private void zoom(double factor, double x, double y) {
        double before = map.getZoom();
        double after = Math.clamp(before * factor, 1, MOST_ZOOM);
        Grid grid = map.places().grid();
        offsetX = (offsetX + x - grid.x()) * after / before - (x - grid.x());
        offsetY = (offsetY + y - grid.y()) * after / before - (y - grid.y());
        map.setZoom(after);
        map.redraw();
    }

    private void keyPressed(KeyEvent event) {
        if (map.places() == null) {
            return;
        }
        Grid grid = map.places().grid();
        int up = map.isUpward() ? 1 : -1;
        boolean used = !event.isShortcutDown() && !event.isAltDown();
        if (used) {
            switch (event.getCode()) {
                case UP -> move(up, 0);
                case DOWN -> move(-up, 0);
                case LEFT -> move(0, -1);
                case RIGHT -> move(0, 1);
                case PLUS, ADD, EQUALS -> zoom(ZOOM_STEP, grid.x() + grid.width() / 2, grid.y() + grid.height() / 2);
                case MINUS, SUBTRACT -> zoom(1 / ZOOM_STEP, grid.x() + grid.width() / 2, grid.y() + grid.height() / 2);
                case DIGIT0, NUMPAD0 -> fit();
                case ENTER, SPACE -> used = actOnSelected(event);
                case ESCAPE -> used = unlock();
                default -> used = false;
            }
        }
        if (used) {
            event.consume();
        }
    }

    private boolean actOnSelected(KeyEvent event) {
        if (map.getSelectedCell() == null) {
            return false;
        }
        act(map.getSelectedCell(), event.isShiftDown(), false);
        return true;
    }

    private boolean unlock() {
        if (map.getLockedCell() == null || map.lockedCellProperty().isBound()) {
            return false;
        }
        map.setLockedCell(null);
        return true;
    }

    private void move(int rows, int columns) {
        if (map.selectedCellProperty().isBound()) {
            return;
        }
        Cell from = map.getSelectedCell();
        map.setSelectedCell(
                from == null
                        ? new Cell(0, 0)
                        : new Cell(
                                Math.clamp(from.row() + rows, 0, map.rowCount() - 1),
                                Math.clamp(from.column() + columns, 0, map.columnCount() - 1)));
        reveal(map.getSelectedCell());
    }

    /** Scrolls as far as needed to show a cell. */
    private void reveal(Cell cell) {
        Grid grid = map.places().grid();
        double left = grid.left(cell.column()) - grid.x();
        double top = grid.top(cell.row()) - grid.y();
        offsetX += Math.min(0, left) + Math.max(0, left + grid.cellWidth() - grid.width());
        offsetY += Math.min(0, top) + Math.max(0, top + grid.cellHeight() - grid.height());
        map.redraw();
    }
}
