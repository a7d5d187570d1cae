package org.headscope.engine.io;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.concurrent.ThreadLocalRandom;

/** Writes a file completely or not at all: whoever reads it sees the old content or the new one. */
public final class AtomicFile {
    private AtomicFile() {}

    /** Writes the content of a file. */
    @FunctionalInterface
    public interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    /**
     * Writes beside {@code file} first and then moves the result into place. When anything fails, {@code file}
     * stays as it was and nothing is left beside it. The folder must exist.
     *
     * @throws ModelException one sentence that says which file cannot be written and why
     */
    public static void write(Path file, Content content) throws ModelException {
        try {
            // a symbolic link stays one: what it points to is replaced
            Path target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
            checkWritable(file, target);
            Path beside = target.resolveSibling("." + target.getFileName() + "."
                    + Long.toHexString(ThreadLocalRandom.current().nextLong()) + ".tmp");
            try {
                fill(beside, content);
                copyPermissions(target, beside);
                move(beside, target);
            } finally {
                Files.deleteIfExists(beside);
            }
        } catch (IOException e) {
            throw new ModelException(file + " cannot be written because " + FileFault.reason(e) + ".", e);
        }
    }

    private static void checkWritable(Path file, Path target) throws ModelException {
        if (target.getFileName() == null || Files.isDirectory(target)) {
            throw new ModelException(file + " cannot be written because it is a folder.");
        }
        if (Files.exists(target) && !Files.isRegularFile(target)) {
            // moving a file there would take the place of a device, such as /dev/null
            throw new ModelException(file + " cannot be written because it is no ordinary file.");
        }
        if (!Files.isDirectory(target.getParent())) {
            throw new ModelException(
                    file + " cannot be written because there is no folder " + target.getParent() + ".");
        }
        if (Files.exists(target) && !Files.isWritable(target)) {
            throw new ModelException(file + " cannot be written because it is write-protected.");
        }
    }

    private static void fill(Path beside, Content content) throws IOException {
        try (FileChannel channel = FileChannel.open(beside, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            var out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16);
            content.writeTo(out);
            out.flush();
            channel.force(true);
        }
    }

    private static void copyPermissions(Path from, Path to) throws IOException {
        var old = Files.getFileAttributeView(from, PosixFileAttributeView.class);
        if (old != null && Files.exists(from)) {
            Files.setPosixFilePermissions(to, old.readAttributes().permissions());
        }
    }

    private static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
