package org.headscope.engine.model;

import ai.djl.ndarray.NDArray;

/**
 * Parameters of an MLP.
 *
 * @param wIn [d_model, d_mlp]
 * @param bIn [d_mlp]
 * @param wGate [d_model, d_mlp], or null where there is no gate
 * @param wOut [d_mlp, d_model]
 * @param bOut [d_model]
 * @param norm over the neurons [d_mlp], or null where there is none or it has no parameters
 */
record MlpWeights(NDArray wIn, NDArray bIn, NDArray wGate, NDArray wOut, NDArray bOut, NormWeights norm) {}
