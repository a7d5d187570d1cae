package org.headscope.engine.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.headscope.engine.io.ModelException;
import org.headscope.engine.token.Tokenizer;

/** Models of any size and family with random weights, made in memory, for measurements. They know nothing and take ids. */
public final class RandomModel {
    private static final float DEVIATION = 0.02f;

    private RandomModel() {}

    /** The shape of GPT-2 small, whose unembedding is the transposed embedding. */
    public static Model gpt2Small() throws ModelException {
        return gpt2(12, 12, 768, 50257, 1024);
    }

    /** A model of the GPT-2 family. */
    public static Model gpt2(int nLayers, int nHeads, int dModel, int dVocab, int nCtx) throws ModelException {
        ObjectNode config = new ObjectMapper().createObjectNode().put("model_type", "gpt2");
        config.put("n_layer", nLayers).put("n_head", nHeads).put("n_embd", dModel);
        config.put("vocab_size", dVocab).put("n_positions", nCtx);
        return of(config);
    }

    /**
     * The model that a config.json describes, of any family.
     *
     * @throws ModelException if it describes none that Headscope reads
     */
    public static Model of(JsonNode configJson) throws ModelException {
        Family family = Family.of(configJson);
        var json = new ConfigReader(configJson);
        ModelConfig config = family.config(json);
        Tokenizer tokenizer = Tokenizer.takingIds(config.dVocab(), config.bosId());
        var model = new Model("random", null, config, Processing.RAW, tokenizer, "random", () -> {
            var read = new RandomReader(NDManager.newBaseManager());
            Weights weights = family.weights(json, config, read);
            return new LoadedModel(weights, read.count(), new Runner(config, weights));
        });
        model.load();
        return model;
    }

    /** Has every tensor that must be there, and none that may be. */
    private static final class RandomReader extends WeightReader {
        RandomReader(NDManager manager) {
            super(null, manager);
        }

        @Override
        boolean has(String name) {
            return false;
        }

        @Override
        NDArray readNormWeight(String name, long width) {
            return read(name, width).addi(1);
        }

        @Override
        NDArray read(String name, long... shape) {
            return manager().randomNormal(0, DEVIATION, new Shape(shape), DataType.FLOAT32);
        }
    }
}
