package org.headscope.engine.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.headscope.engine.tensor.Tensor;

class SafetensorsPropertyTest {
    private static Path folder;
    private static byte[] sound;

    @BeforeContainer
    static void makeFolder() throws IOException, ModelException {
        folder = Files.createTempDirectory("safetensors");
        Path path = folder.resolve("sound.safetensors");
        new SafetensorsWriter()
                .metadata("format", "pt")
                .add("numbers", new long[] {1, 2, 3}, 3)
                .add("transformer.wte.weight", Tensor.of(values(new int[] {4, 3}, 1), 4, 3))
                .add("transformer.h.0.ln_1.bias", Tensor.of(values(new int[] {2}, 2), 2))
                .write(path);
        sound = Files.readAllBytes(path);
    }

    @AfterContainer
    static void removeFolder() throws IOException {
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }

    @Provide
    Arbitrary<Map<String, int[]>> shapes() {
        Arbitrary<String> names = Arbitraries.strings()
                .ofMinLength(0)
                .ofMaxLength(12)
                .filter(name -> Quoted.isWellFormed(name) && !name.equals("__metadata__"));
        Arbitrary<int[]> shapes =
                Arbitraries.integers().between(0, 6).array(int[].class).ofMaxSize(4);
        return Arbitraries.maps(names, shapes).ofMaxSize(8);
    }

    private static float[] values(int[] shape, long seed) {
        var random = new Random(seed);
        var values = new float[Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
        for (int i = 0; i < values.length; i++) {
            values[i] = Float.intBitsToFloat(random.nextInt());
        }
        return values;
    }

    private static int[] bits(float[] values) {
        return IntStream.range(0, values.length)
                .map(i -> Float.floatToRawIntBits(values[i]))
                .toArray();
    }

    @Property(tries = 200)
    void whatIsWrittenIsRead(
            @ForAll @From("shapes") Map<String, int[]> shapes,
            @ForAll @Size(max = 20) long[] numbers,
            @ForAll long seed)
            throws ModelException, IOException {
        var tensors = new HashMap<String, Tensor>();
        shapes.forEach((name, shape) -> tensors.put(name, Tensor.of(values(shape, seed), shape)));
        var writer = new SafetensorsWriter().metadata("shapes", "" + shapes.size());
        tensors.forEach(writer::add);
        writer.add("numbers, longer than the others", numbers, numbers.length);
        Path path = folder.resolve("same.safetensors");
        writer.write(path);

        var file = SafetensorsFile.open(path);
        assertEquals(Map.of("shapes", "" + shapes.size()), file.metadata());
        assertEquals(shapes.size() + 1, file.names().size());
        for (var entry : tensors.entrySet()) {
            Tensor read = file.read(entry.getKey());
            assertArrayEquals(entry.getValue().shape(), read.shape());
            assertArrayEquals(bits(entry.getValue().toArray()), bits(read.toArray()));
        }
        assertArrayEquals(numbers, file.readLongs("numbers, longer than the others"));
        byte[] first = Files.readAllBytes(path);
        writer.write(path);
        assertArrayEquals(first, Files.readAllBytes(path), "the same content gives the same bytes");
        long header = first[0] & 0xFF | (first[1] & 0xFF) << 8 | (first[2] & 0xFF) << 16;
        assertEquals(0, header % 8);
    }

    @Property(tries = 3000)
    void damageIsToldInASentence(
            @ForAll long seed,
            @ForAll @IntRange(min = 0, max = 4) int flips,
            @ForAll boolean cut,
            @ForAll boolean early)
            throws IOException {
        Path path = folder.resolve("damaged.safetensors");
        byte[] bytes = sound.clone();
        var random = new Random(seed);
        int reach = early ? 16 : bytes.length;
        for (int flip = 0; flip < flips; flip++) {
            bytes[random.nextInt(reach)] ^= (byte) (1 << random.nextInt(8));
        }
        Files.write(path, cut ? Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes);
        try {
            var file = SafetensorsFile.open(path);
            for (String name : file.names()) {
                assertTrue(file.info(name).count() <= bytes.length);
                file.read(name);
            }
        } catch (ModelException e) {
            assertTrue(e.getMessage().contains("damaged.safetensors"), e.getMessage());
            assertTrue(e.getMessage().indexOf('\n') < 0, e.getMessage());
        }
    }
}
