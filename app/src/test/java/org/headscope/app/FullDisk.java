package org.headscope.app;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A real disk of 64 kB, in memory, that a test can fill. Where the test may not mount one, the test is skipped. */
public final class FullDisk implements AutoCloseable {
    private static final String FILLING = "filling";

    private final Path folder;

    private FullDisk(Path folder) {
        this.folder = folder;
    }

    /** Mounts an empty disk on a new folder. */
    public static FullDisk mount(Path folder) throws IOException {
        assumeTrue(System.getProperty("os.name").equals("Linux"), "disks in memory are Linux's");
        Files.createDirectory(folder);
        assumeTrue(
                ran("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", folder.toString()),
                "this user may not mount a disk");
        return new FullDisk(folder);
    }

    public Path folder() {
        return folder;
    }

    /** Leaves no room. */
    public void fill() {
        assertThrows(IOException.class, () -> Files.write(folder.resolve(FILLING), new byte[1 << 20]));
    }

    /** Makes room again. */
    public void empty() throws IOException {
        Files.delete(folder.resolve(FILLING));
    }

    /** The names of what lies there, without what fills it. */
    public List<String> names() throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.equals(FILLING))
                    .toList();
        }
    }

    @Override
    public void close() {
        assertTrue(ran("umount", folder.toString()));
    }

    private static boolean ran(String... command) {
        try {
            return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
