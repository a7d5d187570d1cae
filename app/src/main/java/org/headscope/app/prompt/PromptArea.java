package org.headscope.app.prompt;

import java.util.function.Consumer;
import javafx.scene.TraversalDirection;
import javafx.scene.control.TextArea;
import javafx.scene.input.Clipboard;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import org.headscope.app.text.Text;

/** The field for the prompt. It says what of a text it cannot take: control characters, and more than it can lay out. */
final class PromptArea extends TextArea {
    private final Consumer<String> onRefusal;
    private boolean showing;

    /**
     * @param onTyped told of every text that the user makes
     * @param onRefusal told in one sentence what is not taken, or with an empty one that everything is
     */
    PromptArea(Consumer<String> onTyped, Consumer<String> onRefusal) {
        this.onRefusal = onRefusal;
        setWrapText(true);
        addEventFilter(KeyEvent.KEY_PRESSED, this::leaveByTab);
        textProperty().subscribe((_, text) -> {
            if (showing) return;
            // What was refused is said until the user goes on. Not until a key is typed: Ctrl+V itself is one on X11.
            onRefusal.accept("");
            onTyped.accept(text);
        });
    }

    private void leaveByTab(KeyEvent key) {
        if (key.getCode() != KeyCode.TAB || key.isShortcutDown() || key.isAltDown()) return;
        requestFocusTraversal(key.isShiftDown() ? TraversalDirection.PREVIOUS : TraversalDirection.NEXT);
        key.consume();
    }

    /** Shows a prompt, or as much of it as the field takes. */
    void show(String prompt) {
        String start = EditorLimit.beginning(prompt);
        String text = withoutControls(start);
        if (text.equals(getText())) return;
        showing = true;
        setText(text);
        showing = false;
        end();
        onRefusal.accept(start.length() < prompt.length() ? Text.of("prompt.refused.rest", prompt.length()) : "");
    }

    /** Takes the text of the clipboard. */
    @Override
    public void paste() {
        Clipboard clipboard = Clipboard.getSystemClipboard();
        String text = clipboard.getString();
        if (text != null) {
            insert(text);
        } else {
            onRefusal.accept(Text.of(clipboard.hasString() ? "prompt.refused.unread" : "prompt.refused.noText"));
        }
    }

    /** Puts a text in place of the selection, or says why not. */
    void insert(String text) {
        String taken = text.length() > EditorLimit.LONGEST ? text : withoutControls(text);
        String before = getText(0, getSelection().getStart());
        String after = getText(getSelection().getEnd(), getLength());
        String refusal = EditorLimit.refusal(before + taken + after);
        if (!refusal.isEmpty()) {
            onRefusal.accept(refusal);
            return;
        }
        replaceSelection(taken);
        long dropped = text.chars().filter(PromptArea::isControl).count();
        onRefusal.accept(dropped == 0 ? "" : Text.of("prompt.refused.control", dropped));
    }

    private static String withoutControls(String text) {
        String lines = text.replace("\r\n", "\n").replace('\r', '\n');
        var kept = new StringBuilder(lines.length());
        lines.chars().filter(character -> !isControl(character)).forEach(character -> kept.append((char) character));
        return kept.toString();
    }

    /** What JavaFX's text controls do not hold. */
    private static boolean isControl(int character) {
        return Character.isISOControl(character) && character != '\n' && character != '\t' && character != '\r';
    }
}
