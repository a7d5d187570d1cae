package org.headscope.engine.experiment.result;

import java.util.Locale;

/** Texts and numbers as HTML shows them. */
final class Html {
    private Html() {}

    static String text(String text) {
        var escaped = new StringBuilder();
        text.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> {
                    // control characters are not allowed in HTML, not even as references
                    if (c < 0x20 && c != '\n' && c != '\t' || c >= 0x7f && c < 0xa0 || c >= 0xd800 && c < 0xe000) {
                        escaped.append('\ufffd');
                    } else {
                        escaped.appendCodePoint(c);
                    }
                }
            }
        });
        return escaped.toString();
    }

    static String shortened(String text, int most) {
        if (text.codePointCount(0, text.length()) <= most) return text;
        return text.substring(0, text.offsetByCodePoints(0, most - 1)) + "…";
    }

    static String number(double value) {
        if (value == Math.rint(value) && Math.abs(value) < 1e9) return String.valueOf((long) value);
        double size = Math.abs(value);
        return String.format(Locale.ROOT, size >= 1e-3 && size < 1e6 ? "%.4f" : "%.3e", value);
    }
}
