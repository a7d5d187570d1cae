package org.headscope.app.heatmap;

import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.DoubleProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.Property;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleDoubleProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.scene.AccessibleRole;
import javafx.scene.canvas.Canvas;
import javafx.scene.paint.Color;

/**
 * A matrix as a picture: a colour for each cell, labels on both axes, texts in the cells where there is room. It
 * shows the cell under the mouse, the selected and the locked one, zooms (Ctrl and wheel, + and -, double click
 * fits), scrolls (wheel, drag) and is walked with the arrow keys.
 *
 * <p>Instead of colours the cells can show {@link Thumbnails}, each a small picture of a matrix of its own.
 *
 * <p>The cells are one image with one dot per device pixel of the visible part, so that a matrix of any size is
 * painted in a few milliseconds; with more cells than pixels the largest amount of those that share one is shown.
 * Hover and selection lie on a canvas of their own and do not repaint the cells.
 */
public final class HeatMap extends MatrixView {
    private static final Color DARK_HATCH = Color.rgb(10, 14, 22, 0.3);

    private final DoubleProperty zoom = new SimpleDoubleProperty(this, "zoom", 1);
    private final ObjectProperty<Function<Cell, String>> description = new SimpleObjectProperty<>(this, "description");
    private final BooleanProperty lockable = new SimpleBooleanProperty(this, "lockable");
    private final ObjectProperty<Cell> hoveredCell = new SimpleObjectProperty<>(this, "hoveredCell");
    private final ObjectProperty<Cell> selectedCell = new SimpleObjectProperty<>(this, "selectedCell");
    private final ObjectProperty<Set<Cell>> shaded = new SimpleObjectProperty<>(this, "shaded", Set.of());
    private final ObjectProperty<Set<Integer>> keptColumns = new SimpleObjectProperty<>(this, "keptColumns", Set.of());
    private final ObjectProperty<Cell> lockedCell = new SimpleObjectProperty<>(this, "lockedCell");
    private final ObjectProperty<Consumer<CellAction>> onAction = new SimpleObjectProperty<>(this, "onAction");
    private final ObjectProperty<Consumer<Integer>> onRowLabel = new SimpleObjectProperty<>(this, "onRowLabel");
    private final ObjectProperty<Consumer<Integer>> onColumnLabel = new SimpleObjectProperty<>(this, "onColumnLabel");

    private final Canvas base = addLayer();
    private final Canvas overlay = addLayer();
    private final CellPainter cells = new CellPainter();
    private final ThumbnailPainter thumbnails = new ThumbnailPainter();
    private final HeatMapInput input;
    private HeatMapLayout places;

    public HeatMap() {
        getStyleClass().add("heat-map");
        setFocusTraversable(true);
        setAccessibleRole(AccessibleRole.IMAGE_VIEW);
        setMinSize(60, 40);
        setPrefSize(320, 240);
        matrixProperty().subscribe(this::forgetMissingCells);
        thumbnailsProperty().subscribe(this::forgetMissingCells);
        zoom.subscribe(this::repaint);
        keptColumns.subscribe(this::repaint);
        for (Property<?> property : List.of(hoveredCell, selectedCell, lockedCell, shaded)) {
            property.subscribe(this::paintOverlay);
        }
        focusedProperty().subscribe(this::paintOverlay);
        input = new HeatMapInput(this);
    }

    /** Where everything lies; null before the first painting or when there are no cells. */
    HeatMapLayout places() {
        return places;
    }

    /** Paints anew, after the part that is seen has moved. */
    void redraw() {
        repaint();
    }

    @Override
    protected void paint(double width, double height) {
        places = rowCount() == 0 || columnCount() == 0
                ? null
                : HeatMapLayout.of(this, width, height, input.offsetX(), input.offsetY(), pixelScale());
        if (places == null) {
            return;
        }
        input.laidOut(places.grid());
        var gc = base.getGraphicsContext2D();
        var colouring = colouring();
        if (getThumbnails() == null) {
            cells.paint(gc, places.grid(), getMatrix(), colouring, colour(Ink.MASK), getCellGap());
        } else {
            thumbnails.paint(gc, places.grid(), getThumbnails(), colour(Ink.MASK), colour(Ink.GROUND), getCellGap());
        }
        OverlayPainter.lighten(gc, places.grid(), getFaint(), getCellGap(), colour(Ink.GROUND));
        OverlayPainter.crossOut(
                gc,
                places.grid(),
                getCrossedOut(),
                getCellGap(),
                colour(Ink.ACCENT),
                getThumbnails() == null ? DARK_HATCH : colour(Ink.ACCENT).deriveColor(0, 1, 1, 0.35));
        if (getCellText() != null && getThumbnails() == null) {
            new CellTextPainter(places.grid(), getMatrix(), colouring, colour(Ink.MASK), getCellGap(), getCrossedOut())
                    .paint(gc, getCellText());
        }
        paintOverlay();
    }

