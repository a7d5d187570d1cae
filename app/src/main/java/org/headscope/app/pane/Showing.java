package org.headscope.app.pane;

import javafx.beans.binding.Bindings;
import javafx.beans.value.ObservableValue;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.stage.Window;

/** Whether a node can be seen: it and all above it are visible, in a window that is open. Panes work only then. */
public final class Showing {
    private Showing() {}

    public static ObservableValue<Boolean> of(Node node) {
        ObservableValue<Boolean> open = node.sceneProperty()
                .flatMap(Scene::windowProperty)
                .flatMap(Window::showingProperty)
                .orElse(false);
        ObservableValue<Boolean> visible = visible(node);
        return Bindings.createBooleanBinding(() -> open.getValue() && visible.getValue(), open, visible);
    }

    /** Whether a node and all above it are visible. */
    private static ObservableValue<Boolean> visible(Node node) {
        ObservableValue<Boolean> above =
                node.parentProperty().flatMap(Showing::visible).orElse(true);
        return Bindings.createBooleanBinding(() -> node.isVisible() && above.getValue(), node.visibleProperty(), above);
    }
}
