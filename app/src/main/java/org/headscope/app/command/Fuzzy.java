package org.headscope.app.command;

import java.util.Locale;
import java.util.OptionalInt;

/** How well what was typed fits a name: every letter in its order, better at beginnings of words and in a row. */
public final class Fuzzy {
    private Fuzzy() {}

    /** A score, larger is better; empty if it does not fit. */
    public static OptionalInt score(String typed, String name) {
        String query = typed.toLowerCase(Locale.ROOT).strip();
        String text = name.toLowerCase(Locale.ROOT);
        if (query.isEmpty()) {
            return OptionalInt.of(0);
        }
        int whole = text.indexOf(query);
        if (whole >= 0) {
            return OptionalInt.of(1000
                    - Math.min(200, whole)
                    - Math.min(200, text.length()) / 4
                    + (wordStart(text, whole) ? 300 : 0));
        }
        int score = 0;
        int at = -1;
        for (int i = 0; i < query.length(); i++) {
            char letter = query.charAt(i);
            if (letter == ' ') {
                continue;
            }
            int next = text.indexOf(letter, at + 1);
            // A later beginning of a word is better than the next place in the middle of one.
            for (int later = next; later >= 0 && next != at + 1; later = text.indexOf(letter, later + 1)) {
                if (wordStart(text, later)) {
                    next = later;
                    break;
                }
            }
            if (next < 0) {
                return OptionalInt.empty();
            }
            score += next == at + 1 ? 12 : wordStart(text, next) ? 10 : 1;
            at = next;
        }
        return OptionalInt.of(score - Math.min(50, text.length()) / 10);
    }

    private static boolean wordStart(String text, int at) {
        return at == 0 || !Character.isLetterOrDigit(text.charAt(at - 1)) && Character.isLetterOrDigit(text.charAt(at));
    }
}
