package org.headscope.app.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.headscope.app.theme.ThemeMode;
import org.headscope.engine.io.ModelException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsFileTest {
    private static final Settings SOME = Settings.DEFAULTS
            .withWindow(new WindowPlace(10, 20, 1200, 800, true))
            .withTheme(ThemeMode.LIGHT)
            .withModel("/models/größer als vorher")
            .withPrompt("When Mary ␣ and\nJohn 🙂", "When Mary ␣ and\nMary 🙂", " Mary", " John")
            .withBos(false)
            .withFolded(false)
            .withDivider("main.0", 0.25);

    @TempDir
    private Path folder;

    private Path path() {
        return folder.resolve("new folder").resolve("settings.json");
    }

    @Test
    void whatIsSavedIsLoaded() throws ModelException {
        var file = new SettingsFile(path());
        file.save(SOME);
        assertEquals(SOME, file.load().settings());
        assertTrue(file.load().warning().isEmpty());
        file.save(Settings.DEFAULTS);
        assertEquals(Settings.DEFAULTS, file.load().settings());
    }

    @Test
    void nothingThereMeansDefaultsAndNoWarning() {
        var loaded = new SettingsFile(path()).load();
        assertEquals(Settings.DEFAULTS, loaded.settings());
        assertTrue(loaded.warning().isEmpty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "null",
                "[1, 2]",
                "no json",
                "{\"theme\": \"PURPLE\"}",
                "{\"bos\": {}}",
                "{\"window\": 7}",
                "{\"dividers\": {\"a\": \"left\"}}",
                "\u0000\u0001\u0002"
            })
    void aBadFileIsKeptAsideAndDefaultsAreUsed(String content) throws IOException, ModelException {
        Files.createDirectories(path().getParent());
        Files.writeString(path(), content);
        var file = new SettingsFile(path());
        var loaded = file.load();
        assertEquals(Settings.DEFAULTS, loaded.settings());
        assertTrue(loaded.warning().orElseThrow().contains("settings.json.bad"), loaded.warning()::get);
        assertEquals(content, Files.readString(path().resolveSibling("settings.json.bad")));
        assertFalse(Files.exists(path()));
        file.save(SOME);
        assertEquals(SOME, file.load().settings());
    }

    @Test
    void aHugeFileIsNotRead() throws IOException {
        Files.createDirectories(path().getParent());
        Files.write(path(), new byte[5 << 20]);
        var loaded = new SettingsFile(path()).load();
        assertEquals(Settings.DEFAULTS, loaded.settings());
        assertTrue(loaded.warning().orElseThrow().contains("too large"));
    }

    @Test
    void aFolderInItsPlaceIsASentenceOnly() throws IOException {
        Files.createDirectories(path().resolve("inside"));
        var loaded = new SettingsFile(path()).load();
        assertEquals(Settings.DEFAULTS, loaded.settings());
        assertTrue(loaded.warning().isPresent());
        assertThrows(ModelException.class, () -> new SettingsFile(path()).save(SOME));
    }

    @Test
    void unknownFieldsAndMissingOnesAreFine() throws IOException {
        Files.createDirectories(path().getParent());
        Files.writeString(path(), "{\"theme\": \"DARK\", \"ofAnotherVersion\": [1]}");
        var loaded = new SettingsFile(path()).load();
        assertEquals(Settings.DEFAULTS.withTheme(ThemeMode.DARK), loaded.settings());
        assertTrue(loaded.settings().bos());
        assertTrue(loaded.warning().isEmpty());
    }

    @Test
    void sillyValuesAreDropped() throws IOException {
        Files.createDirectories(path().getParent());
        Files.writeString(
                path(),
                "{\"window\": {\"x\": 1e300, \"y\": 0, \"width\": -5, \"height\": 3}, \"dividers\": {\"a\": 7, \"b\":"
                        + " 0.5}, \"recentModels\": [null, \"m\", \"m\"], \"answer\": null}");
        Settings settings = new SettingsFile(path()).load().settings();
        assertNull(settings.window());
        assertEquals(java.util.Map.of("b", 0.5), settings.dividers());
        assertEquals(List.of("m"), settings.recentModels());
        assertEquals("", settings.answer());
    }

    @Test
    void theNewestModelComesFirstAndOnlyTenAreKept() {
        Settings settings = Settings.DEFAULTS;
        for (int i = 0; i < 12; i++) {
            settings = settings.withModel("m" + i);
        }
        settings = settings.withModel("m5");
        assertEquals("m5", settings.model());
        assertEquals(10, settings.recentModels().size());
        assertEquals(List.of("m5", "m11", "m10"), settings.recentModels().subList(0, 3));
        assertEquals("m11", settings.forgettingModel("m5").recentModels().getFirst());
        assertNull(settings.forgettingModel("m5").model());
    }
}
