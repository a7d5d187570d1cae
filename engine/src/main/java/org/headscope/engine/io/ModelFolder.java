package org.headscope.engine.io;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A model folder as Hugging Face lays it out: config.json, weights and, unless the model takes only token ids, a
 * tokenizer.json.
 *
 * @param path the folder
 * @param config what config.json says, as it stands there
 * @param weights all tensors
 */
public record ModelFolder(Path path, JsonNode config, WeightFiles weights) {
    private static final String CONFIG = "config.json";
    private static final int MOST_CONFIG_BYTES = 10_000_000;

    /** Opens a folder: its configuration is read, the headers of its weights are checked, no weight is read. */
    public static ModelFolder open(Path path) throws ModelException {
        if (!Files.exists(path)) {
            throw new ModelException("There is no folder " + path + ".");
        }
        if (!Files.isDirectory(path)) {
            throw new ModelException(path + " is a file: choose the folder that holds " + CONFIG + " and the weights.");
        }
        if (!Files.isReadable(path)) {
            throw new ModelException(path + " cannot be opened because permission to read it is denied.");
        }
        if (!OrdinaryFile.isThere(path.resolve(CONFIG))) {
            throw new ModelException(path + " is not a model folder: it has no " + CONFIG + ".");
        }
        OrdinaryFile.require(path.resolve(CONFIG), "a JSON file");
        JsonNode config = JsonFile.read(path.resolve(CONFIG), MOST_CONFIG_BYTES);
        if (!config.isObject()) {
            throw new ModelException(path.resolve(CONFIG) + " is not a JSON object.");
        }
        return new ModelFolder(path, config, WeightFiles.open(path));
    }

    /** The name of the folder. */
    public String name() {
        Path name = path.toAbsolutePath().normalize().getFileName();
        return name == null ? path.toString() : name.toString();
    }

    /** A further file of the folder, such as tokenizer_config.json. */
    public Optional<Path> file(String name) {
        return Optional.of(path.resolve(name)).filter(Files::isRegularFile);
    }
}
