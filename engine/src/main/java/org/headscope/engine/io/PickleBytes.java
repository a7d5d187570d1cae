package org.headscope.engine.io;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** The bytes of a pickle from front to back; reading past the end is told in a sentence. */
final class PickleBytes {
    private final String file;
    private final ByteBuffer bytes;

    PickleBytes(String file, byte[] bytes) {
        this.file = file;
        this.bytes = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Number of bytes read so far. */
    int position() {
        return bytes.position();
    }

    /** Number of all bytes. */
    int size() {
        return bytes.limit();
    }

    boolean atEnd() {
        return !bytes.hasRemaining();
    }

    int u8() throws ModelException {
        need(1);
        return bytes.get() & 0xFF;
    }

    int u16() throws ModelException {
        need(2);
        return bytes.getShort() & 0xFFFF;
    }

    int i32() throws ModelException {
        need(4);
        return bytes.getInt();
    }

    long u32() throws ModelException {
        return Integer.toUnsignedLong(i32());
    }

    /** A length of 8 bytes; one beyond 2^63 counts as more than there is. */
    long u64() throws ModelException {
        need(8);
        long length = bytes.getLong();
        return length < 0 ? Long.MAX_VALUE : length;
    }

    void skip(long length) throws ModelException {
        need(length);
        bytes.position(bytes.position() + (int) length);
    }

    /** A whole number of any size, lowest byte first. */
    BigInteger whole(int length) throws ModelException {
        need(length);
        byte[] number = new byte[length];
        for (int i = length - 1; i >= 0; i--) {
            number[i] = bytes.get();
        }
        return length == 0 ? BigInteger.ZERO : new BigInteger(number);
    }

    String text(long length) throws ModelException {
        need(length);
        int from = bytes.position();
        skip(length);
        return decode(from, (int) length);
    }

    /** A text that a line feed ends. */
    String line() throws ModelException {
        int from = bytes.position();
        while (u8() != '\n') {}
        return decode(from, bytes.position() - 1 - from);
    }

    private String decode(int from, int length) throws ModelException {
        for (int i = from; i < from + length; i++) {
            if (bytes.get(i) < 0) {
                return decode(bytes.slice(from, length));
            }
        }
        return new String(bytes.array(), from, length, StandardCharsets.ISO_8859_1);
    }

    private String decode(ByteBuffer text) throws ModelException {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(text).toString();
        } catch (CharacterCodingException e) {
            throw new ModelException(file + " is damaged: its data.pkl holds a text that is not UTF-8.", e);
        }
    }

    private void need(long count) throws ModelException {
        if (count > bytes.remaining()) {
            throw new ModelException(file + " is damaged: its data.pkl ends in the middle of an instruction.");
        }
    }
}
