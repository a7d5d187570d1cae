package org.headscope.engine.model;

import java.util.StringJoiner;

/**
 * Which rewritings of the weights are applied on loading (interpretability.md B.1 to B.4, TransformerLens
 * {@code process_weights_}). None changes what the model computes, up to a constant added to all logits of a position.
 *
 * @param foldNorms norm weights and biases move into the matrices that read them
 * @param centreWriting everything written to the residual stream has mean 0 over d_model
 * @param centreUnembed the unembedding has mean 0 over the vocabulary
 * @param foldValueBiases b_V moves into b_O
 */
public record Processing(boolean foldNorms, boolean centreWriting, boolean centreUnembed, boolean foldValueBiases) {
    /** The weights as they are in the file. */
    public static final Processing RAW = new Processing(false, false, false, false);

    /** All four steps: what TransformerLens does by default. */
    public static final Processing FOLDED = new Processing(true, true, true, true);

    /** The steps in words, for provenance. */
    public String describe() {
        var words = new StringJoiner(", ").setEmptyValue("weights as stored");
        if (foldNorms) words.add("norms folded");
        if (centreWriting) words.add("writing weights centred");
        if (centreUnembed) words.add("unembedding centred");
        if (foldValueBiases) words.add("value biases folded");
        return words.toString();
    }
}
