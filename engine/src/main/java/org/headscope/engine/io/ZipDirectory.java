package org.headscope.engine.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/**
 * The directory at the end of a zip archive, with zip64 for what is large. Only what torch writes is taken: records that
 * are stored, neither compressed nor encrypted, in one file, under names that stay inside the archive.
 *
 * @param begin first byte of the directory in the file; the data lie before it
 */
record ZipDirectory(List<Entry> entries, long begin) {
    /**
     * @param header first byte of the header in front of the data
     * @param size bytes of the data
     */
    record Entry(String name, long header, long size) {}

    private static final int END = 0x06054b50;
    private static final int END_BYTES = 22;
    private static final int END64 = 0x06064b50;
    private static final int END64_BYTES = 56;
    private static final int LOCATOR = 0x07064b50;
    private static final int LOCATOR_BYTES = 20;
    private static final int ENTRY = 0x02014b50;
    private static final int ENTRY_BYTES = 46;
    private static final int ZIP64_FIELD = 1;
    private static final long SATURATED = 0xFFFF_FFFFL;
    private static final int MOST_BYTES = 100_000_000;

    static ZipDirectory read(String file, FileChannel channel) throws IOException, ModelException {
        long endAt = endAt(file, channel);
        ByteBuffer end = TorchArchive.bytes(file, channel, endAt, END_BYTES);
        long count = Short.toUnsignedLong(end.getShort(10));
        long size = Integer.toUnsignedLong(end.getInt(12));
        long begin = Integer.toUnsignedLong(end.getInt(16));
        long behind = endAt;
        if (endAt >= LOCATOR_BYTES) {
            ByteBuffer locator = TorchArchive.bytes(file, channel, endAt - LOCATOR_BYTES, LOCATOR_BYTES);
            if (locator.getInt(0) == LOCATOR) {
                behind = locator.getLong(8);
                if (behind < 0 || behind > endAt - LOCATOR_BYTES - END64_BYTES) {
                    throw damaged(file, "its zip64 directory should lie at byte " + Long.toUnsignedString(behind));
                }
                ByteBuffer end64 = TorchArchive.bytes(file, channel, behind, END64_BYTES);
                boolean same = end64.getInt(0) == END64
                        && agree(count, end64.getLong(32), 0xFFFF)
                        && agree(size, end64.getLong(40), SATURATED)
                        && agree(begin, end64.getLong(48), SATURATED);
                if (!same) {
                    throw damaged(file, "its two directory ends contradict each other");
                }
                count = end64.getLong(32);
                size = end64.getLong(40);
                begin = end64.getLong(48);
            }
        }
        if (size < 0 || begin < 0 || begin > behind || size > behind - begin) {
            throw damaged(file, "its directory reaches beyond the end of the file");
        }
        if (size > MOST_BYTES) {
            throw new ModelException(file + " has a zip directory of " + size + " bytes, and " + MOST_BYTES
                    + " is the most that is allowed.");
        }
        if (count < 0 || count > size / ENTRY_BYTES) {
            throw damaged(
                    file, "its directory claims " + Long.toUnsignedString(count) + " records in " + size + " bytes");
        }
        ByteBuffer directory = TorchArchive.bytes(file, channel, begin, (int) size);
        return new ZipDirectory(entries(file, directory, (int) count), begin);
    }

    private static boolean agree(long small, long large, long saturated) {
        return small == saturated || small == large;
    }

    /** The end record is the last thing in the file but for a comment, which torch does not write. */
    private static long endAt(String file, FileChannel channel) throws IOException, ModelException {
        long size = channel.size();
        int tail = (int) Math.min(size, END_BYTES + 0xFFFF);
        ByteBuffer bytes = TorchArchive.bytes(file, channel, size - tail, tail);
        for (int at = tail - END_BYTES; at >= 0; at--) {
            if (bytes.getInt(at) == END && Short.toUnsignedInt(bytes.getShort(at + 20)) == tail - END_BYTES - at) {
                return size - tail + at;
            }
        }
        throw new ModelException(
                file + " is cut off: the directory at the end of the archive is missing; download it" + " again.");
    }

