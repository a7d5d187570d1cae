package org.headscope.app.prompt;

import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import org.headscope.app.session.Session;

/** Lets undo and redo in a text field go through the steps of the session, so that there is only one order of them. */
final class StepKeys {
    private StepKeys() {}

    static void install(TextInputControl field, Session session) {
        field.addEventFilter(KeyEvent.KEY_PRESSED, key -> {
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
