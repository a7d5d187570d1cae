package org.headscope.app.prompt;

import javafx.beans.value.ObservableValue;
import javafx.scene.Node;

/** Nodes that take no room while there is nothing to see in them. */
final class Seen {
    private Seen() {}

    static void when(Node node, ObservableValue<Boolean> condition) {
        node.visibleProperty().bind(condition);
        node.managedProperty().bind(condition);
    }
}
