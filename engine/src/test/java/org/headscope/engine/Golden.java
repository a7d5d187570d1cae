package org.headscope.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Where the reference numbers lie that tests compare with. */
public final class Golden {
    private Golden() {}

    /** The names of all folders that hold a model. */
    public static List<String> models() {
        Path all = folder("gpt2").getParent();
        try (Stream<Path> folders = Files.list(all)) {
            return folders.filter(folder -> Files.exists(folder.resolve("config.json")))
                    .map(folder -> folder.getFileName().toString())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A folder of src/test/golden, found from whichever folder of the project the tests run in. */
    public static Path folder(String name) {
        for (Path up = Path.of("").toAbsolutePath(); up != null; up = up.getParent()) {
            Path folder = up.resolve("src/test/golden").resolve(name);
            if (Files.isDirectory(folder)) {
                return folder;
            }
        }
        throw new IllegalArgumentException("There is no folder src/test/golden/" + name);
    }
}
