package org.headscope.engine.model;

import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.headscope.engine.io.ModelException;

/** Turns the files of one architecture into what the forward pass reads. Adding an architecture is adding a family. */
interface Family {
    /** Value of {@code model_type} in config.json. */
    String modelType();

    ModelConfig config(JsonNode json) throws ModelException;

    /** The tensor that holds the unembedding where it is not tied to the embedding. */
    default String unembedding() {
        return "lm_head.weight";
    }

    Weights weights(ModelConfig config, WeightReader read, NDManager manager) throws ModelException;

    List<Family> ALL = List.of(new Gpt2Family());

    /** The family that a config.json belongs to. */
    static Family of(JsonNode json) throws ModelException {
        String type = json.path("model_type").asText("");
        for (Family family : ALL) {
            if (family.modelType().equals(type)) return family;
        }
        String known = String.join(", ", ALL.stream().map(Family::modelType).toList());
        throw new ModelException(
                type.isEmpty()
                        ? "config.json does not name an architecture (model_type); Headscope reads: " + known + "."
                        : "The architecture \"" + ConfigReader.shortened(type)
                                + "\" is not supported; Headscope reads: " + known + ".");
    }
}
