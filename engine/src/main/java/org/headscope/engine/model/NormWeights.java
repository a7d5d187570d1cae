package org.headscope.engine.model;

import ai.djl.ndarray.NDArray;

/**
 * Parameters of a norm.
 *
 * @param w [width]
 * @param b [width], or null for a norm without bias
 */
record NormWeights(NDArray w, NDArray b) {}
