package org.headscope.engine.model;

import ai.djl.ndarray.NDArray;
import org.headscope.engine.io.ModelException;

/**
 * The unembedding matrix of a checkpoint.
 *
 * @param wU [d_model, d_vocab]
 * @param tied whether it is a view of the embedding
 */
record Unembedding(NDArray wU, boolean tied) {
    /**
     * One of its own if it is stored, or if config.json says that it must be; else the transposed embedding. Files of
     * PyTorch store a tied one as well; it is the same numbers and counts once.
     *
     * @param name of the tensor, such as {@code lm_head.weight}
     * @param wE [d_vocab, d_model]
     */
    static Unembedding read(ConfigReader json, ModelConfig config, WeightReader read, String name, NDArray wE)
            throws ModelException {
        boolean tied = json.flag("tie_word_embeddings", true);
        if (tied && read.has(name)) {
            try (NDArray stored = read.read(name, config.dVocab(), config.dModel())) {
                if (stored.contentEquals(wE)) return new Unembedding(wE.transpose(), true);
            }
        }
        boolean own = read.has(name) || !tied;
        return own
                ? new Unembedding(read.linear(name, config.dModel(), config.dVocab()), false)
                : new Unembedding(wE.transpose(), true);
    }
}
