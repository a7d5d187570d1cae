package org.headscope.engine.io;

import java.io.IOException;
import java.io.Reader;

/**
 * Cuts a text of any length into pieces that a tokenizer can take one by one. A piece ends in front of the white space before a
 * word, where tokens of most tokenizers begin; where there is none for a whole piece, between two characters.
 */
final class Pieces {
    /** The most characters of a piece. */
    static final int LONGEST = 1 << 16;

    private final Reader in;
    private final char[] buffer = new char[LONGEST];
    private int filled;
    private boolean ended;

    Pieces(Reader in) {
        this.in = in;
    }

    /** The next piece, or null at the end. */
    String next() throws IOException {
        fill();
        if (filled == 0) return null;
        int end = ended ? filled : end();
        String piece = new String(buffer, 0, end);
        System.arraycopy(buffer, end, buffer, 0, filled - end);
        filled -= end;
        return piece;
    }

    private void fill() throws IOException {
        while (!ended && filled < buffer.length) {
            int read = in.read(buffer, filled, buffer.length - filled);
            if (read < 0) ended = true;
            else filled += read;
        }
    }

    private int end() {
        for (int at = filled - 1; at > 0; at--) {
            boolean wordBegins = Character.isWhitespace(buffer[at - 1]) && !Character.isWhitespace(buffer[at]);
            if (wordBegins && at > 1) return at - 1;
        }
        return Character.isHighSurrogate(buffer[filled - 1]) ? filled - 1 : filled;
    }
}
