package org.headscope.engine.model;

import java.util.StringJoiner;

/**
 * Which rewritings of the weights are applied on loading (interpretability.md B.1 to B.5, TransformerLens
 * {@code process_weights_}). None changes what the model computes, up to a constant added to all logits of a position.
 *
 * @param foldNorms norm weights and biases move into the matrices that read them
 * @param centreWriting everything written to the residual stream has mean 0 over d_model
 * @param centreUnembed the unembedding has mean 0 over the vocabulary
 * @param foldValueBiases b_V moves into b_O
 * @param refactor the factors of OV and QK circuits become their singular vectors; folds value biases, too. Left out for
 *     heads that share keys and values, and for QK where queries and keys are rotated or normalised
 */
public record Processing(
        boolean foldNorms, boolean centreWriting, boolean centreUnembed, boolean foldValueBiases, boolean refactor) {
    /** The weights as they are in the file. */
    public static final Processing RAW = new Processing(false, false, false, false, false);

    /** The first four steps: what TransformerLens does by default. */
    public static final Processing FOLDED = new Processing(true, true, true, true, false);

    public Processing {
        foldValueBiases |= refactor;
    }

    /** The same with refactored attention matrices. */
    public Processing refactored() {
        return new Processing(foldNorms, centreWriting, centreUnembed, foldValueBiases, true);
    }

    /** The steps in words, for provenance. */
    public String describe() {
        var words = new StringJoiner(", ").setEmptyValue("weights as stored");
        if (foldNorms) words.add("norms folded");
        if (centreWriting) words.add("writing weights centred");
        if (centreUnembed) words.add("unembedding centred");
        if (foldValueBiases) words.add("value biases folded");
        if (refactor) words.add("attention refactored");
        return words.toString();
    }
}
