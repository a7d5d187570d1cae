package org.headscope.app.shell;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javafx.geometry.Orientation;
import javafx.scene.Node;
import javafx.scene.control.SplitPane;
import javafx.scene.layout.StackPane;
import org.headscope.app.pane.PaneCard;

/**
 * The panes in the middle of the window: four corners with movable dividers, in each one pane or several as tabs. One pane
 * can take all the room; all others are then a tab away.
 */
final class PaneLayout extends StackPane {
    private static final List<Double> AT_FIRST = List.of(0.55, 0.565, 0.565);

    private final Map<Pane, PaneCard> cards;
    private final Map<Pane.Corner, PaneStack> corners = new EnumMap<>(Pane.Corner.class);
    private final PaneStack large;
    private final SplitPane top;
    private final SplitPane bottom;
    private final SplitPane rows;

    private List<Double> remembered = AT_FIRST;

    /** @param cards every pane's */
    PaneLayout(Map<Pane, PaneCard> cards) {
        this.cards = new EnumMap<>(cards);
        for (Pane.Corner corner : Pane.Corner.values()) {
            corners.put(corner, new PaneStack(Pane.in(corner), this.cards, this::show, this::toggleMaximised));
        }
        large = new PaneStack(List.of(Pane.values()), this.cards, this::enlarge, this::toggleMaximised);
        top = new SplitPane(corners.get(Pane.Corner.TOP_LEFT), corners.get(Pane.Corner.TOP_RIGHT));
        bottom = new SplitPane(corners.get(Pane.Corner.BOTTOM_LEFT), corners.get(Pane.Corner.BOTTOM_RIGHT));
        rows = new SplitPane(top, bottom);
        rows.setOrientation(Orientation.VERTICAL);
        getStyleClass().add("pane-layout");
        // Without this a window made smaller would push the panes under the column beside them.
        Stream.of(this, rows, top, bottom).forEach(region -> region.setMinSize(0, 0));
        this.cards.forEach((pane, card) -> {
            card.setMinSize(0, 0);
            card.onMaximiseProperty().set(() -> toggleMaximised(pane));
        });
        showFirst();
    }

    List<PaneCard> cards() {
        return List.copyOf(cards.values());
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
    void toggleMaximised(Pane pane) {
        boolean focused = getScene() != null && isIn(getScene().getFocusOwner(), this);
        if (maximised() && large.front() == pane) {
            restore();
        } else {
            enlarge(pane);
        }
        // Else the focus would go to the first field of the window, where a letter is typed that is meant as a key.
        if (focused) cards.get(pane).requestFocus();
    }

    /** Gives the pane that has the focus all the room; the large one gives it back. */
    void toggleFocused() {
        var owner = getScene() == null ? null : getScene().getFocusOwner();
        toggleMaximised(
                maximised()
                        ? large.front()
                        : Arrays.stream(Pane.values())
                                .filter(pane -> isIn(owner, cards.get(pane)))
                                .findFirst()
                                .orElse(Pane.ATTENTION));
    }

    /** Leaves out what can be left out where the window is low. */
    void setCompact(boolean compact) {
        cards.values().forEach(card -> card.compactProperty().set(compact));
    }

    /** Makes sure that a pane can be seen: in front of those it shares a corner with, or large if another one is. */
    void show(Pane pane) {
        if (maximised()) {
            enlarge(pane);
        } else {
            corner(pane).choose(pane);
            corner(pane).attach();
        }
        cards.get(pane).requestFocus();
    }

    /** Gives one pane all the room. */
    void enlarge(Pane pane) {
        remembered = dividers();
        corners.values().forEach(PaneStack::release);
        large.choose(pane);
        large.attach();
        getChildren().setAll(large);
        markMaximised();
    }

    /** Gives all panes their room again, with the one that was large in front of its corner. */
    void restore() {
        large.release();
        corner(large.front()).choose(large.front());
        attachAll();
    }

    /** Gives all panes their room again, with the first of each corner in front. */
    void showFirst() {
        large.release();
        corners.forEach((corner, stack) -> stack.choose(Pane.in(corner).getFirst()));
        attachAll();
    }

    private void attachAll() {
        corners.values().forEach(PaneStack::attach);
        getChildren().setAll(rows);
        setDividers(remembered);
        markMaximised();
    }

    private void markMaximised() {
        cards.forEach((pane, card) -> card.maximisedProperty().set(maximised() && pane == large.front()));
    }

    private PaneStack corner(Pane pane) {
        return corners.get(pane.corner());
    }

    private boolean maximised() {
        return getChildren().contains(large);
    }

    private static boolean isIn(Node node, Node place) {
        Node at = node;
        while (at != null && at != place) at = at.getParent();
        return at != null;
    }

    private static double position(SplitPane pane) {
        return pane.getDividerPositions()[0];
    }
}
