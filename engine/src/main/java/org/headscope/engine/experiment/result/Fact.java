package org.headscope.engine.experiment.result;

/**
 * Something that has to be known to read a result, such as the model or how weights were processed.
 *
 * @param value a text, number, truth value, or list of these
 */
public record Fact(String name, Object value) {}
