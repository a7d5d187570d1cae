package org.headscope.engine.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.headscope.engine.Golden;
import org.headscope.engine.TorchFixtures;
import org.headscope.engine.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What torch.save writes is read as PyTorch reads it. */
class TorchFileTest {
    @TempDir
    Path folder;

    private TorchFile file(TorchZip zip) throws Exception {
        return TorchFile.open(Files.write(folder.resolve("m.pt"), zip.bytes()));
    }

    private static float[] values(int... numbers) {
        var values = new float[numbers.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = numbers[i];
        }
        return values;
    }

    @Test
    void readsEveryType() throws Exception {
        var file = TorchFile.open(TorchFixtures.path("kinds.pth"));
        for (String dtype : List.of("F64", "F32", "F16", "BF16", "I64", "I32", "I16", "I8")) {
            assertEquals(DType.valueOf(dtype), file.info(dtype).dtype());
            assertArrayEquals(values(-3, 0, 5), file.read(dtype).toArray(), dtype);
        }
        assertArrayEquals(values(200, 0, 5), file.read("U8").toArray());
        assertArrayEquals(values(1, 0, 1), file.read("BOOL").toArray());
        assertEquals(2.5f, file.read("scalar").get());
        assertArrayEquals(new int[] {0, 3}, file.read("none").shape());
    }

    @Test
    void readsEveryWayToLieInAStorage() throws Exception {
        var file = TorchFile.open(TorchFixtures.path("kinds.pth"));
        Tensor whole = file.read("whole");
        Tensor transposed = file.read("transposed");
        assertArrayEquals(new int[] {4, 3, 2}, transposed.shape());
        for (int i = 0; i < 24; i++) {
            assertEquals(i / 2f, whole.flat(i));
            assertEquals(whole.get(i / 12, i / 4 % 3, i % 4), transposed.get(i % 4, i / 4 % 3, i / 12));
        }
        assertArrayEquals(
                new float[] {1.5f, 3.5f, 5.5f, 7.5f, 9.5f, 11.5f},
                file.read("column").toArray());
        assertArrayEquals(
                new float[] {2.5f, 3, 3.5f, 8.5f, 9, 9.5f}, file.read("part").toArray());
        assertArrayEquals(
                new float[] {1, 1.5f, 1, 1.5f, 1, 1.5f}, file.read("repeated").toArray());
        assertArrayEquals(new float[] {2, 2.5f}, file.read("one").toArray());
        assertArrayEquals(new int[] {1, 2, 1}, file.read("one").shape());
    }

    @Test
    void readsPieces() throws Exception {
        var file = TorchFile.open(TorchFixtures.path("kinds.pth"));
        for (String name : List.of("whole", "transposed", "part")) {
            float[] all = file.read(name).toArray();
            for (int from = 0; from < all.length; from += 5) {
                var piece = FloatBuffer.allocate(Math.min(5, all.length - from));
                file.read(name, from, piece);
                assertArrayEquals(Arrays.copyOfRange(all, from, from + piece.capacity()), piece.array(), name);
            }
        }
    }

