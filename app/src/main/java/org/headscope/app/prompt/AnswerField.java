package org.headscope.app.prompt;

import javafx.scene.control.TextField;
import javafx.scene.control.TextFormatter;

/** A field for a short text whose spaces count: they are written as visible marks. */
final class AnswerField extends TextField {
    private static final char MARK = '␣';

    AnswerField() {
        setTextFormatter(new TextFormatter<>(change -> {
            change.setText(marked(change.getText()));
            return change;
        }));
    }

    private static String marked(String text) {
        return text.replace(' ', MARK);
    }

    /** The text that the field stands for. */
    String value() {
        return getText().replace(MARK, ' ');
    }

    /** Shows a text, unless it is there already. */
    void show(String value) {
        if (!marked(value).equals(getText())) setText(marked(value));
    }
}
