package org.headscope.engine.model;

import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import org.headscope.engine.io.ModelException;
import org.headscope.engine.io.ModelFolder;
import org.headscope.engine.token.Tokenizer;

/** Loads a model folder: configuration, tokenizer, weights, processing. Runs on the engine thread. */
final class ModelLoader {
    private final Path path;
    private final Processing processing;

    ModelLoader(Path path, Processing processing) {
        this.path = path;
        this.processing = processing;
    }

    Tokenizer tokenizer() throws ModelException {
        ModelFolder folder = ModelFolder.open(path);
        ModelConfig config = Family.of(folder.config()).config(folder.config());
        return Tokenizer.open(folder.path(), config.dVocab(), config.bosId());
    }

    Model load() throws ModelException {
        ModelFolder folder = ModelFolder.open(path);
        Family family = Family.of(folder.config());
        ModelConfig config = family.config(folder.config());
        Tokenizer tokenizer = Tokenizer.open(folder.path(), config.dVocab(), config.bosId());
        NDManager manager = NDManager.newBaseManager();
        try {
            Weights stored = family.weights(config, new WeightReader(folder.weights(), manager), manager);
            long parameters = stored.parameterCount();
            Weights weights = WeightProcessor.process(config, stored, processing);
            boolean folded = processing.foldNorms() && config.norm().hasParameters();
            ModelConfig processed = folded ? config.withNorm(NormKind.LAYER_NORM_PRE) : config;
            String fingerprint = Fingerprint.of(folder.weights());
            return new Model(folder.name(), folder.path(), processed, processing, tokenizer, fingerprint,
                    parameters, weights);
        } catch (ModelException | RuntimeException | Error e) {
            manager.close();
            tokenizer.close();
            throw e;
        }
    }
}
