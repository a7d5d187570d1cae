package org.headscope.engine.io;

/** Puts names that come from a file into a sentence: quoted, short, and without invisible characters. */
final class Quoted {
    private static final int LONGEST = 120;

    private Quoted() {}

    static String name(String name) {
        var text = new StringBuilder("\"");
        for (int i = 0; i < Math.min(name.length(), LONGEST); i++) {
            char c = name.charAt(i);
            if (Character.isISOControl(c) || Character.isSurrogate(c) || Character.getType(c) == Character.FORMAT) {
                text.append(String.format("\\u%04x", (int) c));
            } else {
                text.append(c);
            }
        }
        return text.append(name.length() > LONGEST ? "…\"" : "\"").toString();
    }

    /** Whether every surrogate has its partner, so that the text can be written as UTF-8. */
    static boolean isWellFormed(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                if (!Character.isHighSurrogate(c)
                        || i + 1 == text.length()
                        || !Character.isLowSurrogate(text.charAt(i + 1))) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }
}
