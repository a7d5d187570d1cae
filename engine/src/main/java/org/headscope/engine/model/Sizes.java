package org.headscope.engine.model;

import org.headscope.engine.io.ModelException;

/** The sizes that every config.json says under names of its own, and the configuration that is built on them. */
record Sizes(int nLayers, int dModel, int nHeads, int dHead, int dVocab) {
    /**
     * @param layers the field with the number of layers
     * @param width the field with d_model, which the heads share evenly
     * @param heads the field with the number of heads
     */
    static Sizes read(ConfigReader read, String layers, String width, String heads) throws ModelException {
        return new Sizes(
                read.layers(layers),
                read.positive(width),
                read.positive(heads),
                read.share(width, heads),
                read.positive("vocab_size"));
    }

    /** A head of keys and values for each query head, scores divided by sqrt(d_head), every layer global. */
    AttentionConfig attention() {
        return AttentionConfig.of(nLayers, nHeads, dHead);
    }

    /** A model whose MLPs read what attention has written. */
    ModelConfig model(
            Family family,
            ConfigReader read,
            int nCtx,
            PositionConfig positions,
            AttentionConfig attention,
            MlpConfig mlp,
            NormConfig norms)
            throws ModelException {
        return new ModelConfig(
                family.modelType(),
                nLayers,
                dModel,
                dVocab,
                nCtx,
                positions,
                attention,
                mlp,
                norms,
                false,
                0,
                read.specialTokens(dVocab, family.prependBos()));
    }
}
