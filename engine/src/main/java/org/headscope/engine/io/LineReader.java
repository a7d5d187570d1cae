package org.headscope.engine.io;

import java.io.IOException;
import java.io.Reader;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Reads lines that end in LF, CRLF or CR, with their numbers; of a line that is too long it keeps nothing. */
final class LineReader {
    private final Reader in;
    private final int longest;
    private final char[] buffer = new char[1 << 13];
    private final Deque<Line> again = new ArrayDeque<>();
    private int at;
    private int end;
    private int number;
    private boolean afterReturn;

    /**
     * One line.
     *
     * @param number counted from 1
     * @param text without the line end; empty for a line that is too long
     * @param tooLong whether the text was left out
     */
    record Line(int number, String text, boolean tooLong) {}

    LineReader(Reader in, int longest) {
        this.in = in;
        this.longest = longest;
    }

    /** The next line, or null after the last. */
    Line next() throws IOException {
        return again.isEmpty() ? read() : again.pop();
    }

    /** Gives lines back, which will be read again. */
    void giveBack(List<Line> lines) {
        lines.reversed().forEach(again::push);
    }

    private Line read() throws IOException {
        var text = new StringBuilder();
        boolean tooLong = false;
        boolean any = false;
        while (fill()) {
            int start = at;
            while (at < end && buffer[at] != '\n' && buffer[at] != '\r') {
                at++;
            }
            any = true;
            tooLong |= text.length() + (at - start) > longest;
            if (!tooLong) {
                text.append(buffer, start, at - start);
            }
            if (at < end) {
                afterReturn = buffer[at++] == '\r';
                break;
            }
        }
        return any ? new Line(++number, tooLong ? "" : text.toString(), tooLong) : null;
    }

    /** Makes sure that there are characters in the buffer, past the LF of a CRLF. */
    private boolean fill() throws IOException {
        while (true) {
            if (at == end) {
                at = 0;
                end = Math.max(0, in.read(buffer));
                if (end == 0) {
                    return false;
                }
            }
            if (!afterReturn) {
                return true;
            }
            afterReturn = false;
            if (buffer[at] == '\n') {
                at++;
            } else {
                return true;
            }
        }
    }
}
