package org.headscope.engine.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
    @TempDir
    Path folder;

    private void refused(Path file, AtomicFile.Content content, String sentence) {
        String said = assertThrows(ModelException.class, () -> AtomicFile.write(file, content))
                .getMessage();
        assertEquals(sentence, said);
    }

    private void onlyFileIs(Path file, String text) throws IOException {
        try (var entries = Files.list(folder)) {
            assertEquals(java.util.List.of(file), entries.toList());
        }
        assertEquals(text, Files.readString(file));
    }

    @Test
    void replacesAFile() throws Exception {
        Path file = folder.resolve("settings.json");
        AtomicFile.write(file, out -> out.write("old".getBytes()));
        onlyFileIs(file, "old");
        AtomicFile.write(file, out -> out.write("new".getBytes()));
        onlyFileIs(file, "new");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void whatIsNoOrdinaryFileStaysWhatItIs() throws Exception {
        Path pipe = folder.resolve("pipe");
        assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
        refused(pipe, out -> out.write(1), pipe + " cannot be written because it is no ordinary file.");
        assertFalse(Files.isRegularFile(pipe));
    }

    @Test
    void aFailureLeavesTheOldFileAndNothingElse() throws Exception {
        Path file = Files.writeString(folder.resolve("settings.json"), "old");
        refused(
                file,
                out -> {
                    out.write(new byte[100_000]);
                    throw new IOException("No space left on device");
                },
                file + " cannot be written because the disk is full.");
        onlyFileIs(file, "old");
        assertThrows(
                CancellationException.class,
                () -> AtomicFile.write(file, out -> {
                    throw new CancellationException();
                }));
        onlyFileIs(file, "old");
    }

    /** In the words of the system itself, which come from a device that is always full. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void aFullDiskIsKnownByTheWordsOfTheSystem() throws Exception {
        Path file = Files.writeString(folder.resolve("settings.json"), "old");
        refused(
                file,
                out -> Files.write(Path.of("/dev/full"), new byte[100_000]),
                file + " cannot be written because the disk is full.");
        onlyFileIs(file, "old");
    }

    @Test
    void saysWhyAFileCannotBeWritten() throws Exception {
        refused(folder, out -> {}, folder + " cannot be written because it is a folder.");
        Path lost = folder.resolve("no/such/file");
        refused(lost, out -> {}, lost + " cannot be written because there is no folder " + lost.getParent() + ".");
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "it has neither these links nor these permissions")
    void linksAndPermissionsStay() throws Exception {
        Path target = Files.writeString(folder.resolve("target"), "old");
        var permissions = PosixFilePermissions.fromString("rw-r-----");
        Files.setPosixFilePermissions(target, permissions);
        Path link = Files.createSymbolicLink(folder.resolve("link"), target);
        AtomicFile.write(link, out -> out.write("new".getBytes()));
        assertTrue(Files.isSymbolicLink(link));
        assertEquals("new", Files.readString(target));
        assertEquals(permissions, Files.getPosixFilePermissions(target));
        Path fresh = folder.resolve("fresh");
        AtomicFile.write(fresh, out -> {});
        assertFalse(Files.getPosixFilePermissions(fresh).isEmpty());
    }

    @Test
    void reasonsAreInPlainWords() {
        assertEquals(
                "the disk is full", FileFault.reason(new FileSystemException("f", null, "No space left on device")));
        assertEquals(
                "the disk is read-only", FileFault.reason(new FileSystemException("f", null, "Read-only file system")));
        assertEquals("your share of the disk is used up", FileFault.reason(new IOException("Disk quota exceeded")));
        assertEquals("permission is denied", FileFault.reason(new AccessDeniedException("f")));
        assertEquals("it does not exist", FileFault.reason(new NoSuchFileException("f")));
        assertEquals(
                "its name is too long", FileFault.reason(new FileSystemException("f", null, "File name too long")));
        assertEquals("of an input/output error (x)", FileFault.reason(new IOException("x")));
        assertEquals("of an input/output error (IOException)", FileFault.reason(new IOException()));
    }
}
