package org.headscope.engine.io;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;

/**
 * The bytes of a file as they were when it was opened. It holds no open file: every read maps just the bytes it needs
 * and lets them go, so files may be larger than memory and nothing has to be closed.
 *
 * @param path where it lies
 * @param size its bytes
 * @param modified when it was last written; one that was written again is not read further
 */
record MappedFile(Path path, long size, FileTime modified) {
    /** Bytes mapped at a time, which bounds what a read adds to resident memory; a multiple of every value size. */
    private static final long WINDOW = 16 << 20;

    /** Takes bytes that lie in mapped memory, and only until it returns. */
    @FunctionalInterface
    interface Taker {
        void take(MemorySegment bytes) throws ModelException;
    }

    static MappedFile of(Path path, FileChannel channel) throws IOException {
        return new MappedFile(path, channel.size(), Files.getLastModifiedTime(path));
    }

    /** The name of the file without its folder. */
    String name() {
        return String.valueOf(path.getFileName());
    }

    /** Takes the bytes from {@code begin} to {@code end} piece by piece, in order. */
    void inWindows(long begin, long end, Taker taker) throws ModelException {
        reading(begin, end, channel -> {
            for (long at = begin; at < end; at += WINDOW) {
                takeOne(channel, at, Math.min(WINDOW, end - at), taker);
            }
        });
    }

    /** Takes the bytes from {@code begin} to {@code end} at once. */
    void whole(long begin, long end, Taker taker) throws ModelException {
        reading(begin, end, channel -> takeOne(channel, begin, end - begin, taker));
    }

    private static void takeOne(FileChannel channel, long at, long length, Taker taker)
            throws IOException, ModelException {
        try (Arena arena = Arena.ofConfined()) {
            taker.take(channel.map(MapMode.READ_ONLY, at, length, arena));
        }
    }

    private interface Reading {
        void from(FileChannel channel) throws IOException, ModelException;
    }

    private void reading(long begin, long end, Reading reading) throws ModelException {
        if (begin == end) {
            return;
        }
        try (FileChannel channel = FileChannel.open(path)) {
            if (channel.size() != size || !Files.getLastModifiedTime(path).equals(modified)) {
                throw new ModelException(path + " was changed after it was opened; open it again.");
            }
            reading.from(channel);
        } catch (IOException e) {
            throw new ModelException(path + " cannot be read because " + FileFault.reason(e) + ".", e);
        } catch (InternalError e) {
            // what the JVM raises when mapped bytes are gone: file cut short, disk unplugged
            throw new ModelException(path + " cannot be read because the file became unreadable meanwhile.", e);
        }
    }
}
