package org.headscope.engine.model;

import ai.djl.ndarray.NDArray;

/**
 * Parameters of an attention layer. Columns of wQ, wK, wV and rows of wO run over (head, d_head), head first; with grouped
 * heads wK and wV have those of the key/value heads only.
 *
 * @param wQ [d_model, n_heads * d_head]
 * @param bQ [n_heads * d_head]
 * @param wK [d_model, n_key_value_heads * d_head], like wV
 * @param bK [n_key_value_heads * d_head], like bV
 * @param wO [n_heads * d_head, d_model]
 * @param bO [d_model]
 * @param qNorm [d_head], like kNorm; null where queries and keys are not normalised
 */
record AttentionWeights(
        NDArray wQ,
        NDArray bQ,
        NDArray wK,
        NDArray bK,
        NDArray wV,
        NDArray bV,
        NDArray wO,
        NDArray bO,
        NormWeights qNorm,
        NormWeights kNorm) {

    /** The same with norms of queries and keys. */
    AttentionWeights withNorms(NormWeights ofQueries, NormWeights ofKeys) {
        return new AttentionWeights(wQ, bQ, wK, bK, wV, bV, wO, bO, ofQueries, ofKeys);
    }
}
