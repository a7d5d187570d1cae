package org.headscope.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.headscope.app.settings.Settings;
import org.headscope.app.settings.SettingsFile;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The window is closed while the engine works: in a process of its own, because that ends JavaFX for good. */
class ClosingTest {
    private static final Pattern OURS =
            Pattern.compile("(headscope|ai\\.djl|PYTORCH|RUST|OPT_OUT|jna|glass|prism|java\\.util\\.logging).*");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"loading, When Mary and John went to the store", "running, " + ClosedWhileWorking.TYPED})
    void theProgramEndsByItselfAndRemembersEverything(String doing, String prompt) throws Exception {
        Path settings = folder.resolve("settings.json");
        Path said = folder.resolve("said");
        Process program = new ProcessBuilder(command(doing, settings))
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        try {
            assertTrue(program.waitFor(90, TimeUnit.SECONDS), () -> "still there; it said: " + read(said));
        } finally {
            program.destroyForcibly();
        }
        assertEquals(0, program.exitValue(), () -> read(said));
        assertEquals("", complaints(said));
        Settings saved = new SettingsFile(settings).load().settings();
        assertNotNull(saved.window());
        assertTrue(saved.prompt().startsWith(prompt), saved.prompt());
        assertEquals(List.of("settings.json"), names());
    }

    /** What the program said, without JavaFX's remark on the class path. */
    private static String complaints(Path said) {
        return String.join(
                "\n",
                read(said)
                        .lines()
                        .filter(line -> !line.contains("Unsupported JavaFX configuration")
                                && !line.contains("com.sun.javafx.application.PlatformImpl startup"))
                        .toList());
    }

    private List<String> names() throws Exception {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.equals("said"))
                    .toList();
        }
    }

    private static List<String> command(String doing, Path settings) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        System.getProperties().forEach((name, value) -> {
            if (OURS.matcher(name.toString()).matches()) command.add("-D" + name + "=" + value);
        });
        command.add("-D" + SettingsFile.PROPERTY + "=" + settings);
        command.addAll(List.of("-classpath", System.getProperty("java.class.path")));
        command.addAll(List.of(ClosedWhileWorking.class.getName(), doing));
        return command;
    }

    private static String read(Path said) {
        try {
            return Files.readString(said);
        } catch (java.io.IOException e) {
            return e.toString();
        }
    }
}
