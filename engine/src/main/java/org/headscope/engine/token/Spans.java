package org.headscope.engine.token;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.djl.huggingface.tokenizers.jni.CharSpan;
import java.util.Optional;

/**
 * Which characters (Java chars) of a text each token covers. The spans leave nothing out: white space that a
 * tokenizer drops from its offsets belongs to the token after it, anything else to the one before. Tokens that
 * are bytes of one character share it.
 */
final class Spans {
    private final int[] starts;
    private final int[] ends;

    private Spans(int count) {
        starts = new int[count];
        ends = new int[count];
    }

    int start(int token) {
        return starts[token];
    }

    int end(int token) {
        return ends[token];
    }

    /**
     * Spans from the bytes of the tokens. Empty if these do not spell the text, as with a tokenizer that
     * normalises; a space that the tokenizer put in front of the text is allowed and covers nothing.
     */
    static Optional<Spans> ofBytes(String text, byte[][] pieces) {
        byte[] utf8 = text.getBytes(UTF_8);
        long total = 0;
        for (byte[] piece : pieces) {
            total += piece.length;
        }
        boolean spaceInFront = total == utf8.length + 1L && pieces[0].length > 0 && pieces[0][0] == ' ';
        if (total != utf8.length && !spaceInFront) {
            return Optional.empty();
        }
        int[] charOfByte = charOfByte(text, utf8.length);
        var spans = new Spans(pieces.length);
        int at = spaceInFront ? -1 : 0;
        for (int t = 0; t < pieces.length; t++) {
            int from = at;
            for (byte b : pieces[t]) {
                if (at >= 0 && utf8[at] != b) {
                    return Optional.empty();
                }
                at++;
            }
            spans.starts[t] = charOfByte[Math.max(from, 0)];
            boolean empty = at <= Math.max(from, 0);
            spans.ends[t] = empty ? spans.starts[t] : endOfCharacter(text, charOfByte[at - 1]);
        }
        return Optional.of(spans);
    }

    /** Spans from the offsets of the native tokenizer, which count Unicode code points. */
    static Spans ofOffsets(String text, CharSpan[] offsets) {
        int[] charOfPoint = charOfPoint(text);
        var spans = new Spans(offsets.length);
        int covered = 0;
        for (int t = 0; t < offsets.length; t++) {
            int start = offsets[t] == null ? covered : charOfPoint[offsets[t].getStart()];
            int end = offsets[t] == null ? covered : charOfPoint[offsets[t].getEnd()];
            if (start > covered && t > 0) {
                covered = spans.extend(t - 1, firstSpace(text, covered, start));
            }
            spans.starts[t] = Math.min(start, covered);
            spans.ends[t] = t == offsets.length - 1 ? text.length() : Math.max(end, spans.starts[t]);
            covered = Math.max(covered, spans.ends[t]);
        }
        return spans;
    }

    /** Lets the tokens up to this one that end where it ends, end later. */
    private int extend(int last, int end) {
        int before = ends[last];
        for (int t = last; t >= 0 && ends[t] == before; t--) {
            ends[t] = end;
        }
        return end;
    }

    private static int firstSpace(String text, int from, int to) {
        int at = from;
        while (at < to && !Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return at;
    }

    private static int endOfCharacter(String text, int start) {
        return start + Character.charCount(text.codePointAt(start));
    }

    /** The char that each byte of the text belongs to, and the length of the text behind the last. */
    private static int[] charOfByte(String text, int bytes) {
        int[] chars = new int[bytes + 1];
        int at = 0;
        for (int i = 0; i < text.length(); i = endOfCharacter(text, i)) {
            int point = text.codePointAt(i);
            int length = point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
            for (int b = 0; b < length; b++) {
                chars[at++] = i;
            }
        }
        chars[bytes] = text.length();
        return chars;
    }

    private static int[] charOfPoint(String text) {
        int points = text.codePointCount(0, text.length());
        int[] chars = new int[points + 1];
        int at = 0;
        for (int i = 0; i < text.length(); i = endOfCharacter(text, i)) {
            chars[at++] = i;
        }
        chars[points] = text.length();
        return chars;
    }
}
