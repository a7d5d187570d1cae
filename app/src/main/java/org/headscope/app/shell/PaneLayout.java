package org.headscope.app.shell;

import java.util.List;
import javafx.geometry.Orientation;
import javafx.scene.Node;
import javafx.scene.control.SplitPane;
import javafx.scene.layout.StackPane;
import org.headscope.app.pane.PaneCard;

/** The panes in the middle of the window, two by two with movable dividers; one of them can take all the room. */
final class PaneLayout extends StackPane {
    private static final List<Double> AT_FIRST = List.of(0.55, 0.565, 0.565);

    private final SplitPane rows;
    private final SplitPane top;
    private final SplitPane bottom;
    private final List<PaneCard> cards;

    private List<Double> remembered = AT_FIRST;

    PaneLayout(PaneCard topLeft, PaneCard topRight, PaneCard bottomLeft, PaneCard bottomRight) {
        cards = List.of(topLeft, topRight, bottomLeft, bottomRight);
        top = new SplitPane();
        bottom = new SplitPane();
        rows = new SplitPane(top, bottom);
        rows.setOrientation(Orientation.VERTICAL);
        getStyleClass().add("pane-layout");
        // Without this a window made smaller would push the panes under the column beside them.
        List.of(this, rows, top, bottom).forEach(region -> region.setMinSize(0, 0));
        for (PaneCard card : cards) {
            card.setMinSize(0, 0);
            card.onMaximiseProperty().set(() -> toggleMaximised(card));
        }
        showAll();
    }

    List<PaneCard> cards() {
        return cards;
    }

    /** Divider positions: rows, top, bottom. */
    List<Double> dividers() {
        return maximised() ? remembered : List.of(position(rows), position(top), position(bottom));
    }

    /** Sets what {@link #dividers} gives; a list of another length is ignored. */
    void setDividers(List<Double> positions) {
        if (positions.size() != 3) return;
        remembered = List.copyOf(positions);
        rows.setDividerPositions(positions.get(0));
        top.setDividerPositions(positions.get(1));
        bottom.setDividerPositions(positions.get(2));
    }

    /** Divides the room as at first, unless one pane has it all. */
    void divideAsAtFirst() {
        if (!maximised()) setDividers(AT_FIRST);
    }

    /** Gives one pane all the room, or all panes theirs again. */
    void toggleMaximised(PaneCard card) {
        boolean maximise = !card.maximisedProperty().get();
        boolean focused = getScene() != null && isIn(getScene().getFocusOwner(), this);
        remembered = dividers();
        cards.forEach(other -> other.maximisedProperty().set(other == card && maximise));
        if (maximise) {
            top.getItems().clear();
            bottom.getItems().clear();
            getChildren().setAll(card);
        } else {
            showAll();
        }
        // Else the focus would go to the first field of the window, where a letter is typed that is meant as a key.
        if (focused) card.requestFocus();
    }

    /** Gives the pane that has the focus all the room; the large one gives it back. */
    void toggleFocused() {
        var owner = getScene() == null ? null : getScene().getFocusOwner();
        toggleMaximised(cards.stream()
                .filter(card -> card.maximisedProperty().get())
                .findFirst()
                .orElseGet(() -> cards.stream()
                        .filter(card -> isIn(owner, card))
                        .findFirst()
                        .orElse(cards.getFirst())));
    }

    private static boolean isIn(Node node, Node place) {
        Node at = node;
        while (at != null && at != place) at = at.getParent();
        return at != null;
    }

    /** Leaves out what can be left out where the window is low. */
    void setCompact(boolean compact) {
        cards.forEach(card -> card.compactProperty().set(compact));
    }

    /** Makes sure that a pane can be seen: takes the room back from another one that has it all. */
    void show(int pane) {
        PaneCard card = cards.get(pane);
        if (maximised() && !card.maximisedProperty().get()) toggleMaximised(card);
        card.requestFocus();
    }

    private void showAll() {
        getChildren().setAll(rows);
        top.getItems().setAll(cards.get(0), cards.get(1));
        bottom.getItems().setAll(cards.get(2), cards.get(3));
        setDividers(remembered);
    }

    private boolean maximised() {
        return getChildren().getFirst() != rows;
    }

    private static double position(SplitPane pane) {
        return pane.getDividerPositions()[0];
    }
}
