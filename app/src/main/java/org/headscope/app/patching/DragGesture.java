package org.headscope.app.patching;

import java.util.Set;
import javafx.geometry.Point2D;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import org.headscope.app.heatmap.Cell;
import org.headscope.app.heatmap.HeatMap;
import org.headscope.app.text.Text;
import org.headscope.engine.analysis.patching.PromptPair.Direction;

/**
 * Taking a cell of one grid over to the other, where it lands at its own place: what it can reach there is shaded, and what it is
 * estimated to do is written beside the pointer. With the keyboard: choose a cell, then Enter or P.
 */
final class DragGesture {
    private static final double ASIDE = 14;

    private final PatchingModel model;
    private final PatchingView.Actions actions;
    private final Label ghost;
    private Move moving;

    /** @param around what holds both grids; it hears of the mouse wherever it is let go */
    DragGesture(PatchingModel model, PatchingView.Actions actions, Node around, Label ghost) {
        this.model = model;
        this.actions = actions;
        this.ghost = ghost;
        around.addEventHandler(MouseEvent.MOUSE_DRAGGED, event -> {
            if (moving != null) moving.dragged(event);
        });
        around.addEventHandler(MouseEvent.MOUSE_RELEASED, event -> {
            if (moving != null) moving.released(event);
        });
    }

    /**
     * Makes cells of one grid movable.
     *
     * @param direction that of a patch of {@code to} by a value of {@code from}
     */
    void from(HeatMap from, HeatMap to, Direction direction) {
        var move = new Move(from, to, direction);
        from.addEventHandler(MouseEvent.MOUSE_PRESSED, move::pressed);
        from.addEventFilter(KeyEvent.KEY_PRESSED, move::key);
        from.selectedCellProperty().subscribe(move::shade);
        from.focusedProperty().subscribe(focused -> {
            if (focused) move.shade();
            else if (moving == null) to.setShaded(Set.of());
        });
    }

    /** From one grid to the other. */
    private final class Move {
        private final HeatMap from;
        private final HeatMap to;
        private final Direction direction;
        private Cell cell;

        Move(HeatMap from, HeatMap to, Direction direction) {
            this.from = from;
            this.to = to;
            this.direction = direction;
        }

        void pressed(MouseEvent event) {
            boolean taking = event.getButton() == MouseButton.PRIMARY && from.getZoom() <= 1;
            cell = taking ? from.cellAt(event.getX(), event.getY()) : null;
            moving = cell == null ? null : this;
        }

        void dragged(MouseEvent event) {
            LensSheets lenses = model.lenses.get();
            if (lenses == null || event.isStillSincePress()) return;
            from.setSelectedCell(cell);
            to.setHoveredCell(cell);
            to.setShaded(lenses.cone(cell));
            double before = lenses.ground().base(direction).metric().value();
            ghost.setText(Text.of(
                    "patching.drag.ghost",
                    PatchWords.site(lenses.site(cell), lenses.ground().pair().clean()),
                    PatchWords.change(before, lenses.estimate(cell, direction))));
            Point2D at = ghost.getParent().sceneToLocal(event.getSceneX(), event.getSceneY());
            double most = ghost.getParent().getLayoutBounds().getWidth() - ghost.prefWidth(-1);
            ghost.autosize();
            ghost.relocate(Math.clamp(at.getX() + ASIDE, 0, Math.max(0, most)), Math.max(0, at.getY() - 2 * ASIDE));
            ghost.setVisible(true);
        }

        void released(MouseEvent event) {
            moving = null;
            if (event.isStillSincePress()) return;
            ghost.setVisible(false);
            to.setHoveredCell(null);
            to.setShaded(Set.of());
            Point2D at = to.sceneToLocal(event.getSceneX(), event.getSceneY());
            if (to.getLayoutBounds().contains(at)) actions.patch(direction, cell);
        }

        void key(KeyEvent event) {
            boolean patching = event.getCode() == KeyCode.ENTER || event.getCode() == KeyCode.P;
            if (!patching || event.isShortcutDown() || event.isAltDown() || from.getSelectedCell() == null) return;
            actions.patch(direction, from.getSelectedCell());
            event.consume();
        }

        /** The cell that the keyboard would take shows what it reaches, too. */
        void shade() {
            LensSheets lenses = model.lenses.get();
            Cell chosen = from.getSelectedCell();
            boolean there = lenses != null && chosen != null && from.isFocused() && from.contains(chosen);
            to.setShaded(there ? lenses.cone(chosen) : Set.of());
        }
    }
}
