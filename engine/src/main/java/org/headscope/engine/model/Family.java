package org.headscope.engine.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Stream;
import org.headscope.engine.io.ModelException;

/** Turns the files of one architecture into what the forward pass reads. Adding an architecture is adding a family. */
interface Family {
    /** Value of {@code model_type} in config.json. */
    String modelType();

    /** Whether a config.json describes a model of this family. */
    default boolean describes(JsonNode json) {
        return json.path("model_type").asText("").equals(modelType());
    }

    /** The tensor that holds the unembedding where it is not tied to the embedding. */
    default String unembedding() {
        return "lm_head.weight";
    }

    /** Whether a tied unembedding can share the memory of the embedding. */
    default boolean canShareEmbedding() {
        return true;
    }

    /** Whether the unembedding is the embedding where config.json says nothing. */
    default boolean tied() {
        return true;
    }

    /** Whether there is a bias beside the unembedding. */
    default boolean unembeddingBias() {
        return false;
    }

    /** Whether BOS is put in front of prompts by default, as TransformerLens does for models of the family. */
    default boolean prependBos() {
        return true;
    }

    ModelConfig config(ConfigReader read) throws ModelException;

    /**
     * The parameters, all owned by the reader's manager.
     *
     * @param json the same file as {@code config} was read from
     */
    Weights weights(ConfigReader json, ModelConfig config, WeightReader read) throws ModelException;

    List<Family> ALL = Stream.concat(
                    Stream.of(
                            new Gpt2Family(),
                            new GptNeoFamily(),
                            new GptNeoXFamily(),
                            new GptJFamily(),
                            new OptFamily(),
                            new BloomFamily(),
                            new FalconFamily(),
                            new PhiFamily(),
                            new MinGptFamily(),
                            new TransformerLensFamily()),
                    LlamaFamily.ALL.stream())
            .toList();

    /** The family that a config.json belongs to. */
    static Family of(JsonNode json) throws ModelException {
        for (Family family : ALL) {
            if (family.describes(json)) return family;
        }
        String type = json.path("model_type").asText("");
        String known = String.join(", ", ALL.stream().map(Family::modelType).toList());
        throw new ModelException(
                type.isEmpty()
                        ? "config.json does not name an architecture (model_type); Headscope reads: " + known + "."
                        : "The architecture \"" + ConfigReader.shortened(type)
                                + "\" is not supported; Headscope reads: " + known + ".");
    }
}
