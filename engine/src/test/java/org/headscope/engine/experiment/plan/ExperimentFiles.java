package org.headscope.engine.experiment.plan;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.headscope.engine.Bundled;
import org.headscope.engine.Golden;

/** The experiments that tests read. */
public final class ExperimentFiles {
    private ExperimentFiles() {}

    /** The folder of the examples that come with Headscope. */
    public static Path examples() {
        return Bundled.folder().resolve("../../experiments").normalize();
    }

    /** The folder of the experiments whose scripts are kept. */
    public static Path scripts() {
        return Golden.folder("gpt2").resolve("../../scripts").normalize();
    }

    /** The experiments in a folder. */
    public static List<Path> in(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".json")
                            && !file.toString().endsWith(".schema.json"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<Path> all() {
        return Stream.concat(in(examples()).stream(), in(scripts()).stream()).toList();
    }
}
