package org.headscope.engine.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.headscope.engine.Golden;
import org.headscope.engine.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SafetensorsFileTest {
    @TempDir
    Path folder;

    private Path file(String header, byte... data) throws IOException {
        byte[] text = header.getBytes(StandardCharsets.UTF_8);
        var bytes = ByteBuffer.allocate(8 + text.length + data.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(text.length).put(text).put(data);
        return Files.write(folder.resolve("m.safetensors"), bytes.array());
    }

    private static String sentence(Path file) {
        return assertThrows(ModelException.class, () -> SafetensorsFile.open(file))
                .getMessage();
    }

    private static String tensor(String dtype, String shape, long begin, long end) {
        return "{\"dtype\":\"%s\",\"shape\":%s,\"data_offsets\":[%d,%d]}".formatted(dtype, shape, begin, end);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt2", "gpt2-f16", "gpt2-bf16", "gpt2-hubnames"})
    void readsEveryTensorOfAPublishedFile(String name) throws Exception {
        var file = SafetensorsFile.open(Golden.folder(name).resolve("model.safetensors"));
        assertEquals(Map.of("format", "pt"), file.metadata());
        for (String tensor : file.names()) {
            assertEquals(file.info(tensor).count(), file.read(tensor).size());
        }
        String prefix = name.equals("gpt2-hubnames") ? "" : "transformer.";
        assertArrayEquals(new int[] {199, 32}, file.read(prefix + "wte.weight").shape());
    }

    @Test
    void widensEveryHalfPrecisionNumber() throws Exception {
        var data = ByteBuffer.allocate(2 << 16).order(ByteOrder.LITTLE_ENDIAN);
        for (int bits = 0; bits < 1 << 16; bits++) {
            data.putShort((short) bits);
        }
        for (String dtype : new String[] {"F16", "BF16"}) {
            String header = "{\"all\":" + tensor(dtype, "[256,256]", 0, 2 << 16) + "}";
            float[] values =
                    SafetensorsFile.open(file(header, data.array())).read("all").toArray();
            for (int bits = 0; bits < 1 << 16; bits++) {
                float expected =
                        dtype.equals("F16") ? Float.float16ToFloat((short) bits) : Float.intBitsToFloat(bits << 16);
                assertEquals(expected, values[bits]);
            }
        }
    }

    @Test
    void convertsEveryType() throws Exception {
        var data = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
        data.putLong(-7).putDouble(0.1).putInt(3).putFloat(2.5f);
        data.putShort(Float.floatToFloat16(-1.5f)).putShort((short) (Float.floatToIntBits(3.25f) >>> 16));
        data.put((byte) 200).put((byte) 1);
        String header = "{\"l\":" + tensor("I64", "[1]", 0, 8)
                + ",\"d\":" + tensor("F64", "[]", 8, 16)
                + ",\"i\":" + tensor("I32", "[1]", 16, 20)
                + ",\"f\":" + tensor("F32", "[1,1]", 20, 24)
                + ",\"h\":" + tensor("F16", "[1]", 24, 26)
                + ",\"b\":" + tensor("BF16", "[1]", 26, 28)
                + ",\"u\":" + tensor("U8", "[1]", 28, 29)
                + ",\"t\":" + tensor("BOOL", "[1]", 29, 30)
                + ",\"none\":" + tensor("F32", "[0,3]", 30, 30) + "}  ";
        var file = SafetensorsFile.open(file(header, Arrays.copyOf(data.array(), 30)));
        assertEquals(-7, file.read("l").flat(0));
        assertEquals(0.1f, file.read("d").get());
        assertEquals(3, file.read("i").flat(0));
        assertEquals(2.5f, file.read("f").get(0, 0));
        assertEquals(-1.5f, file.read("h").flat(0));
        assertEquals(3.25f, file.read("b").flat(0));
        assertEquals(200, file.read("u").flat(0));
        assertEquals(1, file.read("t").flat(0));
        assertEquals(0, file.read("none").size());
        assertArrayEquals(new long[] {-7}, file.readLongs("l"));
        assertArrayEquals(new long[] {200}, file.readLongs("u"));
        assertTrue(assertThrows(ModelException.class, () -> file.readLongs("f"))
                .getMessage()
                .contains("tensor \"f\" should hold whole numbers"));
        assertTrue(assertThrows(ModelException.class, () -> file.read("nope"))
                .getMessage()
                .contains("m.safetensors has no tensor \"nope\""));
    }

    @Test
    void refusesWholeNumbersThatFloatsCannotHold() throws Exception {
        byte[] data = ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(16777217)
                .array();
        var file = SafetensorsFile.open(file("{\"big\":" + tensor("I64", "[1]", 0, 8) + "}", data));
        String said = assertThrows(ModelException.class, () -> file.read("big")).getMessage();
        assertTrue(said.contains("m.safetensors: tensor \"big\" holds 16777217"), said);
        assertArrayEquals(new long[] {16777217}, file.readLongs("big"));
    }

    @Test
    void readsPieces() throws Exception {
        Path path = folder.resolve("pieces.safetensors");
        SafetensorsWriter.write(path, Map.of("a", Tensor.of(new float[] {0, 1, 2, 3, 4, 5}, 2, 3)));
        var file = SafetensorsFile.open(path);
        var direct = ByteBuffer.allocateDirect(8).order(ByteOrder.nativeOrder()).asFloatBuffer();
        file.read("a", 3, direct);
        assertEquals(FloatBuffer.wrap(new float[] {3, 4}), direct.flip());
        float[] target = new float[8];
        file.copyTo("a", target, 1);
        assertArrayEquals(new float[] {0, 0, 1, 2, 3, 4, 5, 0}, target);
        assertThrows(IndexOutOfBoundsException.class, () -> file.read("a", 5, FloatBuffer.allocate(2)));
    }

    @Test
    void aFileThatChangedIsNotReadFurther() throws Exception {
        Path path = folder.resolve("changed.safetensors");
        SafetensorsWriter.write(path, Map.of("a", Tensor.of(new float[4], 4)));
        var file = SafetensorsFile.open(path);
        SafetensorsWriter.write(path, Map.of("a", Tensor.of(new float[5], 5)));
        String said = assertThrows(ModelException.class, () -> file.read("a")).getMessage();
        assertTrue(said.contains("was changed after it was opened"), said);
    }

    @Test
    void readsBeyondTwoGigabytes() throws Exception {
        Path path = folder.resolve("large.safetensors");
        long large = 3L << 30;
        byte[] header = ("{\"filler\":" + tensor("U8", "[" + large + "]", 0, large) + ",\"last\":"
                        + tensor("F32", "[2]", large, large + 8) + "}")
                .getBytes(StandardCharsets.UTF_8);
        // a sparse file: only its ends take room on the disk
        try (var file = new RandomAccessFile(path.toFile(), "rw")) {
            file.write(ByteBuffer.allocate(8)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(header.length)
                    .array());
            file.write(header);
            file.seek(8 + header.length + large);
            file.write(ByteBuffer.allocate(8)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putFloat(1.5f)
                    .putFloat(-2)
                    .array());
        }
        var file = SafetensorsFile.open(path);
        assertArrayEquals(new float[] {1.5f, -2}, file.read("last").toArray());
        String said =
                assertThrows(ModelException.class, () -> file.read("filler")).getMessage();
        assertTrue(said.contains("large.safetensors: tensor \"filler\" has 3221225472 values"), said);
        var end = FloatBuffer.allocate(3);
        file.read("filler", large - 3, end);
        assertEquals(0, end.get(2));
    }

    @Test
    void saysWhatIsWrongWithTheFile() throws Exception {
        assertTrue(sentence(folder).contains("is a folder"));
        assertTrue(sentence(folder.resolve("none")).startsWith("There is no file "));
        Path tiny = Files.write(folder.resolve("tiny.safetensors"), new byte[3]);
        assertEquals(
                "tiny.safetensors is not a safetensors file: it has only 3 bytes, and its header alone needs 8 or"
                        + " more.",
                sentence(tiny));
        Path text = Files.writeString(folder.resolve("page.safetensors"), "<html><body>Not found</body></html>");
        assertTrue(sentence(text).contains("page.safetensors is not a safetensors file: its header claims"));
        Path cut = folder.resolve("cut.safetensors");
        Files.write(
                cut,
                ByteBuffer.allocate(20)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(99)
                        .array());
        assertTrue(sentence(cut).contains("cut.safetensors is cut off: its header should have 99 bytes"));
        Path negative = folder.resolve("negative.safetensors");
        Files.write(negative, ByteBuffer.allocate(20).putLong(-1).array());
        assertTrue(sentence(negative).contains("claims 18446744073709551615 bytes"));
    }

    @Test
    void saysWhatIsWrongWithTheHeader() throws Exception {
        assertTrue(sentence(file("")).contains("m.safetensors has a header that is not a JSON object"));
        assertTrue(sentence(file("[]")).contains("not a JSON object"));
        assertTrue(sentence(file("{\"a\"")).contains("m.safetensors has a header that is not valid JSON"));
        assertTrue(sentence(file("{} {}")).contains("something behind the JSON object"));
        assertTrue(sentence(file("[".repeat(100_000))).contains("not a JSON object"));
        assertTrue(sentence(file("{\"a\":{\"x\":" + "[".repeat(100_000))).contains("nested too deeply"));
        assertTrue(sentence(file("{\"__metadata__\":3}")).contains("__metadata__ is not a JSON object"));
        assertTrue(sentence(file("{\"__metadata__\":{\"k\":3}}")).contains("may hold only text, but \"k\""));
        assertTrue(
                sentence(file("{\"__metadata__\":{},\"__metadata__\":{}}")).contains("__metadata__ is listed twice"));
        assertTrue(sentence(file("{\"__metadata__\":{\"k\":\"\",\"k\":\"\"}}")).contains("has \"k\" twice"));
        assertTrue(sentence(file("{\"\\ud800\":1}")).contains("half a character"));
        byte[] broken = {1, 0, 0, 0, 0, 0, 0, 0, (byte) 0xFF};
        Path latin = Files.write(folder.resolve("latin.safetensors"), broken);
        assertEquals("latin.safetensors has a header that is not valid UTF-8 text.", sentence(latin));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "7 | is not described by a JSON object",
                "{} | has no dtype",
                "{\"dtype\":\"F32\"} | has no shape",
                "{\"dtype\":\"F32\",\"shape\":[1]} | has no data_offsets",
                "{\"dtype\":4} | has a dtype that is not text",
                "{\"dtype\":\"F8_E4M3\"} | has the dtype \"F8_E4M3\"; Headscope reads F64, F32, F16, BF16, I64, I32,"
                        + " I16, I8, U8, BOOL",
                "{\"dtype\":\"F32\",\"dtype\":\"F32\"} | has the entry dtype twice",
                "{\"shape\":4} | has a shape that is not a list",
                "{\"shape\":[1.5]} | has a shape that is not a list of whole numbers",
                "{\"shape\":[-1]} | has the negative number -1 in its shape",
                "{\"shape\":[99999999999999999999]} | has a number in its shape that is too large",
                "{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0]} | must have two data_offsets, but has 1",
                "{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,0]} | begins at byte 4, behind its end at byte 0",
                "{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[0,12]} | should end at byte 12 of the data",
                "{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[0,4]} | which takes 12 bytes, but the header gives"
                        + " it 4",
                "{\"dtype\":\"F32\",\"shape\":[4294967296,4294967296],\"data_offsets\":[0,4]} | impossibly large shape",
            })
    void saysWhatIsWrongWithATensor(String entry, String defect) throws Exception {
        String said = sentence(file("{\"w\":" + entry + "}", new byte[4]));
        assertTrue(said.startsWith("m.safetensors: tensor \"w\" ") && said.contains(defect), said);
    }

    @Test
    void saysWhichTensorsDoNotFitTogether() throws Exception {
        String one = "{\"a\":" + tensor("U8", "[4]", 0, 4);
        assertTrue(sentence(file(one + ",\"a\":" + tensor("U8", "[4]", 4, 8) + "}", new byte[8]))
                .contains("m.safetensors: tensor \"a\" is listed twice"));
        assertTrue(sentence(file(one + ",\"b\":" + tensor("U8", "[4]", 2, 6) + "}", new byte[6]))
                .contains("tensors \"a\" and \"b\" overlap: both claim byte 2"));
        assertTrue(sentence(file(one + ",\"b\":" + tensor("U8", "[2]", 6, 8) + "}", new byte[8]))
                .contains("no tensor claims bytes 4 to 6 of the data, which lie before tensor \"b\""));
        assertTrue(sentence(file(one + "}", new byte[7]))
                .contains("m.safetensors has 3 bytes at its end that belong to no tensor"));
        assertTrue(sentence(file("{\"w\":{\"shape\":[" + "1,".repeat(70) + "1]}}"))
                .contains("more than 64 numbers in its shape"));
    }
}
