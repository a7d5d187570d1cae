package org.headscope.engine.model;

import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import org.headscope.engine.io.ModelException;
import org.headscope.engine.io.ModelFolder;
import org.headscope.engine.token.Tokenizer;

/**
 * Loads a model folder, or one file of weights in it: configuration and tokenizer at once, the weights when they are asked
 * for.
 */
final class ModelLoader {
    private final Path path;
    private final Processing processing;
    private final long memoryBytes;

    ModelLoader(Path path, Processing processing) {
        this(path, processing, MemoryNeed.machineBytes());
    }

    /** @param memoryBytes what there is for the model; one that needs more is refused before it is read */
    ModelLoader(Path path, Processing processing, long memoryBytes) {
        this.path = path;
        this.processing = processing;
        this.memoryBytes = memoryBytes;
    }

    Tokenizer tokenizer() throws ModelException {
        ModelFolder folder = ModelFolder.open(path);
        ModelConfig config = config(folder);
        return Tokenizer.open(folder.path(), config.dVocab(), config.bosId());
    }

    ModelConfig config() throws ModelException {
        return config(ModelFolder.open(path));
    }

    private static ModelConfig config(ModelFolder folder) throws ModelException {
        return Family.of(folder.config()).config(new ConfigReader(folder.config()));
    }

    /** The model with everything but its weights. */
    Model open() throws ModelException {
        ModelFolder folder = ModelFolder.open(path);
        Family family = Family.of(folder.config());
        ModelConfig config = family.config(new ConfigReader(folder.config()));
        requireUnembedding(family, folder);
        MemoryNeed.of(folder.weights(), family, config, processing).requireFits(folder.name(), memoryBytes);
        ModelConfig processed = processing.foldNorms() ? config.folded() : config;
        return new Model(
                folder.name(),
                path,
                processed,
                processing,
                Tokenizer.open(folder.path(), config.dVocab(), config.bosId()),
                Fingerprint.of(folder.weights()),
                () -> load(family, config, processed, folder));
    }

    /**
     * Where config.json says that the unembedding is not tied, transformers fills a missing one with random numbers and only
     * warns; such a model would look like one that has learned nothing.
     */
    private static void requireUnembedding(Family family, ModelFolder folder) throws ModelException {
        boolean tied = Unembedding.mayBeTied(family, new ConfigReader(folder.config()));
        if (tied || folder.weights().names().contains(family.unembedding())) return;
        throw new ModelException("config.json says that the unembedding is not tied to the embedding"
                + " (tie_word_embeddings is false), but the weights hold no tensor \"" + family.unembedding()
                + "\": save or download the model again with its language-modelling head.");
    }

    private LoadedModel load(Family family, ModelConfig stored, ModelConfig processed, ModelFolder folder)
            throws ModelException {
        NDManager manager = NDManager.newBaseManager();
        try {
            var read = new WeightReader(folder.weights(), manager);
            Weights weights = family.weights(new ConfigReader(folder.config()), stored, read);
            weights = WeightProcessor.process(stored, weights, processing);
            return new LoadedModel(weights, read.count(), new Runner(processed, weights));
        } catch (ModelException | RuntimeException | Error e) {
            manager.close();
            throw e;
        }
    }
}
