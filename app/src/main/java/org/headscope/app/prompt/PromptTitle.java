package org.headscope.app.prompt;

import org.headscope.engine.io.Prompt;

/** What to call a prompt in one line. */
final class PromptTitle {
    private static final int LONGEST = 120;

    private PromptTitle() {}

    /** Its title, else the beginning of its text. */
    static String of(Prompt prompt) {
        String title = prompt.title().isEmpty() ? prompt.text() : prompt.title();
        String start = title.length() > LONGEST ? title.substring(0, LONGEST) + "…" : title;
        return start.replace("\n", "⏎").replace("\r", "").replace("\t", "⇥");
    }
}
