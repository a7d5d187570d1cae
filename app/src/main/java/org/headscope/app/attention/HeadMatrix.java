package org.headscope.app.attention;

import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import javafx.beans.value.ObservableValue;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import org.headscope.app.heatmap.Cell;
import org.headscope.app.heatmap.HeatMap;
import org.headscope.app.heatmap.Matrix;

/**
 * The large head as a matrix: queries down, keys across. Hover and lock follow the model, and the model them. Where both runs
 * are shown, there are two of these.
 */
final class HeadMatrix {
    private final AttentionModel model;
    private final HeatMap map = new HeatMap();
    private final boolean before;
    private boolean copying;

    /** @param before whether it shows the run before, which is seen only beside the other one */
    HeadMatrix(AttentionModel model, boolean before) {
        this.model = model;
        this.before = before;
        map.setId(before ? "attention-matrix-before" : "attention-matrix");
        map.setSquare(true);
        map.setLockable(true);
        map.setLargestCell(64);
        map.setMinSize(60, 60);
        map.logProperty().bind(model.log);
        map.setDescription(cell -> PairWords.of(model, cell.row() + hidden(), cell.column() + hidden()));
        for (ObservableValue<?> cause : List.of(model.picture, model.bosOut)) cause.subscribe(_ -> show());
        for (ObservableValue<?> cause : List.of(
                model.hoveredQuery,
                model.hoveredKey,
                model.lockedQuery,
                model.lockedKey,
                model.asText,
                model.showing)) {
            cause.subscribe(_ -> mark());
        }
        map.selectedCellProperty().subscribe(map::setHoveredCell);
        map.hoveredCellProperty()
                .subscribe(cell -> unlessCopying(() -> {
                    model.hoveredKey.set(cell == null ? null : cell.column() + hidden());
                    model.hoveredQuery.set(cell == null ? null : cell.row() + hidden());
                }));
        map.lockedCellProperty()
                .subscribe(cell -> unlessCopying(() -> {
                    if (cell == null) model.lockedKey.set(null);
                    model.lockedQuery.set(cell == null ? null : cell.row() + hidden());
                    if (cell != null) model.lockedKey.set(cell.column() + hidden());
                }));
    }

    /** Offers what can be done to an edge of the head: by a click of the other mouse button, or K to knock it out at once. */
    void setOnEdge(EdgeActions actions) {
        map.setOnContextMenuRequested(event -> {
            Cell cell = event.isKeyboardTrigger() ? map.getSelectedCell() : map.cellAt(event.getX(), event.getY());
            if (!isEdge(cell)) return;
            actions.menu(cell.row() + hidden(), cell.column() + hidden())
                    .show(map, event.getScreenX(), event.getScreenY());
            event.consume();
        });
        map.addEventHandler(KeyEvent.KEY_PRESSED, event -> {
            Cell cell = map.getLockedCell() == null ? map.getSelectedCell() : map.getLockedCell();
            boolean plain = !event.isShortcutDown() && !event.isAltDown() && !event.isShiftDown();
            if (event.getCode() != KeyCode.K || !plain || !isEdge(cell)) return;
            actions.knockOut(cell.row() + hidden(), cell.column() + hidden());
            event.consume();
        });
    }

    /** Whether a query of the prompt sees a key in this cell. */
    private boolean isEdge(Cell cell) {
        return cell != null && map.contains(cell) && cell.column() <= cell.row();
    }

    HeatMap node() {
        return map;
    }

    private int hidden() {
        HeadPicture picture = model.picture.get();
        return picture == null ? 0 : picture.hidden(model.bosOut.get());
    }

    private void show() {
        HeadPicture picture = model.picture.get();
        copying = true;
        if (picture == null || before && !picture.isBoth()) {
            map.setMatrix(Matrix.empty());
        } else {
            boolean bosOut = model.bosOut.get();
            List<String> labels = picture.labels();
            List<String> shown = labels.subList(picture.hidden(bosOut), labels.size());
            map.setRowLabels(shown);
            map.setColumnLabels(shown);
            map.setPalette(picture.palette());
            map.setRange(picture.range(bosOut));
            map.setMatrix(picture.matrix(before, bosOut));
        }
        copying = false;
        mark();
    }

    /** Shows what is hovered and locked elsewhere; a position without a key stands on the diagonal. */
    private void mark() {
        if (model.asText.get() || !model.showing.get()) return;
        unlessCopying(() -> {
            Integer query = model.hoveredQuery.get();
            set(
                    map.hoveredCellProperty().get(),
                    cell(
                            query,
                            Objects.requireNonNullElse(model.hoveredKey.get(), Objects.requireNonNullElse(query, 0))),
                    map::setHoveredCell);
            set(
                    map.getLockedCell(),
                    model.lockedKey.get() == null ? null : cell(model.lockedQuery.get(), model.lockedKey.get()),
                    map::setLockedCell);
        });
    }

    private static void set(Cell old, Cell now, Consumer<Cell> change) {
        if (!Objects.equals(old, now)) change.accept(now);
    }

    /** The cell of two positions; null if there is none. */
    private Cell cell(Integer query, int key) {
        if (query == null) return null;
        var cell = new Cell(query - hidden(), key - hidden());
        return map.contains(cell) ? cell : null;
    }

    private void unlessCopying(Runnable action) {
        if (copying) return;
        copying = true;
        action.run();
        copying = false;
    }
}
