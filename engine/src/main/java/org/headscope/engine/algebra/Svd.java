package org.headscope.engine.algebra;

import org.headscope.engine.tensor.Tensor;

/**
 * Singular values and vectors: matrix = u diag(s) v^T.
 *
 * @param u [..., rows, k], left singular vectors as columns
 * @param s [..., k], falling
 * @param v [..., columns, k], right singular vectors as columns
 */
public record Svd(Tensor u, Tensor s, Tensor v) {}
