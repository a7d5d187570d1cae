package org.headscope.app.prompt;

import java.util.function.Consumer;
import javafx.scene.control.TextArea;
import javafx.scene.input.Clipboard;
import org.headscope.app.text.Text;

/** The field for the prompt. It says what of a paste it cannot take: control characters, and far more than any model reads. */
final class PromptArea extends TextArea {
    /** Characters; the control lays all of its text out at once. */
    static final int LONGEST = 40_000;

    private final Consumer<String> onRefusal;

    PromptArea(Consumer<String> onRefusal) {
        this.onRefusal = onRefusal;
    }

    /** Takes the text of the clipboard. */
    @Override
    public void paste() {
        String text = Clipboard.getSystemClipboard().getString();
        if (text != null) insert(text);
    }

    /** Puts a text in place of the selection, or says why not. */
    void insert(String text) {
        int length = getLength() - getSelection().getLength() + text.length();
        if (length > LONGEST) {
            onRefusal.accept(Text.of("prompt.refused.long", length, LONGEST));
            return;
        }
        String taken = withoutControls(text.replace("\r\n", "\n").replace('\r', '\n'));
        long refused = text.chars().filter(PromptArea::isRefused).count();
        replaceSelection(taken);
        onRefusal.accept(refused == 0 ? "" : Text.of("prompt.refused.control", refused));
    }

    private static String withoutControls(String text) {
        var kept = new StringBuilder(text.length());
        text.chars().filter(character -> !isRefused(character)).forEach(character -> kept.append((char) character));
        return kept.toString();
    }

    /** What JavaFX's text controls do not hold. */
    private static boolean isRefused(int character) {
        return Character.isISOControl(character) && character != '\n' && character != '\t' && character != '\r';
    }

    /** As much of a prompt as the field can show. */
    static String shown(String prompt) {
        String start = prompt.length() > LONGEST ? prompt.substring(0, LONGEST) : prompt;
        return withoutControls(start.replace("\r\n", "\n").replace('\r', '\n'));
    }
}
