package org.headscope.engine.hook;

import java.util.function.BiFunction;
import org.headscope.engine.tensor.Tensor;

/**
 * A piece of code that sees, and may replace, the value at hook points while a run goes on.
 *
 * @param names the hook points
 * @param edit takes name and value; returns the replacement, of the same shape, or null to leave the value as it is
 */
public record CodeHook(NameFilter names, BiFunction<String, Tensor, Tensor> edit) {
    /**
     * Leaves values as they are, but as numbers that depend on nothing: gradients do not reach through them. At the scales of
     * norms this is what is called freezing the norm.
     */
    public static CodeHook constant(NameFilter names) {
        return new CodeHook(names, (_, value) -> value.reshape(value.shape()));
    }
}
