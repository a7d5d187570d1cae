package org.headscope.engine.analysis.suppression;

import org.headscope.engine.tensor.Tensor;

/**
 * What a change of a head does to the predictions of a text.
 *
 * @param lossBefore [pos - 1], of predicting the token after each position, in nats
 * @param lossChange [pos - 1], ablated minus original: positive where the head helps
 * @param kl [pos], KL(original || ablated), in nats
 * @param residual what the stream ends in with the change, [pos, d_model]
 * @param attributed what the head wrote more than its replacement does, as the unembedding reads it, [pos, d_model]
 */
public record HeadEffect(
        HeadChange change, Tensor lossBefore, Tensor lossChange, Tensor kl, Tensor residual, Tensor attributed) {}
