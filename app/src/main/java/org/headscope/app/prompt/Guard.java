package org.headscope.app.prompt;

import java.util.function.UnaryOperator;
import org.headscope.engine.experiment.Experiment;

/**
 * A sentence beside a field that warns before a surprise.
 *
 * @param words the sentence; empty for no warning
 * @param fix what would avoid it; null where only the user can tell
 */
record Guard(String words, UnaryOperator<Experiment> fix) {
    static final Guard NONE = new Guard("", null);

    static Guard saying(String words) {
        return new Guard(words, null);
    }

    boolean isNone() {
        return words.isEmpty();
    }
}
