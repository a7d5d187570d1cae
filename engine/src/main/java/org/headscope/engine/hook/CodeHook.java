package org.headscope.engine.hook;

import java.util.function.BiFunction;
import org.headscope.engine.tensor.Tensor;

/**
 * A piece of code that sees, and may replace, the value at hook points while a run goes on.
 *
 * @param names the hook points
 * @param edit takes name and value; returns the replacement, of the same shape, or null to leave the value as it is
 */
public record CodeHook(NameFilter names, BiFunction<String, Tensor, Tensor> edit) {}
