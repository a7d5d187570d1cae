package org.headscope.engine.experiment.script;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Python source that grows from top to bottom, and values as Python writes them. */
final class Python {
    private final StringBuilder source = new StringBuilder();

    /** Adds lines; a line break at the end is added where it is missing. */
    Python add(String lines) {
        source.append(lines);
        if (!lines.endsWith("\n")) source.append('\n');
        return this;
    }

    /** Adds lines with values put in, see {@link String#formatted}. */
    Python add(String lines, Object... values) {
        return add(lines.formatted(values));
    }

    @Override
    public String toString() {
        return source.toString();
    }

    /** The source with two empty lines around functions and classes, and never more. */
    String laidOut() {
        var lines = new StringBuilder();
        int empty = 0;
        boolean inside = false;
        boolean first = true;
        for (String line : source.toString().split("\n")) {
            if (line.isBlank()) {
                empty++;
                continue;
            }
            boolean top = !Character.isWhitespace(line.charAt(0)) && !line.startsWith("]") && !line.startsWith(")");
            boolean definition = line.startsWith("def ") || line.startsWith("class ");
            int before = top && (definition || inside) ? 2 : Math.min(empty, 1);
            if (!first) lines.append("\n".repeat(before));
            lines.append(line.stripTrailing()).append('\n');
            if (top) inside = definition;
            empty = 0;
            first = false;
        }
        return lines.toString();
    }

    static String text(String text) {
        var literal = new StringBuilder("\"");
        text.codePoints().forEach(c -> {
            if (c == '"' || c == '\\') literal.append('\\').appendCodePoint(c);
            else if (c == '\n') literal.append("\\n");
            else if (c < 0x20 || c >= 0x7f && c < 0xa0) literal.append("\\x%02x".formatted(c));
            else if (c >= 0xd800 && c < 0xe000 || c == 0x2028 || c == 0x2029) literal.append("\\u%04x".formatted(c));
            else literal.appendCodePoint(c);
        });
        return literal.append('"').toString();
    }

    static String texts(List<String> texts) {
        return texts.stream().map(Python::text).collect(Collectors.joining(", ", "[", "]"));
    }

    static String flag(boolean value) {
        return value ? "True" : "False";
    }

    static String ints(int[] values) {
        return Arrays.toString(values);
    }

    /** Whole numbers; other numbers as the shortest text that reads back as the same. */
    static String list(List<? extends Number> values) {
        return values.toString();
    }

    static String lists(List<? extends List<? extends Number>> values) {
        return values.stream().map(Python::list).collect(Collectors.joining(", ", "[", "]"));
    }
}
