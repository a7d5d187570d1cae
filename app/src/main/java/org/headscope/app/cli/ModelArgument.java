package org.headscope.app.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.headscope.app.resources.Resources;
import org.headscope.engine.io.ModelException;
import org.headscope.engine.model.Model;
import org.headscope.engine.model.Processing;
import picocli.CommandLine.Parameters;

/** The MODEL of a command: the name of a bundled model, a folder, or a file of weights with a config.json beside it. */
final class ModelArgument {
    @Parameters(
            paramLabel = "MODEL",
            description = "name of a bundled model, a folder in Hugging Face layout, or a file of weights in one")
    private String model;

    Path folder() throws ModelException {
        return folder(model);
    }

    Model load(Processing processing) throws ModelException {
        return Model.load(folder(), processing);
    }

    /** A bundled model wins over a folder of the same name, which can be written as {@code ./NAME}. */
    static Path folder(String model) throws ModelException {
        return folder(model, Path.of(""));
    }

    /** @param base what a relative folder is relative to */
    static Path folder(String model, Path base) throws ModelException {
        Path path;
        try {
            path = base.resolve(model);
        } catch (InvalidPathException e) {
            throw new ModelException("\"" + model + "\" cannot be the name of a folder.", e);
        }
        boolean plainName =
                Path.of(model).getNameCount() == 1 && !Path.of(model).isAbsolute() && !model.startsWith(".");
        if (!plainName) return path;
        List<String> bundled = bundled();
        if (bundled.contains(model)) return models().resolve(model);
        if (Files.exists(path)) return path;
        throw new ModelException("There is no model \"" + model + "\": give a folder, or the name of a bundled model ("
                + String.join(", ", bundled) + ").");
    }

    /** The folder of the model that comes with the program. */
    static Path bundledModel() throws ModelException {
        return models().resolve(Resources.BUNDLED_MODEL);
    }

    private static List<String> bundled() throws ModelException {
        try (Stream<Path> folders = Files.list(models())) {
            return folders.filter(folder -> Files.exists(folder.resolve("config.json")))
                    .map(folder -> folder.getFileName().toString())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new ModelException(
                    "The folder " + models() + ", which comes with Headscope, cannot be read: install it again.", e);
        }
    }

    private static Path models() throws ModelException {
        try {
            return Resources.folder().resolve("models");
        } catch (IllegalStateException e) {
            throw new ModelException(e.getMessage(), e);
        }
    }
}
