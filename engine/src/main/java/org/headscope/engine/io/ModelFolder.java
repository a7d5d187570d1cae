package org.headscope.engine.io;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A model folder as Hugging Face lays it out: config.json, weights and, unless the model takes only token ids, a
 * tokenizer.json. The weights may also be one file of the folder, chosen by whoever opens it.
 *
 * @param path the folder
 * @param name what the model is called: the name of the folder, or of the file of weights that was chosen
 * @param config what config.json says, as it stands there
 * @param weights all tensors
 */
public record ModelFolder(Path path, String name, JsonNode config, WeightFiles weights) {
    private static final String CONFIG = "config.json";
    private static final int MOST_CONFIG_BYTES = 10_000_000;

    /**
     * Opens a folder, or a file of weights with its folder around it: the configuration is read, the headers of the
     * weights are checked, no weight is read.
     */
    public static ModelFolder open(Path path) throws ModelException {
        if (!Files.exists(path)) {
            throw new ModelException("There is no folder " + path + ".");
        }
        if (!Files.isReadable(path) || Files.isDirectory(path) && !Files.isExecutable(path)) {
            throw new ModelException(path + " cannot be opened because permission to read it is denied.");
        }
        if (Files.isDirectory(path)) {
            JsonNode config = config(path, path);
            return new ModelFolder(path, nameOf(path), config, WeightFiles.open(path));
        }
        if (!WeightFiles.isNamedLikeWeights(path)) {
            throw new ModelException(path + " is a file: choose the folder that holds " + CONFIG + " and the weights.");
        }
        Path folder = path.toAbsolutePath().getParent();
        JsonNode config = config(path, folder);
        return new ModelFolder(folder, nameOf(path), config, WeightFiles.ofFile(path));
    }

    private static JsonNode config(Path given, Path folder) throws ModelException {
        if (!OrdinaryFile.isThere(folder.resolve(CONFIG))) {
            throw new ModelException(
                    given.equals(folder)
                            ? folder + " is not a model folder: it has no " + CONFIG + "."
                            : given + " has no " + CONFIG + " beside it, which says what model the weights are for: put"
                                    + " both into one folder.");
        }
        OrdinaryFile.require(folder.resolve(CONFIG), "a JSON file");
        JsonNode config = JsonFile.read(folder.resolve(CONFIG), MOST_CONFIG_BYTES);
        if (!config.isObject()) {
            throw new ModelException(folder.resolve(CONFIG) + " is not a JSON object.");
        }
        return config;
    }

    private static String nameOf(Path path) {
        Path name = path.toAbsolutePath().normalize().getFileName();
        return name == null ? path.toString() : name.toString();
    }

    /** A further file of the folder, such as tokenizer_config.json. */
    public Optional<Path> file(String name) {
        return Optional.of(path.resolve(name)).filter(Files::isRegularFile);
    }
}
