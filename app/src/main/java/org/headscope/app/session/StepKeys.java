package org.headscope.app.session;

import javafx.scene.Node;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;

/** Lets undo and redo, also in text fields, go through the steps of the session, so that there is only one order of them. */
public final class StepKeys {
    private StepKeys() {}

    /** Takes the keys before whatever stands in {@code node}. */
    public static void install(Node node, Session session) {
        node.addEventFilter(KeyEvent.KEY_PRESSED, key -> {
            if (!key.isShortcutDown() || key.isAltDown()) return;
            if (key.getCode() == KeyCode.Z && !key.isShiftDown()) {
                session.undo();
            } else if (key.getCode() == KeyCode.Y || key.getCode() == KeyCode.Z) {
                session.redo();
            } else {
                return;
            }
            key.consume();
        });
    }
}
