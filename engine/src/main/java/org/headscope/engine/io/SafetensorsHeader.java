package org.headscope.engine.io;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The header of a safetensors file, read as a stream: nothing is allocated that the file does not really hold.
 *
 * @param tensors by name, in the order of the header
 * @param metadata free text by key
 * @param dataStart first byte of the data in the file
 */
record SafetensorsHeader(Map<String, TensorInfo> tensors, Map<String, String> metadata, long dataStart) {
    /** The limit of the reference implementation. */
    static final long LONGEST = 100_000_000;

    private static final int MOST_AXES = 64;

    /** Names are not interned or kept in a table, which a file with very many of them could flood. */
    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(16).build())
            .build();

    static SafetensorsHeader read(String file, FileChannel channel) throws IOException, ModelException {
        long size = channel.size();
        if (size < Long.BYTES) {
            throw new ModelException(file + " is not a safetensors file: it has only " + size
                    + " bytes, and its header alone needs 8 or more.");
        }
        long length = headerLength(channel);
        if (length < 0 || length > LONGEST) {
            throw new ModelException(file + " is not a safetensors file: its header claims "
                    + Long.toUnsignedString(length) + " bytes, and " + LONGEST + " is the most that is allowed.");
        }
        if (length > size - Long.BYTES) {
            throw new ModelException(file + " is cut off: its header should have " + length + " bytes, but only "
                    + (size - Long.BYTES) + " are left in the file; download it again.");
        }
        InputStream bytes = new Bounded(Channels.newInputStream(channel.position(Long.BYTES)), length);
        var text = new InputStreamReader(bytes, StandardCharsets.UTF_8.newDecoder());
        SafetensorsHeader header;
        try (JsonParser json = JSON.createParser(text)) {
            header = new Parser(file, json, Long.BYTES + length).parse();
        } catch (StreamConstraintsException e) {
            throw new ModelException(
                    file + " has a header that is nested too deeply, or holds a name or number that is too long.", e);
        } catch (JsonProcessingException e) {
            throw new ModelException(
                    file + " has a header that is not valid JSON, at character "
                            + (e.getLocation() == null ? 0 : e.getLocation().getCharOffset()) + ": "
                            + JsonFile.said(e),
                    e);
        } catch (CharacterCodingException e) {
            throw new ModelException(file + " has a header that is not valid UTF-8 text.", e);
        }
        SafetensorsLayout.check(file, header.tensors, size - header.dataStart);
        return header;
    }

    private static long headerLength(FileChannel channel) throws IOException {
        var bytes = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining() && channel.read(bytes, bytes.position()) >= 0) {}
        return bytes.getLong(0);
    }

    /** Reads the JSON token by token and takes exactly the shape that the format describes. */
    private static final class Parser {
        private final String file;
        private final JsonParser json;
        private final long dataStart;
        private final Map<String, TensorInfo> tensors = new LinkedHashMap<>();
        private Map<String, String> metadata;

        Parser(String file, JsonParser json, long dataStart) {
            this.file = file;
            this.json = json;
            this.dataStart = dataStart;
        }

        SafetensorsHeader parse() throws IOException, ModelException {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new ModelException(file + " has a header that is not a JSON object.");
            }
            for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
                if (!Quoted.isWellFormed(name)) {
                    throw new ModelException(
                            file + ": the tensor name " + Quoted.name(name) + " holds half a character.");
                } else if (name.equals("__metadata__")) {
                    readMetadata();
                } else if (tensors.put(name, readTensor(name)) != null) {
                    throw new ModelException(file + ": tensor " + Quoted.name(name) + " is listed twice.");
                }
            }
            if (json.nextToken() != null) {
                throw new ModelException(file + " has something behind the JSON object of its header.");
            }
            return new SafetensorsHeader(
                    Collections.unmodifiableMap(tensors), metadata == null ? Map.of() : metadata, dataStart);
        }

        private void readMetadata() throws IOException, ModelException {
            if (metadata != null) {
                throw new ModelException(file + ": __metadata__ is listed twice.");
            }
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new ModelException(file + ": __metadata__ is not a JSON object.");
            }
            var entries = new LinkedHashMap<String, String>();
            for (String key = json.nextFieldName(); key != null; key = json.nextFieldName()) {
                String value = json.nextTextValue();
                if (value == null) {
                    throw new ModelException(file + ": __metadata__ may hold only text, but " + Quoted.name(key)
                            + " is something else.");
                }
                if (entries.put(key, value) != null) {
                    throw new ModelException(file + ": __metadata__ has " + Quoted.name(key) + " twice.");
                }
            }
            metadata = Collections.unmodifiableMap(entries);
        }

        private TensorInfo readTensor(String name) throws IOException, ModelException {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw fault(name, "is not described by a JSON object");
            }
            DType dtype = null;
            long[] shape = null;
            long[] offsets = null;
            for (String key = json.nextFieldName(); key != null; key = json.nextFieldName()) {
                boolean again = switch (key) {
                    case "dtype" -> dtype != null;
                    case "shape" -> shape != null;
                    case "data_offsets" -> offsets != null;
                    default -> false;
                };
                if (again) {
                    throw fault(name, "has the entry " + key + " twice");
                }
                switch (key) {
                    case "dtype" -> dtype = dtype(name, json.nextTextValue());
                    case "shape" -> shape = numbers(name, key);
                    case "data_offsets" -> offsets = numbers(name, key);
                    default -> {
                        json.nextToken();
                        json.skipChildren();
                    }
                }
            }
            if (dtype == null || shape == null || offsets == null) {
                throw fault(name, "has no " + (dtype == null ? "dtype" : shape == null ? "shape" : "data_offsets"));
            }
            if (offsets.length != 2) {
                throw fault(name, "must have two data_offsets, but has " + offsets.length);
            }
            return new TensorInfo(name, dtype, shape, offsets[0], offsets[1]);
        }

        private DType dtype(String tensor, String name) throws ModelException {
            if (name == null) {
                throw fault(tensor, "has a dtype that is not text");
            }
            return DType.named(name)
                    .orElseThrow(() ->
                            fault(tensor, "has the dtype " + Quoted.name(name) + "; Headscope reads " + DType.list()));
        }

        private long[] numbers(String tensor, String key) throws IOException, ModelException {
            if (json.nextToken() != JsonToken.START_ARRAY) {
                throw fault(tensor, "has a " + key + " that is not a list");
            }
            long[] numbers = new long[4];
            int count = 0;
            while (json.nextToken() != JsonToken.END_ARRAY) {
                if (json.currentToken() != JsonToken.VALUE_NUMBER_INT) {
                    throw fault(tensor, "has a " + key + " that is not a list of whole numbers");
                }
                if (count == MOST_AXES) {
                    throw fault(tensor, "has more than " + MOST_AXES + " numbers in its " + key);
                }
                if (json.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
                    throw fault(tensor, "has a number in its " + key + " that is too large");
                }
                if (json.getLongValue() < 0) {
                    throw fault(tensor, "has the negative number " + json.getLongValue() + " in its " + key);
                }
                if (count == numbers.length) {
                    numbers = Arrays.copyOf(numbers, 2 * count);
                }
                numbers[count++] = json.getLongValue();
            }
            return Arrays.copyOf(numbers, count);
        }

        private ModelException fault(String tensor, String what) {
            return new ModelException(file + ": tensor " + Quoted.name(tensor) + " " + what + ".");
        }
    }

    /** The first bytes of a stream. */
    private static final class Bounded extends InputStream {
        private final InputStream all;
        private long left;

        Bounded(InputStream all, long left) {
            this.all = all;
            this.left = left;
        }

        @Override
        public int read() throws IOException {
            return left-- > 0 ? all.read() : -1;
        }

        @Override
        public int read(byte[] target, int from, int length) throws IOException {
            if (left <= 0) {
                return -1;
            }
            int read = all.read(target, from, (int) Math.min(length, left));
            left -= Math.max(0, read);
            return read;
        }
    }
}
