package org.headscope.engine.io;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * A safetensors file whose header has been checked completely. It holds no open file, so nothing has to be closed.
 */
public final class SafetensorsFile implements WeightFile {
    private final MappedFile file;
    private final SafetensorsHeader header;

    private SafetensorsFile(MappedFile file, SafetensorsHeader header) {
        this.file = file;
        this.header = header;
    }

    /** Reads and checks the header. */
    public static SafetensorsFile open(Path path) throws ModelException {
        String file = String.valueOf(path.getFileName());
        OrdinaryFile.require(path, "a safetensors file");
        try (FileChannel channel = FileChannel.open(path)) {
            return new SafetensorsFile(MappedFile.of(path, channel), SafetensorsHeader.read(file, channel));
        } catch (NoSuchFileException e) {
            throw new ModelException("There is no file " + path + ".", e);
        } catch (IOException e) {
            throw new ModelException(path + " cannot be read because " + FileFault.reason(e) + ".", e);
        }
    }

    @Override
    public Path path() {
        return file.path();
    }

    @Override
    public long size() {
        return file.size();
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
            throw new ModelException(file.name() + " has no tensor " + Quoted.name(name) + ".");
        }
        return info;
    }

    @Override
    public String called(String name) {
        return file.name() + ": tensor " + Quoted.name(name);
    }

    @Override
    public void read(String name, long from, FloatBuffer target) throws ModelException {
        TensorInfo info = info(name);
        Objects.checkFromIndexSize(from, target.remaining(), info.count());
        var rest = target.duplicate();
        inWindows(info, from, target.remaining(), window -> {
            int count = (int) (window.byteSize() / info.dtype().bytes());
            rest.limit(rest.position() + count);
            LittleEndian.toFloats(called(name), info.dtype(), window, rest);
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
        inWindows(info, 0, numbers.length, window -> {
            for (long i = 0; i < window.byteSize() / info.dtype().bytes(); i++) {
                numbers[done[0]++] = LittleEndian.whole(info.dtype(), window, i);
            }
        });
        return numbers;
    }

    private void inWindows(TensorInfo info, long from, long count, MappedFile.Taker taker) throws ModelException {
        int valueBytes = info.dtype().bytes();
        long begin = header.dataStart() + info.begin() + from * valueBytes;
        file.inWindows(begin, begin + count * valueBytes, taker);
    }
}
