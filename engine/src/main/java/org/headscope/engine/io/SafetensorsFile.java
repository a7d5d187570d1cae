package org.headscope.engine.io;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * A safetensors file whose header has been checked completely. It holds no open file: every read maps just the
 * bytes it needs, in windows, and lets them go, so files may be larger than memory and nothing has to be closed.
 */
public final class SafetensorsFile implements TensorSource {
    /** Bytes mapped at a time, which bounds what a read adds to resident memory; a multiple of every value size. */
    private static final long WINDOW = 16 << 20;

    private final Path path;
    private final SafetensorsHeader header;
    private final long size;
    private final FileTime modified;

    private SafetensorsFile(Path path, SafetensorsHeader header, long size, FileTime modified) {
        this.path = path;
        this.header = header;
        this.size = size;
        this.modified = modified;
    }

    /** Reads and checks the header. */
    public static SafetensorsFile open(Path path) throws ModelException {
        String file = String.valueOf(path.getFileName());
        OrdinaryFile.require(path, "a safetensors file");
        try (FileChannel channel = FileChannel.open(path)) {
            FileTime modified = Files.getLastModifiedTime(path);
            return new SafetensorsFile(path, SafetensorsHeader.read(file, channel), channel.size(), modified);
        } catch (NoSuchFileException e) {
            throw new ModelException("There is no file " + path + ".", e);
        } catch (IOException e) {
            throw new ModelException(path + " cannot be read because " + FileFault.reason(e) + ".", e);
        }
    }

    public Path path() {
        return path;
    }

    /** Bytes of the whole file. */
    public long size() {
        return size;
    }

    /** The free text of the header. */
    public Map<String, String> metadata() {
        return header.metadata();
    }

    @Override
    public Set<String> names() {
        return header.tensors().keySet();
    }

    @Override
    public TensorInfo info(String name) throws ModelException {
        TensorInfo info = header.tensors().get(name);
        if (info == null) {
            throw new ModelException(path.getFileName() + " has no tensor " + Quoted.name(name) + ".");
        }
        return info;
    }

    @Override
    public String called(String name) {
        return path.getFileName() + ": tensor " + Quoted.name(name);
    }

    @Override
    public void read(String name, long from, FloatBuffer target) throws ModelException {
        TensorInfo info = info(name);
        Objects.checkFromIndexSize(from, target.remaining(), info.count());
        DType dtype = info.dtype();
        var rest = target.duplicate();
        forEachWindow(info, from, target.remaining(), (window, count) -> {
            long odd = LittleEndian.toFloats(dtype, window, rest.limit(rest.position() + count));
            if (odd != 0) {
                throw new ModelException(called(name) + " holds " + odd + ", which float32 cannot hold exactly.");
            }
        });
        target.position(target.limit());
    }

    /** Reads a whole tensor of whole numbers (true counts as 1). */
    public long[] readLongs(String name) throws ModelException {
        TensorInfo info = info(name);
        if (!info.dtype().isWhole()) {
            throw new ModelException(
                    called(name) + " should hold whole numbers, but its dtype is " + info.dtype() + ".");
        }
        if (info.count() > Integer.MAX_VALUE - 8) {
            throw new ModelException(called(name) + " has " + info.count()
                    + " values, more than the 2147483639 that one array can hold.");
        }
        long[] numbers = new long[(int) info.count()];
        int[] done = {0};
        forEachWindow(info, 0, numbers.length, (window, count) -> {
            for (int i = 0; i < count; i++) {
                numbers[done[0]++] = LittleEndian.whole(info.dtype(), window, i);
            }
        });
        return numbers;
    }

    /** Takes {@code count} values that lie in mapped memory. */
    private interface Window {
        void take(MemorySegment window, int count) throws ModelException;
    }

    private void forEachWindow(TensorInfo info, long from, long count, Window taker) throws ModelException {
        int valueBytes = info.dtype().bytes();
        long at = header.dataStart() + info.begin() + from * valueBytes;
        long end = at + count * valueBytes;
        if (at == end) {
            return;
        }
        try (FileChannel channel = FileChannel.open(path)) {
            if (channel.size() != size || !Files.getLastModifiedTime(path).equals(modified)) {
                throw new ModelException(path + " was changed after it was opened; open it again.");
            }
            for (; at < end; at += WINDOW) {
                long length = Math.min(WINDOW, end - at);
                try (Arena arena = Arena.ofConfined()) {
                    taker.take(channel.map(MapMode.READ_ONLY, at, length, arena), (int) (length / valueBytes));
                }
            }
        } catch (IOException e) {
            throw new ModelException(path + " cannot be read because " + FileFault.reason(e) + ".", e);
        } catch (InternalError e) {
            // what the JVM raises when mapped bytes are gone: file cut short, disk unplugged
            throw new ModelException(
                    called(info.name()) + " cannot be read because the file became unreadable meanwhile.", e);
        }
    }
}