    private void paintOverlay() {
        if (places == null) {
            return;
        }
        var gc = overlay.getGraphicsContext2D();
        gc.clearRect(0, 0, getWidth(), getHeight());
        OverlayPainter.shade(gc, places.grid(), getShaded(), getCellGap(), colour(Ink.ACCENT));
        new OverlayPainter(
                        gc,
                        places,
                        getCellGap(),
                        getCellText() != null,
                        colour(Ink.ACCENT),
                        colour(Ink.INK),
                        colour(Ink.MUTED))
                .paint(getHoveredCell(), getSelectedCell(), getLockedCell(), isFocused());
        setAccessibleText(describe(currentCell()));
    }

    /** The cell that is talked about: the locked one, else the one under the mouse, else the selected one, or null. */
    public Cell currentCell() {
        return getLockedCell() != null
                ? getLockedCell()
                : getHoveredCell() != null ? getHoveredCell() : getSelectedCell();
    }

    /** The cell at a point of this control, or null if there is none. */
    public Cell cellAt(double x, double y) {
        return places == null ? null : places.grid().cellAt(x, y);
    }

    /** What is said about a cell, in its tooltip and to screen readers. */
    String describe(Cell cell) {
        if (cell == null || !contains(cell)) {
            return "";
        }
        if (getDescription() != null) {
            return getDescription().apply(cell);
        }
        return "";
    }

    /** Shows everything again. */
    public void fit() {
        input.fit();
    }

    private void forgetMissingCells() {
        for (ObjectProperty<Cell> property : List.of(hoveredCell, selectedCell, lockedCell)) {
            if (property.get() != null && !property.isBound() && !contains(property.get())) {
                property.set(null);
            }
        }
    }

    public final double getZoom() {
        return zoom.get();
    }

    public final void setZoom(double value) {
        zoom.set(value);
    }

    public final Function<Cell, String> getDescription() {
        return description.get();
    }

    public final void setDescription(Function<Cell, String> value) {
        description.set(value);
    }

    public final boolean isLockable() {
        return lockable.get();
    }

    public final void setLockable(boolean value) {
        lockable.set(value);
    }

    /** The cell under the mouse, or null. */
    public final ObjectProperty<Cell> hoveredCellProperty() {
        return hoveredCell;
    }

    public final Cell getHoveredCell() {
        return hoveredCell.get();
    }

    public final void setHoveredCell(Cell value) {
        hoveredCell.set(value);
    }

    /** The cell clicked last or reached with the arrow keys, or null. */
    public final ObjectProperty<Cell> selectedCellProperty() {
        return selectedCell;
    }

    public final Cell getSelectedCell() {
        return selectedCell.get();
    }

    public final void setSelectedCell(Cell value) {
        selectedCell.set(value);
    }

    /** The locked cell, or null. */
    public final ObjectProperty<Cell> lockedCellProperty() {
        return lockedCell;
    }

    public final Cell getLockedCell() {
        return lockedCell.get();
    }

    public final void setLockedCell(Cell value) {
        lockedCell.set(value);
    }

    /** Cells that lie under a wash of colour, such as those that a change can reach. */
    public final Set<Cell> getShaded() {
        return shaded.get();
    }

    public final void setShaded(Set<Cell> value) {
        shaded.set(value);
    }

    /** Columns whose labels are painted where there is no room for all. */
    public final Set<Integer> getKeptColumns() {
        return keptColumns.get();
    }

    public final void setKeptColumns(Set<Integer> value) {
        keptColumns.set(value);
    }

    /** What a click on a cell does, or Enter or Space on the selected one. */
    public final ObjectProperty<Consumer<CellAction>> onActionProperty() {
        return onAction;
    }

    public final Consumer<CellAction> getOnAction() {
        return onAction.get();
    }

    public final void setOnAction(Consumer<CellAction> value) {
        onAction.set(value);
    }

    public final Consumer<Integer> getOnRowLabel() {
        return onRowLabel.get();
    }

    public final void setOnRowLabel(Consumer<Integer> value) {
        onRowLabel.set(value);
    }

    public final Consumer<Integer> getOnColumnLabel() {
        return onColumnLabel.get();
    }

    public final void setOnColumnLabel(Consumer<Integer> value) {
        onColumnLabel.set(value);
    }
}
