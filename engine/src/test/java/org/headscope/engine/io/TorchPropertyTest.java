package org.headscope.engine.io;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.headscope.engine.TorchFixtures;

/** Damaged PyTorch files are refused in a sentence and take no more memory than their size calls for. */
class TorchPropertyTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** What opening any file takes, whatever is in it. */
    private static final long BASE = 4 << 20;

    private static Path folder;
    private static byte[] sound;

    @BeforeContainer
    static void makeFolder() throws IOException {
        folder = Files.createTempDirectory("torch");
        sound = Files.readAllBytes(TorchFixtures.path("kinds.pth"));
    }

    @AfterContainer
    static void removeFolder() throws IOException {
        try (var files = Files.list(folder)) {
            files.forEach(file -> file.toFile().delete());
        }
        Files.delete(folder);
    }

    /** Opens a file and reads all that it holds; whatever is wrong must be told in a sentence. */
    private static void read(byte[] bytes) throws IOException {
        Path path = Files.write(folder.resolve("damaged.pth"), bytes);
        long before = THREADS.getCurrentThreadAllocatedBytes();
        try {
            var file = TorchFile.open(path);
            for (String name : file.names()) {
                if (file.info(name).count() < 1 << 16) {
                    file.read(name);
                }
            }
        } catch (ModelException e) {
            assertTrue(e.getMessage().contains("damaged.pth"), e.getMessage());
            assertTrue(e.getMessage().indexOf('\n') < 0, e.getMessage());
        }
        long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
        assertTrue(allocated < BASE + 100L * bytes.length, () -> allocated + " bytes for " + bytes.length);
    }

    @Property(tries = 2000)
    void flippedBits(@ForAll long seed, @ForAll @IntRange(min = 1, max = 4) int flips, @ForAll boolean pickleOnly)
            throws IOException {
        byte[] bytes = sound.clone();
        var random = new Random(seed);
        int reach = pickleOnly ? 1800 : bytes.length;
        for (int flip = 0; flip < flips; flip++) {
            bytes[random.nextInt(reach)] ^= (byte) (1 << random.nextInt(8));
        }
        read(bytes);
    }

    @Property(tries = 1000)
    void otherBytes(@ForAll long seed, @ForAll @IntRange(min = 1, max = 8) int count) throws IOException {
        byte[] bytes = sound.clone();
        var random = new Random(seed);
        for (int i = 0; i < count; i++) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        read(bytes);
    }

    @Property(tries = 1)
    void cutOffAnywhere() throws IOException {
        for (int length = 0; length < sound.length; length += length < 2000 ? 3 : 1) {
            read(Arrays.copyOf(sound, length));
        }
    }

    /** The instructions that make the most out of one or two bytes. */
    @Property(tries = 1)
    void repeatedInstructions() throws IOException {
        String[] many = {
            "]",
            "}",
            "N\u0085",
            "]\u0094",
            "}\u0094",
            "\u008c\1a",
            "}K\0Ns",
            "]Na",
            "(t",
            "(N",
            "h\0h\0\u0086",
            "}\u008c\1aNs",
            "ccollections\nOrderedDict\n)R",
            "\u008a\11123456789"
        };
        for (String one : many) {
            String times = one.repeat(400_000 / one.length());
            read(TorchZip.of("\u0080\4N\u0094" + times + ".").bytes());
            read(TorchZip.of("\u0080\4N\u0094](" + times + "e.").bytes());
            read(TorchZip.of("\u0080\4N\u0094](" + (one + "0").repeat(10) + "e.")
                    .bytes());
        }
    }

    /** Pickles of random instructions, which get further than random bytes. */
    @Property(tries = 2000)
    void randomInstructions(@ForAll long seed, @ForAll @IntRange(min = 1, max = 400) int length) throws IOException {
        var random = new Random(seed);
        var pickle = new StringBuilder("\u0080\4");
        String plain = "(N\u0088\u0089)\u0085\u0086\u0087t]ae}su\u0094Rb\u0093Q";
        for (int i = 0; i < length; i++) {
            switch (random.nextInt(8)) {
                case 0 -> pickle.append("K").append((char) random.nextInt(8));
                case 1 -> pickle.append("\u008c\1").append((char) ('a' + random.nextInt(26)));
                case 2 -> pickle.append("h").append((char) random.nextInt(6));
                case 3 -> pickle.append("ccollections\nOrderedDict\n)R");
                case 4 -> pickle.append(TorchZip.tensor("K\0", "K\6\u0085", "K\1\u0085"));
                case 5 -> pickle.append("q").append((char) random.nextInt(6));
                default -> pickle.append(plain.charAt(random.nextInt(plain.length())));
            }
        }
        read(TorchZip.of(pickle + ".").bytes());
    }
}
