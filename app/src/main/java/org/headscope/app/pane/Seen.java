package org.headscope.app.pane;

import javafx.beans.value.ObservableValue;
import javafx.scene.Node;

/** Nodes that take no room while there is nothing to see in them. */
public final class Seen {
    private Seen() {}

    /** Shows a node as long as a condition holds. */
    public static void when(Node node, ObservableValue<Boolean> condition) {
        node.visibleProperty().bind(condition);
        node.managedProperty().bind(condition);
    }

    /** Shows a node or not. */
    public static void set(Node node, boolean on) {
        node.setVisible(on);
        node.setManaged(on);
    }
}
