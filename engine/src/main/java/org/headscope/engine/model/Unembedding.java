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
     * One of its own if it is stored, or if config.json says that it must be; else the transposed embedding.
     *
     * @param name of the tensor, such as {@code lm_head.weight}
     * @param wE [d_vocab, d_model]
     */
    static Unembedding read(ConfigReader json, ModelConfig config, WeightReader read, String name, NDArray wE)
            throws ModelException {
        boolean own = read.has(name) || !json.flag("tie_word_embeddings", true);
        return own
                ? new Unembedding(read.linear(name, config.dModel(), config.dVocab()), false)
                : new Unembedding(wE.transpose(), true);
    }
}
