package org.headscope.engine.run;

/**
 * What a number computed from the logits of a run depends on.
 *
 * @param run the run itself, with the values it was asked to keep
 * @param value the number
 * @param gradients its derivative with respect to the value at each hook point asked for, of the same shape as that value. 0
 *     where the number does not depend on it, as below a value that a code hook replaced
 */
public record Gradients(RunResult run, double value, Activations gradients) {}
