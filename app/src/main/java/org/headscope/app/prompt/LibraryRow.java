package org.headscope.app.prompt;

import org.headscope.engine.io.Prompt;

/** A row of the library list. */
sealed interface LibraryRow {
    PromptGroup group();

    /** The name of a group, which opens and closes it. */
    record Heading(PromptGroup group, boolean open, int shown) implements LibraryRow {}

    /** A prompt; {@code index} counts those of its group from 0. */
    record Item(PromptGroup group, int index) implements LibraryRow {
        Prompt prompt() {
            return group.prompts().get(index);
        }
    }
}
