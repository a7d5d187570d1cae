package org.headscope.engine.generate;

import org.headscope.engine.tensor.Tensor;

/**
 * One token that was generated.
 *
 * @param row the prompt it continues, counted from 0
 * @param index how many tokens were generated for that prompt before it
 * @param logits what it was chosen from, [d_vocab], before penalties and temperature
 */
public record Step(int row, int index, int token, Tensor logits) {}
