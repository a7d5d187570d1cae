package org.headscope.engine.model;

import ai.djl.ndarray.NDArray;
import org.headscope.engine.io.ModelException;

/**
 * The unembedding of a checkpoint.
 *
 * @param wU [d_model, d_vocab]
 * @param bU [d_vocab]
 * @param tied whether wU is a view of the embedding
 */
record Unembedding(NDArray wU, NDArray bU, boolean tied) {
    /**
     * One of its own if it is stored, or if config.json says that it must be; else the transposed embedding. Files of
     * PyTorch store a tied one as well; it is the same numbers and counts once.
     *
     * @param wE [d_vocab, d_model]
     */
    static Unembedding read(Family family, ConfigReader json, ModelConfig config, WeightReader read, NDArray wE)
            throws ModelException {
        String name = family.unembedding();
        int vocab = config.dVocab();
        NDArray bU = read.bias(family.unembeddingBias(), name.replace(".weight", ".bias"), vocab);
        boolean tied = mayBeTied(family, json);
        if (tied && read.has(name)) {
            try (NDArray stored = read.read(name, vocab, config.dModel())) {
                if (stored.contentEquals(wE)) return new Unembedding(wE.transpose(), bU, true);
            }
        }
        boolean own = read.has(name) || !tied;
        return own
                ? new Unembedding(read.linear(name, config.dModel(), vocab), bU, false)
                : new Unembedding(wE.transpose(), bU, true);
    }

    /** Whether the embedding may take the place of an unembedding that is not stored. */
    static boolean mayBeTied(Family family, ConfigReader json) throws ModelException {
        return json.flag("tie_word_embeddings", family.tied());
    }
}
