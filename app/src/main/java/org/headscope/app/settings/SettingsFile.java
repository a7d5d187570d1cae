package org.headscope.app.settings;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import net.harawata.appdirs.AppDirsFactory;
import org.headscope.app.text.Text;
import org.headscope.engine.io.AtomicFile;
import org.headscope.engine.io.FileFault;
import org.headscope.engine.io.ModelException;

/** The JSON file in which the settings are kept. */
public final class SettingsFile {
    /** A system property that names another file. */
    public static final String PROPERTY = "headscope.settings";

    private static final long MOST_BYTES = 4 << 20;
    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private final Path file;

    public SettingsFile(Path file) {
        this.file = file;
    }

    /** The file in the platform's place for settings, or the one that the system property names. */
    public static SettingsFile inItsPlace() {
        String named = System.getProperty(PROPERTY);
        return new SettingsFile(
                named != null
                        ? Path.of(named)
                        : Path.of(AppDirsFactory.getInstance().getUserConfigDir("headscope", null, null, true))
                                .resolve("settings.json"));
    }

    /** What was read, and a sentence if something was wrong with the file. */
    public record Loaded(Settings settings, Optional<String> warning) {}

    public Path path() {
        return file;
    }

    /** Reads the file. A file that cannot be used is put aside, and the settings of a first start are used. */
    public Loaded load() {
        try {
            if (Files.size(file) > MOST_BYTES) {
                return aside(Text.of("settings.tooLarge"));
            }
            if (!(JSON.readTree(Files.readAllBytes(file)) instanceof ObjectNode read)) {
                return aside(Text.of("settings.noObject"));
            }
            // What an older version did not write has the value of a first start.
            ObjectNode all = JSON.valueToTree(Settings.DEFAULTS);
            all.setAll(read);
            return new Loaded(JSON.treeToValue(all, Settings.class), Optional.empty());
        } catch (NoSuchFileException e) {
            return new Loaded(Settings.DEFAULTS, Optional.empty());
        } catch (JsonProcessingException e) {
            return aside(Text.of("settings.noJson"));
        } catch (IOException e) {
            return new Loaded(
                    Settings.DEFAULTS, Optional.of(Text.of("settings.unreadable", file, FileFault.reason(e))));
        }
    }

    private Loaded aside(String why) {
        Path bad = file.resolveSibling(file.getFileName() + ".bad");
        try {
            Files.move(file, bad, StandardCopyOption.REPLACE_EXISTING);
            return new Loaded(Settings.DEFAULTS, Optional.of(Text.of("settings.aside", file, why, bad.getFileName())));
        } catch (IOException e) {
            return new Loaded(Settings.DEFAULTS, Optional.of(Text.of("settings.bad", file, why)));
        }
    }

    /**
     * Writes the file completely or not at all.
     *
     * @throws ModelException one sentence that says which file cannot be written and why
     */
    public void save(Settings settings) throws ModelException {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
        } catch (IOException e) {
            throw new ModelException(Text.of("settings.noFolder", file, FileFault.reason(e)), e);
        }
        AtomicFile.write(file, out -> out.write(JSON.writeValueAsBytes(settings)));
    }
}
