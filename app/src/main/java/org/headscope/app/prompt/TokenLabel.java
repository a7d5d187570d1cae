package org.headscope.app.prompt;

import org.headscope.engine.token.Token;

/** How a token is written on its chip, so that every character of it can be seen. */
final class TokenLabel {
    /** The circle that carries a combining mark which has no letter before it. */
    private static final char CARRIER = '\u25CC';

    private static final int LONGEST = 24;

    private TokenLabel() {}

    /** The text of a token: spaces and line ends as marks, characters without a picture as their number in hex. */
    static String of(Token token) {
        var label = new StringBuilder();
        token.label().codePoints().forEach(character -> append(label, character));
        if (label.codePointCount(0, label.length()) <= LONGEST) return label.toString();
        return label.substring(0, label.offsetByCodePoints(0, LONGEST - 1)) + "…";
    }

    private static void append(StringBuilder label, int character) {
        switch (Character.getType(character)) {
            case Character.CONTROL -> label.append("\\x%02X".formatted(character));
            case Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> label.append("\\u%04X".formatted(character));
            case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.COMBINING_SPACING_MARK -> {
                if (label.isEmpty()) label.append(CARRIER);
                label.appendCodePoint(character);
            }
            default -> label.appendCodePoint(Character.isSpaceChar(character) ? '␣' : character);
        }
    }
}
