package org.headscope.engine.io;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.headscope.engine.tensor.Tensor;

/**
 * Collects tensors and writes them as one safetensors file. The same content always gives the same bytes: int64
 * first and then float32, each sorted by name.
 */
public final class SafetensorsWriter {
    private static final int ALIGNMENT = 8;
    private static final int BLOCK = 1 << 16;

    private final Map<String, Longs> longs = new TreeMap<>();
    private final Map<String, Tensor> floats = new TreeMap<>();
    private final Map<String, String> metadata = new TreeMap<>();

    private record Longs(long[] values, long[] shape) {}

    /** Writes float32 tensors without metadata. */
    public static void write(Path file, Map<String, Tensor> tensors) throws ModelException {
        write(file, tensors, Map.of());
    }

    /** Writes float32 tensors. */
    public static void write(Path file, Map<String, Tensor> tensors, Map<String, String> metadata)
            throws ModelException {
        var writer = new SafetensorsWriter();
        tensors.forEach(writer::add);
        metadata.forEach(writer::metadata);
        writer.write(file);
    }

    /** Adds a float32 tensor. */
    public SafetensorsWriter add(String name, Tensor tensor) {
        checkName(name);
        floats.put(name, tensor);
        return this;
    }

    /** Adds an int64 tensor. */
    public SafetensorsWriter add(String name, long[] values, long... shape) {
        checkName(name);
        if (Arrays.stream(shape).reduce(1, Math::multiplyExact) != values.length) {
            throw new IllegalArgumentException(
                    values.length + " values do not fill the shape " + Arrays.toString(shape));
        }
        longs.put(name, new Longs(values.clone(), shape.clone()));
        return this;
    }

    /** Adds free text to the header. */
    public SafetensorsWriter metadata(String key, String value) {
        metadata.put(key, value);
        return this;
    }

    private void checkName(String name) {
        if (name.equals("__metadata__") || !Quoted.isWellFormed(name)) {
            throw new IllegalArgumentException(Quoted.name(name) + " cannot be the name of a tensor");
        }
        if (floats.containsKey(name) || longs.containsKey(name)) {
            throw new IllegalArgumentException("tensor " + Quoted.name(name) + " is already there");
        }
    }

    /** Writes everything; a file that is already there is replaced only when all went well. */
    public void write(Path file) throws ModelException {
        AtomicFile.write(file, out -> {
            byte[] header = header();
            var length = ByteBuffer.allocate(Long.BYTES)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(header.length);
            out.write(length.array());
            out.write(header);
            var block = ByteBuffer.allocate(BLOCK).order(ByteOrder.LITTLE_ENDIAN);
            for (Longs tensor : longs.values()) {
                for (int done = 0; done < tensor.values.length; done += BLOCK / Long.BYTES) {
                    int count = Math.min(BLOCK / Long.BYTES, tensor.values.length - done);
                    block.asLongBuffer().put(tensor.values, done, count);
                    out.write(block.array(), 0, count * Long.BYTES);
                }
            }
            for (Tensor tensor : floats.values()) {
                write(tensor.buffer(), block, out);
            }
        });
    }

    private static void write(FloatBuffer values, ByteBuffer block, OutputStream out) throws IOException {
        int end = values.limit();
        while (values.position() < end) {
            int count = Math.min(BLOCK / Float.BYTES, end - values.position());
            block.asFloatBuffer().put(values.limit(values.position() + count));
            out.write(block.array(), 0, count * Float.BYTES);
        }
    }

    /** The JSON header, padded with spaces so that the data starts at a multiple of eight bytes. */
    private byte[] header() throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = new JsonFactory().createGenerator(bytes)) {
            json.writeStartObject();
            if (!metadata.isEmpty()) {
                json.writeObjectFieldStart("__metadata__");
                for (var entry : metadata.entrySet()) {
                    json.writeStringField(entry.getKey(), entry.getValue());
                }
                json.writeEndObject();
            }
            long at = 0;
            for (var entry : longs.entrySet()) {
                Longs tensor = entry.getValue();
                at = describe(json, entry.getKey(), DType.I64, tensor.shape, at, tensor.values.length);
            }
            for (var entry : floats.entrySet()) {
                Tensor tensor = entry.getValue();
                long[] shape = Arrays.stream(tensor.shape()).asLongStream().toArray();
                at = describe(json, entry.getKey(), DType.F32, shape, at, tensor.size());
            }
            json.writeEndObject();
        }
        while (bytes.size() % ALIGNMENT != 0) {
            bytes.write(' ');
        }
        return bytes.toByteArray();
    }

    private static long describe(JsonGenerator json, String name, DType dtype, long[] shape, long at, long count)
            throws IOException {
        long end = at + count * dtype.bytes();
        json.writeObjectFieldStart(name);
        json.writeStringField("dtype", dtype.name());
        json.writeFieldName("shape");
        json.writeArray(shape, 0, shape.length);
        json.writeFieldName("data_offsets");
        json.writeArray(new long[] {at, end}, 0, 2);
        json.writeEndObject();
        return end;
    }
}