    private static List<Entry> entries(String file, ByteBuffer directory, int count) throws ModelException {
        var entries = new ArrayList<Entry>();
        var names = new HashSet<String>();
        for (int i = 0; i < count; i++) {
            if (directory.remaining() < ENTRY_BYTES || directory.getInt(directory.position()) != ENTRY) {
                throw damaged(file, "entry " + i + " of its directory is none");
            }
            Entry entry = entry(file, directory);
            if (!names.add(entry.name())) {
                throw new ModelException(file + " holds the record " + Quoted.name(entry.name()) + " twice.");
            }
            entries.add(entry);
        }
        return entries;
    }

    /** Reads one entry and moves behind it. */
    private static Entry entry(String file, ByteBuffer directory) throws ModelException {
        int at = directory.position();
        int nameLength = Short.toUnsignedInt(directory.getShort(at + 28));
        int extraLength = Short.toUnsignedInt(directory.getShort(at + 30));
        int commentLength = Short.toUnsignedInt(directory.getShort(at + 32));
        if (directory.remaining() < ENTRY_BYTES + nameLength + extraLength + commentLength) {
            throw damaged(file, "its directory ends within an entry");
        }
        String name = name(file, directory.slice(at + ENTRY_BYTES, nameLength));
        ByteBuffer extra =
                directory.slice(at + ENTRY_BYTES + nameLength, extraLength).order(directory.order());
        String called = file + ": the record " + Quoted.name(name) + " of the archive ";
        int flags = directory.getShort(at + 8);
        if ((flags & 0x2041) != 0) {
            throw new ModelException(called + "is encrypted, which Headscope does not read.");
        }
        if (directory.getShort(at + 10) != 0) {
            if (name.contains("/code/")) throw TorchFile.program(file);
            throw new ModelException(called + "is compressed, which torch.save never does: load the file with PyTorch"
                    + " and save it again with torch.save.");
        }
        long stored = Integer.toUnsignedLong(directory.getInt(at + 20));
        long size = Integer.toUnsignedLong(directory.getInt(at + 24));
        long header = Integer.toUnsignedLong(directory.getInt(at + 42));
        ByteBuffer large = large(extra);
        size = size == SATURATED ? next(called, large) : size;
        stored = stored == SATURATED ? next(called, large) : stored;
        header = header == SATURATED ? next(called, large) : header;
        if (size != stored) {
            throw new ModelException(
                    called + "is not compressed, and yet has two sizes: " + stored + " and " + size + " bytes.");
        }
        directory.position(at + ENTRY_BYTES + nameLength + extraLength + commentLength);
        return new Entry(name, header, size);
    }

    private static String name(String file, ByteBuffer bytes) throws ModelException {
        String name;
        try {
            name = StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
        } catch (CharacterCodingException e) {
            throw new ModelException(file + " holds a record whose name is not UTF-8 text.", e);
        }
        boolean leaves = name.startsWith("/") || name.contains("\\") || name.contains("\0");
        for (String part : name.split("/")) {
            leaves |= part.equals("..");
        }
        if (leaves || name.isEmpty()) {
            throw new ModelException(file + " holds a record named " + Quoted.name(name)
                    + ", which is not a plain name inside the archive.");
        }
        return name;
    }

    /** The extra field with the numbers that do not fit 32 bits; empty if there is none. */
    private static ByteBuffer large(ByteBuffer extra) {
        while (extra.remaining() >= 4) {
            int id = Short.toUnsignedInt(extra.getShort());
            int length = Math.min(Short.toUnsignedInt(extra.getShort()), extra.remaining());
            if (id == ZIP64_FIELD) {
                return extra.slice(extra.position(), length).order(extra.order());
            }
            extra.position(extra.position() + length);
        }
        return ByteBuffer.allocate(0);
    }

    private static long next(String called, ByteBuffer large) throws ModelException {
        if (large.remaining() < Long.BYTES || large.getLong(large.position()) < 0) {
            throw new ModelException(called + "gives no size or place: the file is damaged.");
        }
        return large.getLong();
    }

    private static ModelException damaged(String file, String what) {
        return new ModelException(file + " is damaged: " + what + "; download it again.");
    }
}
