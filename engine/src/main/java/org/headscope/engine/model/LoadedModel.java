package org.headscope.engine.model;

/**
 * The part of a model that takes time and memory to load.
 *
 * @param parameterCount of the checkpoint, before processing
 */
record LoadedModel(Weights weights, long parameterCount, Runner runner) {}
