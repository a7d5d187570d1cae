package org.headscope.engine.io;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Checks and keeps prompts while a file is read, and says when it is enough. */
final class PromptCollector {
    static final int MOST_PROMPTS = 100_000;
    static final int MOST_BAD_LINES = 1_000;
    /** Characters in one field, and in one line. */
    static final int LONGEST = 1 << 20;
    /** Characters in all prompts together. */
    static final int MOST_CHARACTERS = 50_000_000;

    /** The columns of a table and the fields of a JSON object that mean something; others are passed over. */
    static final List<String> FIELDS = List.of("prompt", "corrupted", "answer", "wrong", "label", "title", "note");

    private final List<Prompt> prompts = new ArrayList<>();
    private final List<Prompts.BadLine> badLines = new ArrayList<>();
    private long characters;
    private boolean full;

    /** Whether reading on is of no use. */
    boolean isFull() {
        return full;
    }

    /** Keeps a prompt that has no fields beside it. */
    void add(int line, String text) {
        add(line, Map.of("prompt", text));
    }

    /** Keeps a prompt given by its fields, or the reason why it cannot be used. */
    void add(int line, Map<String, String> given) {
        var fields = new HashMap<>(given);
        FIELDS.forEach(field -> fields.putIfAbsent(field, ""));
        if (fields.get("prompt").isEmpty()) {
            bad(line, "The prompt is missing.");
            return;
        }
        long length = 0;
        for (String field : FIELDS) {
            String problem = problem(fields.get(field));
            if (problem != null) {
                bad(line, "The " + field + " " + problem);
                return;
            }
            length += fields.get(field).length();
        }
        if (prompts.size() == MOST_PROMPTS || characters + length > MOST_CHARACTERS) {
            stop(
                    line,
                    String.format(
                            Locale.ROOT,
                            "Only the %,d prompts before this line were taken; split the file.",
                            prompts.size()));
            return;
        }
        characters += length;
        prompts.add(new Prompt(
                fields.get("prompt"),
                fields.get("corrupted"),
                fields.get("answer"),
                fields.get("wrong"),
                fields.get("label"),
                fields.get("title"),
                fields.get("note")));
    }

    /** Keeps the reason why a line cannot be used. */
    void bad(int line, String reason) {
        if (badLines.size() == MOST_BAD_LINES) {
            stop(line, "Reading stopped here, because too many lines before this one cannot be used.");
        } else {
            badLines.add(new Prompts.BadLine(line, reason));
        }
    }

    /** Ends the reading at a line. */
    void stop(int line, String reason) {
        if (!full) {
            badLines.add(new Prompts.BadLine(line, reason));
            full = true;
        }
    }

    /** What is wrong with a text, to follow its name; null if nothing is. */
    static String problem(String text) {
        if (text.length() > LONGEST) {
            return String.format(Locale.ROOT, "is longer than %,d characters.", LONGEST);
        }
        return Utf8.problem(text);
    }

    Prompts result() {
        return new Prompts(prompts, badLines);
    }
}
