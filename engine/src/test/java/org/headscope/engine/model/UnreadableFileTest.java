package org.headscope.engine.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.headscope.engine.Bundled;
import org.headscope.engine.TinyCheckpoint;
import org.headscope.engine.io.ModelException;
import org.headscope.engine.io.PromptFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of a model that are there and cannot be read: one plain sentence each, and nobody waits for ever. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "it has neither pipes, nor these permissions, nor free links")
class UnreadableFileTest {
    private static final String WEIGHTS = "model.safetensors";

    @TempDir
    Path temp;

    private Path folder() throws Exception {
        Path folder = TinyCheckpoint.random(1).writeShards(temp.resolve("model"));
        for (String file : new String[] {"tokenizer.json", "tokenizer_config.json"}) {
            Files.copy(Bundled.folder().resolve("tokenizer.json"), folder.resolve(file));
        }
        return folder;
    }

    private static void assertRefused(String sentence, Executable opening) {
        var refusal =
                assertTimeoutPreemptively(Duration.ofSeconds(20), () -> assertThrows(ModelException.class, opening));
        assertEquals(sentence, refusal.getMessage());
    }

    private static void replaceByPipe(Path file) throws IOException, InterruptedException {
        Files.deleteIfExists(file);
        assertEquals(0, new ProcessBuilder("mkfifo", file.toString()).start().waitFor());
    }

    private static void replaceByLinkTo(Path file, Path target) throws IOException {
        Files.deleteIfExists(file);
        Files.createSymbolicLink(file, target);
    }

    @ParameterizedTest
    @ValueSource(strings = {"config.json", WEIGHTS, "model.safetensors.index.json", "b.safetensors", "tokenizer.json"})
    void aPipeIsNotWaitedFor(String name) throws Exception {
        Path folder = folder();
        replaceByPipe(folder.resolve(name));
        assertRefused(
                folder.resolve(name) + " is a pipe or a device, not " + kind(name) + ".",
                () -> Model.load(folder, Processing.RAW));
    }

    @ParameterizedTest
    @ValueSource(strings = {"config.json", WEIGHTS, "model.safetensors.index.json", "b.safetensors", "tokenizer.json"})
    void aLinkThatLeadsNowhereSaysWhere(String name) throws Exception {
        Path folder = folder();
        Path blob = temp.resolve("blobs/0a1b");
        replaceByLinkTo(folder.resolve(name), blob);
        assertRefused(
                folder.resolve(name) + " is a link to " + blob
                        + ", which cannot be reached: put the file itself there, or download it again.",
                () -> Model.load(folder, Processing.RAW));
    }

    @ParameterizedTest
    @ValueSource(strings = {"config.json", WEIGHTS, "model.safetensors.index.json", "b.safetensors", "tokenizer.json"})
    void aFolderIsNoFile(String name) throws Exception {
        Path folder = folder();
        Files.deleteIfExists(folder.resolve(name));
        Files.createDirectory(folder.resolve(name));
        assertRefused(
                folder.resolve(name) + " is a folder, not " + kind(name) + ".",
                () -> Model.load(folder, Processing.RAW));
    }

    /** Root may read everything. */
    @ParameterizedTest
    @ValueSource(strings = {"config.json", WEIGHTS})
    void whatMayNotBeReadSaysSo(String name) throws Exception {
        Path folder = TinyCheckpoint.random(1).write(temp.resolve("locked"));
        Path file = folder.resolve(name);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
        assumeFalse(Files.isReadable(file), "this user may read everything");
        assertRefused(file + " cannot be read because permission is denied.", () -> Model.load(folder, Processing.RAW));
    }

    /** The second may be listed, but nothing in it may be touched. */
    @ParameterizedTest
    @ValueSource(strings = {"---------", "rw-------"})
    void aFolderThatMayNotBeEnteredSaysSo(String permissions) throws Exception {
        Path folder = TinyCheckpoint.random(1).write(temp.resolve("closed"));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(permissions));
        try {
            assumeFalse(Files.isReadable(folder) && Files.isExecutable(folder), "this user may enter everything");
            assertRefused(
                    folder + " cannot be opened because permission to read it is denied.",
                    () -> Model.load(folder, Processing.RAW));
        } finally {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        }
    }

    @Test
    void theSpecialTokensMayNotBeAPipeEither() throws Exception {
        Path folder = temp.resolve("words");
        Files.createDirectory(folder);
        for (String file : new String[] {"config.json", WEIGHTS, "tokenizer.json"}) {
            Files.copy(Bundled.folder().resolve(file), folder.resolve(file));
        }
        String config = Files.readString(folder.resolve("config.json"));
        Files.writeString(folder.resolve("config.json"), config.replace("\"bos_token_id\"", "\"no_bos\""));
        Path special = folder.resolve("tokenizer_config.json");
        replaceByPipe(special);
        assertRefused(special + " is a pipe or a device, not a JSON file.", () -> Model.tokenizer(folder));
    }

    @Test
    void promptsAreNotReadFromAPipe() throws Exception {
        Path prompts = temp.resolve("prompts.txt");
        replaceByPipe(prompts);
        assertRefused(prompts + " is a pipe or a device, not a file of prompts.", () -> PromptFile.read(prompts));
    }

    private static String kind(String name) {
        return name.endsWith(".json") ? "a JSON file" : "a safetensors file";
    }
}
