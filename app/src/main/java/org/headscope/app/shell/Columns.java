package org.headscope.app.shell;

import java.util.Arrays;
import java.util.List;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.css.PseudoClass;
import javafx.scene.Node;
import javafx.scene.control.SplitPane;

/** What is asked, the panes, and what is selected, beside each other; the outer columns can be put away. */
final class Columns extends SplitPane {
    private static final PseudoClass COMPACT = PseudoClass.getPseudoClass("compact");
    private static final double LEAST_LEFT = 244;
    private static final double LEAST_RIGHT = 228;
    private static final double MOST_SIDE = 290;
    private static final double SIDE_SHARE = 0.17;

    private final List<Node> all;
    private final ReadOnlyBooleanProperty sides;
    private List<Double> remembered;

    /**
     * @param sides whether the columns beside the panes are there; on at first
     */
    Columns(Node left, Node panes, Node right, ReadOnlyBooleanProperty sides) {
        super(left, panes, right);
        this.sides = sides;
        all = List.of(left, panes, right);
        remembered = positions();
        setResizableWithParent(left, false);
        setResizableWithParent(right, false);
        sides.subscribe((_, on) -> showSides(on));
    }

    /** Where the columns meet, as shares of the width; where they met when the outer ones are put away. */
    List<Double> dividers() {
        return sides.get() ? positions() : remembered;
    }

    /** Divides a width; null for what suits it. */
    void divide(double width, Double left, Double right) {
        remembered = List.of(
                left == null ? side(width, LEAST_LEFT) : left, right == null ? 1 - side(width, LEAST_RIGHT) : right);
        if (sides.get()) setDividerPositions(remembered.get(0), remembered.get(1));
    }

    /** Takes narrower margins. */
    void setCompact(boolean compact) {
        pseudoClassStateChanged(COMPACT, compact);
    }

    private static double side(double width, double least) {
        return Math.clamp(width * SIDE_SHARE, least, MOST_SIDE) / width;
    }

    private List<Double> positions() {
        return Arrays.stream(getDividerPositions()).boxed().toList();
    }

    private void showSides(boolean on) {
        if (!on) remembered = positions();
        getItems().setAll(on ? all : all.subList(1, 2));
        if (on) setDividerPositions(remembered.get(0), remembered.get(1));
    }
}
