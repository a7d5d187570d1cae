package org.headscope.engine.model;

import java.util.List;
import java.util.OptionalInt;

/**
 * What the forward pass must know of a model (interpretability.md A.1). Shapes elsewhere use the letters of the field:
 * d_model, d_head, d_mlp, d_vocab, n_ctx.
 *
 * @param family the converter that made it, such as {@code gpt2}
 * @param attnScale what attention scores are divided by, one for each layer
 * @param bosId the token put in front of a prompt, if the model has one
 * @param eosIds the tokens after which a text is finished
 */
public record ModelConfig(
        String family,
        int nLayers,
        int nHeads,
        int dModel,
        int dHead,
        int dMlp,
        int dVocab,
        int nCtx,
        NormKind norm,
        double eps,
        Activation activation,
        List<Double> attnScale,
        OptionalInt bosId,
        List<Integer> eosIds) {

    public ModelConfig {
        attnScale = List.copyOf(attnScale);
        eosIds = List.copyOf(eosIds);
    }

    /** The same model with norms of another kind, as after folding. */
    ModelConfig withNorm(NormKind kind) {
        return new ModelConfig(
                family,
                nLayers,
                nHeads,
                dModel,
                dHead,
                dMlp,
                dVocab,
                nCtx,
                kind,
                eps,
                activation,
                attnScale,
                bosId,
                eosIds);
    }
}
