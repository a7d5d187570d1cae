package org.headscope.engine.io;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * A file that {@code torch.save} wrote: a zip archive with a pickle that describes a dictionary of tensors, and their
 * numbers. The pickle is read as a description only; whatever else it asks for is refused, and nothing is ever run. Like
 * a {@link SafetensorsFile} it holds no open file, and numbers are mapped when they are read.
 */
public final class TorchFile implements WeightFile {
    private static final Set<String> ENDINGS = Set.of(".bin", ".pt", ".pth", ".ckpt");
    private static final int MOST_PICKLE_BYTES = 50_000_000;
    private static final int MOST_BYTE_ORDER_BYTES = 16;

    /** The number with which the format begins that PyTorch wrote before version 1.6. */
    private static final byte[] OLD_FORMAT = HexFormat.of().parseHex("8a0a6cfc9c46f9206aa850192e");

    private final MappedFile file;
    private final Map<String, TorchTensor> tensors;

    private TorchFile(MappedFile file, Map<String, TorchTensor> tensors) {
        this.file = file;
        this.tensors = Collections.unmodifiableMap(tensors);
    }

    /** Whether a file may be one, by its name. */
    public static boolean isNamedLikeOne(Path path) {
        String name = String.valueOf(path.getFileName());
        return ENDINGS.stream().anyMatch(name::endsWith);
    }

    /** Reads and checks everything but the numbers. */
    public static TorchFile open(Path path) throws ModelException {
        String file = String.valueOf(path.getFileName());
        OrdinaryFile.require(path, "a PyTorch file");
        try (FileChannel channel = FileChannel.open(path)) {
            requireArchive(file, channel);
            TorchArchive archive = TorchArchive.read(file, channel);
            requireReadable(file, archive);
            PickleValue root = PickleReader.read(file, archive.content("data.pkl", MOST_PICKLE_BYTES));
            return new TorchFile(MappedFile.of(path, channel), tensors(file, archive, StateDict.of(file, root)));
        } catch (NoSuchFileException e) {
            throw new ModelException("There is no file " + path + ".", e);
        } catch (IOException e) {
            throw new ModelException(path + " cannot be read because " + FileFault.reason(e) + ".", e);
        }
    }

    private static void requireArchive(String file, FileChannel channel) throws IOException, ModelException {
        ByteBuffer start = TorchArchive.bytes(file, channel, 0, (int) Math.min(64, channel.size()));
        String text = StandardCharsets.ISO_8859_1.decode(start).toString();
        if (text.startsWith("PK\3\4")) {
            return;
        }
        if (text.startsWith("\u0080") && text.startsWith(new String(OLD_FORMAT, StandardCharsets.ISO_8859_1), 2)) {
            throw new ModelException(file + " is in the format that PyTorch wrote before version 1.6, which Headscope"
                    + " does not read: load it with a current PyTorch and save it again with torch.save.");
        }
        if (text.startsWith("version https://git-lfs")) {
            throw new ModelException(file + " is only a Git LFS pointer to the weights: download the file itself.");
        }
        throw new ModelException(
                text.startsWith("\u0080")
                        ? file + " is a bare Python pickle, which Headscope does not read: save the weights with"
                                + " torch.save or as safetensors."
                        : file + " is not a PyTorch file: it is no zip archive.");
    }

    private static void requireReadable(String file, TorchArchive archive) throws IOException, ModelException {
        if (archive.has("constants.pkl")) {
            throw program(file);
        }
        if (archive.has("byteorder")) {
            String order = new String(archive.content("byteorder", MOST_BYTE_ORDER_BYTES), StandardCharsets.ISO_8859_1);
            if (!order.equals("little")) {
                throw new ModelException(file + " stores its numbers in the byte order " + Quoted.name(order)
                        + "; Headscope reads little: save it again on another machine, or as safetensors.");
            }
        }
    }

    /** What is said of an archive with compiled code in it. */
    static ModelException program(String file) {
        return new ModelException(file + " is a TorchScript program, not a file of weights: save the weights alone:"
                + " torch.save(model.state_dict(), FILE).");
    }

    private static Map<String, TorchTensor> tensors(
            String file, TorchArchive archive, Map<String, PickleValue.TensorView> views) throws ModelException {
        var tensors = new LinkedHashMap<String, TorchTensor>();
        for (var entry : views.entrySet()) {
            PickleValue.TensorView view = entry.getValue();
            TorchArchive.Record record = archive.record("data/" + view.storage().key());
            tensors.put(entry.getKey(), TorchTensor.of(called(file, entry.getKey()), entry.getKey(), view, record));
        }
        return tensors;
    }

    @Override
    public Path path() {
        return file.path();
    }

    @Override
    public long size() {
        return file.size();
    }

    @Override
    public Set<String> names() {
        return tensors.keySet();
    }

    @Override
    public TensorInfo info(String name) throws ModelException {
        return tensor(name).info();
    }

    private TorchTensor tensor(String name) throws ModelException {
        TorchTensor tensor = tensors.get(name);
        if (tensor == null) {
            throw new ModelException(file.name() + " has no tensor " + Quoted.name(name) + ".");
        }
        return tensor;
    }

    @Override
    public String called(String name) {
        return called(file.name(), name);
    }

    private static String called(String file, String name) {
        return file + ": tensor " + Quoted.name(name);
    }

    @Override
    public void read(String name, long from, FloatBuffer target) throws ModelException {
        TorchTensor tensor = tensor(name);
        TensorInfo info = tensor.info();
        Objects.checkFromIndexSize(from, target.remaining(), info.count());
        FloatBuffer rest = target.duplicate();
        if (tensor.isContiguous()) {
            long begin = info.begin() + from * info.dtype().bytes();
            file.inWindows(
                    begin, begin + (long) target.remaining() * info.dtype().bytes(), window -> {
                        rest.limit(rest.position()
                                + (int) (window.byteSize() / info.dtype().bytes()));
                        LittleEndian.toFloats(called(name), info.dtype(), window, rest);
                    });
        } else if (target.hasRemaining()) {
            file.whole(info.begin(), info.end(), bytes -> gather(tensor, from, bytes, rest));
        }
        target.position(target.limit());
    }

    /** Reads values that do not lie one behind the other, such as those of a transposed matrix, block by block. */
    private void gather(TorchTensor tensor, long from, MemorySegment bytes, FloatBuffer target) throws ModelException {
        TensorInfo info = tensor.info();
        int valueBytes = info.dtype().bytes();
        long[] shape = info.shape();
        int end = target.limit();
        var block = MemorySegment.ofArray(new byte[LittleEndian.BLOCK * valueBytes]);
        long index = from;
        while (target.position() < end) {
            int count = Math.min(LittleEndian.BLOCK, end - target.position());
            for (int i = 0; i < count; i++) {
                long at = tensor.place(index++, shape) * valueBytes;
                MemorySegment.copy(bytes, at, block, (long) i * valueBytes, valueBytes);
            }
            target.limit(target.position() + count);
            LittleEndian.toFloats(called(info.name()), info.dtype(), block, target);
        }
    }
}
