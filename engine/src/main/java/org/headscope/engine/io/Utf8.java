package org.headscope.engine.io;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Reads UTF-8 text whose broken bytes are found and told where they are, instead of ending the reading. */
final class Utf8 {
    /** Stands for bytes that are not UTF-8: it can come from nowhere else, and later checks refuse it. */
    private static final String BROKEN = "\uD800";

    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private Utf8() {}

    /** The text of a file, without a byte order mark. */
    static BufferedReader reader(Path file, InputStream content) throws IOException, ModelException {
        var bytes = new BufferedInputStream(content);
        refuseUtf16(file, bytes);
        var decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .replaceWith(BROKEN);
        return withoutMark(new InputStreamReader(bytes, decoder));
    }

    /** A text without a byte order mark in front. */
    static BufferedReader withoutMark(Reader source) throws IOException {
        var text = new BufferedReader(source);
        text.mark(1);
        if (text.read() != BYTE_ORDER_MARK) text.reset();
        return text;
    }

    /** What is wrong with a text that was read, to follow its name; null if nothing is. */
    static String problem(String text) {
        if (text.indexOf('\0') >= 0) {
            return "holds a NUL character.";
        } else if (!Quoted.isWellFormed(text)) {
            return "holds broken characters: it is not valid UTF-8, or has half of a surrogate pair.";
        }
        return null;
    }

    private static void refuseUtf16(Path file, InputStream bytes) throws IOException, ModelException {
        bytes.mark(2);
        int first = bytes.read();
        int second = bytes.read();
        bytes.reset();
        if (first == 0xFF && second == 0xFE || first == 0xFE && second == 0xFF) {
            throw new ModelException(file + " is UTF-16 text: save it as UTF-8.");
        }
    }
}
