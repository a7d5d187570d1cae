package org.headscope.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import org.headscope.engine.io.ModelException;
import org.headscope.engine.io.SafetensorsFile;
import org.headscope.engine.model.Model;
import org.headscope.engine.model.Processing;
import org.headscope.engine.tensor.Tensor;

/** A golden folder: its model, its tokens and the numbers computed by TransformerLens. */
public final class GoldenModel {
    private final String name;

    public GoldenModel(String name) {
        this.name = name;
    }

    public Model load(Processing processing) throws ModelException {
        return Model.load(Golden.folder(name), processing);
    }

    /** Whether the folder has a golden file. */
    public boolean has(String file) {
        return Files.exists(Golden.folder(name).resolve(file + ".safetensors"));
    }

    /** A JSON file of the folder, or a missing node if there is none. */
    public JsonNode json(String file) throws IOException {
        Path path = Golden.folder(name).resolve(file);
        return Files.exists(path) ? new ObjectMapper().readTree(path.toFile()) : MissingNode.getInstance();
    }

    public int[][] tokens() throws IOException {
        var json = new ObjectMapper()
                .readTree(Golden.folder(name).resolve("tokens.json").toFile());
        return new ObjectMapper().convertValue(json.get("tokens"), int[][].class);
    }

    public SafetensorsFile file(String file) throws ModelException {
        return SafetensorsFile.open(Golden.folder(name).resolve(file + ".safetensors"));
    }

    public Tensor tensor(String file, String tensor) throws ModelException {
        return file(file).read(tensor);
    }

    /** The names in a golden file that start with a prefix, without it. */
    public Set<String> names(String file, String prefix) throws ModelException {
        return file(file).names().stream()
                .filter(tensor -> tensor.startsWith(prefix))
                .map(tensor -> tensor.substring(prefix.length()))
                .collect(Collectors.toSet());
    }
}
