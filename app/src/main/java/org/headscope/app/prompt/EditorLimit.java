package org.headscope.app.prompt;

import org.headscope.app.text.Text;

/**
 * How much text the editor takes. The control lays all of its text out at once, and the time for scripts that need shaping
 * (right-to-left ones, and those with combining marks) grows with the square of a paragraph, or worse.
 */
final class EditorLimit {
    /** Characters of all kinds. */
    static final int LONGEST = 20_000;
    /** Letters and marks of one paragraph that need shaping. */
    static final int MOST_SHAPED = 1_500;

    private EditorLimit() {}

    /** Why a text is too much for the editor, in one sentence; empty if it is not. */
    static String refusal(String text) {
        if (text.length() > LONGEST) return Text.of("prompt.refused.long", text.length(), LONGEST);
        int shaped = mostShaped(text);
        return shaped > MOST_SHAPED ? Text.of("prompt.refused.shaped", shaped, MOST_SHAPED) : "";
    }

    /** As much of the beginning of a text as the editor takes. */
    static String beginning(String text) {
        String start = text.length() > LONGEST ? text.substring(0, LONGEST) : text;
        return mostShaped(start) > MOST_SHAPED ? start.substring(0, MOST_SHAPED) : start;
    }

    private static int mostShaped(String text) {
        int most = 0;
        int shaped = 0;
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (character == '\n') shaped = 0;
            if (isShaped(character)) most = Math.max(most, ++shaped);
        }
        return most;
    }

    private static boolean isShaped(char character) {
        return switch (Character.getDirectionality(character)) {
            case Character.DIRECTIONALITY_RIGHT_TO_LEFT,
                    Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC,
                    Character.DIRECTIONALITY_NONSPACING_MARK -> true;
            default -> Character.getType(character) == Character.COMBINING_SPACING_MARK;
        };
    }
}
