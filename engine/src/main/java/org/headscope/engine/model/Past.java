package org.headscope.engine.model;

import ai.djl.ndarray.NDArray;

/**
 * Keys and values of the positions in front of those that are computed.
 *
 * @param keys [batch, past, head, d_head], like values
 */
record Past(NDArray keys, NDArray values) {}
