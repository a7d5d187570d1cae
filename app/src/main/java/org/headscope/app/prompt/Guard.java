package org.headscope.app.prompt;

import java.util.function.UnaryOperator;
import org.headscope.app.text.Text;
import org.headscope.engine.experiment.Experiment;

/**
 * A sentence beside a field that warns before a surprise.
 *
 * @param words the sentence; empty for no warning
 * @param fix what would avoid it; null where only the user can tell
 * @param action what the button that does so is called
 */
record Guard(String words, UnaryOperator<Experiment> fix, String action) {
    static final Guard NONE = new Guard("", null);

    Guard(String words, UnaryOperator<Experiment> fix) {
        this(words, fix, Text.of("prompt.guard.fix"));
    }

    static Guard saying(String words) {
        return new Guard(words, null);
    }

    boolean isNone() {
        return words.isEmpty();
    }
}
