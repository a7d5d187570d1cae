package org.headscope.app.intervention;

import java.util.List;
import java.util.function.IntConsumer;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;

/** Lets a row of the list be dragged to another place among its siblings; a press that hardly moves stays a click. */
final class RowDrag {
    private static final double LEAST = 6;
    private static final double LIFTED = 0.8;

    private final Node row;
    private final IntConsumer onDrop;
    private double from = Double.NaN;
    private boolean dragging;

    private RowDrag(Node row, IntConsumer onDrop) {
        this.row = row;
        this.onDrop = onDrop;
    }

    /** @param onDrop told of the index among the siblings where the row is let go, if that is another one */
    static void install(Node row, IntConsumer onDrop) {
        var drag = new RowDrag(row, onDrop);
        row.addEventFilter(MouseEvent.MOUSE_PRESSED, drag::press);
        row.addEventFilter(MouseEvent.MOUSE_DRAGGED, drag::move);
        row.addEventFilter(MouseEvent.MOUSE_RELEASED, drag::release);
    }

    private void press(MouseEvent event) {
        boolean text = event.getTarget() instanceof Node node && isInText(node);
        from = event.getButton() == MouseButton.PRIMARY && !text ? event.getSceneY() : Double.NaN;
        dragging = false;
    }

    private boolean isInText(Node node) {
        for (Node at = node; at != null && at != row; at = at.getParent()) {
            if (at instanceof TextInputControl) return true;
        }
        return false;
    }

    private void move(MouseEvent event) {
        if (Double.isNaN(from)) return;
        double way = event.getSceneY() - from;
        dragging |= Math.abs(way) > LEAST;
        if (!dragging) return;
        row.setTranslateY(way);
        row.setViewOrder(-1);
        row.setOpacity(LIFTED);
        event.consume();
    }

    private void release(MouseEvent event) {
        from = Double.NaN;
        if (!dragging) return;
        dragging = false;
        // The control under the mouse is not meant to act.
        event.consume();
        int to = target();
        row.setTranslateY(0);
        row.setViewOrder(0);
        row.setOpacity(1);
        if (to != siblings().indexOf(row)) onDrop.accept(to);
    }

    /** Past the middle of a sibling, with the edge that goes ahead, the row takes its place. */
    private int target() {
        Bounds here = row.getBoundsInParent();
        double edge = row.getTranslateY() > 0 ? here.getMaxY() : here.getMinY();
        return (int) siblings().stream()
                .filter(other -> other != row && other.getBoundsInParent().getCenterY() < edge)
                .count();
    }

    private List<Node> siblings() {
        return row.getParent().getChildrenUnmodifiable();
    }
}
