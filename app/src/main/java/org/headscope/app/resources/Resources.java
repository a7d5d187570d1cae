package org.headscope.app.resources;

import java.nio.file.Files;
import java.nio.file.Path;

/** The files that ship beside the program: models, prompts, icons, licences. */
public final class Resources {
    /** System property that names the folder; the launcher script and the build set it. */
    public static final String PROPERTY = "headscope.resources";

    /** Name of the model that comes with the program. */
    public static final String BUNDLED_MODEL = "primer-4l";

    private Resources() {}

    /**
     * The folder of these files: the one the launcher names or, in development, {@code resources} in the working folder or
     * above it.
     *
     * @throws IllegalStateException if there is none, which means that the installation is incomplete
     */
    public static Path folder() {
        String named = System.getProperty(PROPERTY);
        if (named != null) return Path.of(named).toAbsolutePath().normalize();
        for (Path up = Path.of("").toAbsolutePath(); up != null; up = up.getParent()) {
            Path folder = up.resolve("resources");
            if (Files.isDirectory(folder.resolve("models"))) return folder;
        }
        throw new IllegalStateException(
                "The resources folder was not found: install Headscope again, or start it with -D" + PROPERTY
                        + "=FOLDER.");
    }

    public static Path bundledModel() {
        return folder().resolve("models").resolve(BUNDLED_MODEL);
    }

    /** The bundled prompts, one JSON object a line. */
    public static Path promptLibrary() {
        return folder().resolve("prompts").resolve("library.jsonl");
    }

    /** The bundled corpus, one JSON object a line. */
    public static Path corpus() {
        return folder().resolve("corpus").resolve("primer.jsonl");
    }

    /** What others have published about models, one file for each. */
    public static Path published() {
        return folder().resolve("published");
    }
}