    @Test
    void aLargeTransposedMatrixIsReadInBlocks() throws Exception {
        int rows = 300;
        int columns = 200;
        var numbers = ByteBuffer.allocate(rows * columns * 2).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < rows * columns; i++) {
            numbers.putShort(Float.floatToFloat16(i % 2039));
        }
        String storage = TorchZip.STORAGE.replace("FloatStorage", "HalfStorage").replace("K\6", "J\u0060\u00ea\0\0");
        String pickle = "\u0080\2}X\1\0\0\0t" + storage + "K\0" + "K\u00c8M\u002c\1\u0086" + "K\1K\u00c8\u0086"
                + TorchZip.EMPTY_HOOKS + "tRs.";
        var zip = TorchZip.of(pickle).record("a/data/0", latin(numbers.array()));
        Tensor transposed = file(zip).read("t");
        assertArrayEquals(new int[] {columns, rows}, transposed.shape());
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                assertEquals((row * columns + column) % 2039, transposed.get(column, row));
            }
        }
    }

    private static String latin(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt2-bin/pytorch_model.bin", "gpt2-training/step-7.pt", "gpt2-training/step-8.pt"})
    void holdsTheSameAsSafetensors(String name) throws Exception {
        var torch = TorchFile.open(TorchFixtures.path(name));
        var safetensors = SafetensorsFile.open(Golden.folder("gpt2").resolve("model.safetensors"));
        for (String tensor : safetensors.names()) {
            assertArrayEquals(
                    safetensors.info(tensor).shape(), torch.info(tensor).shape());
            assertArrayEquals(
                    safetensors.read(tensor).toArray(), torch.read(tensor).toArray(), tensor);
        }
        assertEquals(name.contains("bin"), torch.names().contains("lm_head.weight"));
    }

    @Test
    void takesTheDictionaryOfTheModel() throws Exception {
        String tensor = TorchZip.tensor("K\0", "K\6\u0085", "K\1\u0085");
        String inner = "}X\1\0\0\0t" + tensor + "s";
        for (String key : List.of("state_dict", "model", "whatever")) {
            String pickle = "\u0080\2}(X" + (char) key.length() + "\0\0\0" + key + inner + "X\5\0\0\0epochK\3K\2Nu.";
            assertEquals(Set.of("t"), file(TorchZip.of(pickle)).names());
        }
        String two = "\u0080\2}(X\1\0\0\0a" + inner + "X\1\0\0\0b" + inner + "u.";
        String said =
                assertThrows(ModelException.class, () -> file(TorchZip.of(two))).getMessage();
        assertEquals(
                "m.pt holds several dictionaries of tensors (\"a\", \"b\"), and it is not clear which is the model:"
                        + " save that one alone.",
                said);
        String both = "\u0080\2}(X\1\0\0\0l" + tensor + "X\1\0\0\0b" + inner + "u.";
        assertEquals(Set.of("l"), file(TorchZip.of(both)).names());
    }

    @Test
    void readsBeyondFourGigabytes() throws Exception {
        Path path = folder.resolve("large.pt");
        long large = 5L << 30;
        // a sparse file: two numbers of a storage that only zip64 can describe, behind a hole
        String storage = TorchZip.STORAGE.replace("K\6", "\u008a\5\2\0\0\0\0");
        String last = "\u0080\2}X\1\0\0\0t" + storage + "K\0K\2\u0085K\1\u0085" + TorchZip.EMPTY_HOOKS + "tRs.";
        byte[] zip = TorchZip.of(last).without("a/data/0").bytes();
        int directory = zip.length - 22 - 46 - "a/data.pkl".length();
        byte[] name = "a/data/0".getBytes(StandardCharsets.US_ASCII);
        try (var file = new RandomAccessFile(path.toFile(), "rw")) {
            file.write(zip, 0, directory);
            file.seek(large);
            var header = little(30 + name.length + 8).putInt(0x04034b50).putShort(26, (short) name.length);
            file.write(header.put(30, name)
                    .putFloat(30 + name.length, 1.5f)
                    .putFloat(34 + name.length, -2)
                    .array());
            long begin = file.getFilePointer();
            file.write(zip, directory, zip.length - 22 - directory);
            var entry = little(46 + name.length + 12)
                    .putInt(0x02014b50)
                    .putInt(20, 8)
                    .putInt(24, 8);
            entry.putShort(28, (short) name.length)
                    .putShort(30, (short) 12)
                    .putInt(42, -1)
                    .put(46, name);
            entry.putShort(46 + name.length, (short) 1).putShort(48 + name.length, (short) 8);
            file.write(entry.putLong(50 + name.length, large).array());
            long end = file.getFilePointer();
            file.write(little(56)
                    .putInt(0x06064b50)
                    .putLong(24, 2)
                    .putLong(32, 2)
                    .putLong(40, end - begin)
                    .putLong(48, begin)
                    .array());
            file.write(little(20).putInt(0x07064b50).putLong(8, end).array());
            file.write(little(22)
                    .putInt(0x06054b50)
                    .putShort(10, (short) 2)
                    .putInt(12, -1)
                    .putInt(16, -1)
                    .array());
        }
        assertArrayEquals(new float[] {1.5f, -2}, TorchFile.open(path).read("t").toArray());
    }

    private static ByteBuffer little(int length) {
        return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    }

    @Test
    void aFileThatChangedIsNotReadFurther() throws Exception {
        var zip = TorchZip.of(TorchZip.oneTensor("K\0", "K\6\u0085", "K\1\u0085"));
        var file = file(zip);
        assertArrayEquals(values(0, 1, 2, 3, 4, 5), file.read("t").toArray());
        Files.write(file.path(), zip.record("a/more", "x").bytes());
        String said = assertThrows(ModelException.class, () -> file.read("t")).getMessage();
        assertEquals(file.path() + " was changed after it was opened; open it again.", said);
    }
}
