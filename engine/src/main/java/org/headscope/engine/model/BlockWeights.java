package org.headscope.engine.model;

import ai.djl.ndarray.NDArray;
import java.util.List;

/**
 * Parameters of one block. Matrices multiply from the right: q = x wQ + bQ. Columns of wQ, wK, wV and rows of wO run over
 * (head, d_head), head first.
 *
 * @param ln1W [d_model], like ln1B, ln2W, ln2B
 * @param wQ [d_model, n_heads * d_head], like wK, wV
 * @param bQ [n_heads * d_head], like bK, bV
 * @param wO [n_heads * d_head, d_model]
 * @param bO [d_model], like bOut
 * @param wIn [d_model, d_mlp]
 * @param bIn [d_mlp]
 * @param wOut [d_mlp, d_model]
 */
record BlockWeights(
        NDArray ln1W,
        NDArray ln1B,
        NDArray wQ,
        NDArray bQ,
        NDArray wK,
        NDArray bK,
        NDArray wV,
        NDArray bV,
        NDArray wO,
        NDArray bO,
        NDArray ln2W,
        NDArray ln2B,
        NDArray wIn,
        NDArray bIn,
        NDArray wOut,
        NDArray bOut) {

    List<NDArray> all() {
        return List.of(ln1W, ln1B, wQ, bQ, wK, bK, wV, bV, wO, bO, ln2W, ln2B, wIn, bIn, wOut, bOut);
    }
}
