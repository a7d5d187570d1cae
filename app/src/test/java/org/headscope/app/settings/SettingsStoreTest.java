package org.headscope.app.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.headscope.app.FullDisk;
import org.headscope.app.task.PauseByHand;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsStoreTest {
    @TempDir
    private Path folder;

    private final Queue<Runnable> files = new ArrayDeque<>();
    private final List<String> warnings = new ArrayList<>();
    private final PauseByHand pause = new PauseByHand();

    private SettingsStore store(Path path) {
        return new SettingsStore(
                new SettingsFile(path), Settings.DEFAULTS, files::add, Runnable::run, pause, warnings::add);
    }

    private void pauseEnds() {
        pause.end();
        while (!files.isEmpty()) {
            files.remove().run();
        }
    }

    @Test
    void changesInARowAreWrittenOnceAfterThePause() {
        Path path = folder.resolve("settings.json");
        var store = store(path);
        store.change(old -> old.withBos(false));
        store.change(old -> old.withPrompt("a", "x", "b", "c"));
        assertTrue(files.isEmpty());
        assertFalse(Files.exists(path));
        pauseEnds();
        assertEquals(store.get(), new SettingsFile(path).load().settings());
        assertEquals("a", store.get().prompt());
        assertFalse(store.get().bos());
    }

    @Test
    void aChangeOfNothingWritesNothing() {
        store(folder.resolve("settings.json")).change(old -> old.withBos(true));
        assertNull(pause.waiting());
    }

    @Test
    void whatCannotBeWrittenIsOneSentenceAndTheProgramGoesOn() throws IOException {
        Path notAFolder = Files.writeString(folder.resolve("file"), "");
        var store = store(notAFolder.resolve("settings.json"));
        store.change(old -> old.withBos(false));
        pauseEnds();
        store.change(old -> old.withFolded(false));
        pauseEnds();
        assertEquals(1, warnings.size());
        assertTrue(warnings.getFirst().contains("cannot be written"), warnings::getFirst);
        assertFalse(store.get().folded());
        Files.delete(notAFolder);
        store.change(old -> old.withBos(true));
        pauseEnds();
        assertEquals(
                store.get(),
                new SettingsFile(notAFolder.resolve("settings.json")).load().settings());
    }

    @Test
    void onAFullDiskTheOldSettingsStayAndOneSentenceSaysSo() throws Exception {
        try (var disk = FullDisk.mount(folder.resolve("disk"))) {
            Path path = disk.folder().resolve("settings.json");
            var store = store(path);
            store.change(old -> old.withBos(false));
            pauseEnds();
            disk.fill();
            store.change(old -> old.withPrompt("one more", "", "", ""));
            pauseEnds();
            store.change(old -> old.withFolded(false));
            pauseEnds();
            assertEquals(List.of(path + " cannot be written because the disk is full."), warnings);
            assertEquals(List.of("settings.json"), disk.names());
            assertEquals(
                    Settings.DEFAULTS.withBos(false),
                    new SettingsFile(path).load().settings());
            disk.empty();
            store.change(old -> old.withFolded(true));
            pauseEnds();
            assertEquals(store.get(), new SettingsFile(path).load().settings());
            assertEquals("one more", store.get().prompt());
        }
    }

    @Test
    void closingWritesWhatIsNotWrittenYet() {
        Path path = folder.resolve("settings.json");
        var store = new SettingsStore(
                new SettingsFile(path), Settings.DEFAULTS, Runnable::run, Runnable::run, pause, warnings::add);
        store.change(old -> old.withBos(false));
        store.close();
        assertFalse(new SettingsFile(path).load().settings().bos());
        assertEquals(List.of(), warnings);
    }
}
