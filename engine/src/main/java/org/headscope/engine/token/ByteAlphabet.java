package org.headscope.engine.token;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Optional;

/**
 * Bytes and the characters that stand for them. Byte-level vocabularies write each byte as one printable
 * character (GPT-2's table): itself if it is printable in Latin-1, else the next free one from U+0100 on.
 */
final class ByteAlphabet {
    private static final char[] LETTERS = new char[256];
    private static final int[] BYTES = new int[0x100 + 256];

    static {
        Arrays.fill(BYTES, -1);
        char next = 0x100;
        for (int b = 0; b < 256; b++) {
            boolean printable = b >= '!' && b <= '~' || b >= 0xA1 && b <= 0xAC || b >= 0xAE;
            LETTERS[b] = printable ? (char) b : next++;
            BYTES[LETTERS[b]] = b;
        }
    }

    private ByteAlphabet() {}

    /** The character that stands for a byte. */
    static char letter(int b) {
        return LETTERS[b];
    }

    /** The bytes of a piece of a byte-level vocabulary; empty if a character of it stands for no byte. */
    static Optional<byte[]> bytes(String piece) {
        var bytes = new ByteArrayOutputStream(piece.length());
        for (int i = 0; i < piece.length(); i++) {
            char letter = piece.charAt(i);
            if (letter >= BYTES.length || BYTES[letter] < 0) {
                return Optional.empty();
            }
            bytes.write(BYTES[letter]);
        }
        return Optional.of(bytes.toByteArray());
    }

    /** The text of some bytes; those that are no UTF-8 by themselves are written as {@code \xE2}. */
    static String show(byte[] bytes) {
        String whole = new String(bytes, UTF_8);
        if (Arrays.equals(whole.getBytes(UTF_8), bytes)) {
            return whole;
        }
        var shown = new StringBuilder();
        int i = 0;
        while (i < bytes.length) {
            int length = characterLength(bytes, i);
            if (length == 0) {
                shown.append("\\x%02X".formatted(bytes[i] & 0xFF));
                i++;
            } else {
                shown.append(new String(bytes, i, length, UTF_8));
                i += length;
            }
        }
        return shown.toString();
    }

    /** How many bytes the character that begins here has; 0 if none does. */
    private static int characterLength(byte[] bytes, int from) {
        int lead = bytes[from] & 0xFF;
        int length = lead < 0x80 ? 1 : lead < 0xC0 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
        if (length == 0 || from + length > bytes.length) {
            return 0;
        }
        byte[] one = Arrays.copyOfRange(bytes, from, from + length);
        return Arrays.equals(new String(one, UTF_8).getBytes(UTF_8), one) ? length : 0;
    }
}
