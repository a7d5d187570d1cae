package org.headscope.engine.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * Numbers that a pass calculates with, as native arrays made once: DJL makes an array of every Java number it is given, which
 * takes longer than a product over one position.
 */
final class Scalars {
    private final Map<Double, NDArray> arrays = new HashMap<>();

    /** Owned like every array made in the caller's scope. */
    Scalars(NDManager manager, Collection<Double> values) {
        values.forEach(value -> arrays.computeIfAbsent(value, v -> manager.create(v.floatValue())));
    }

    NDArray of(double value) {
        return arrays.get(value);
    }
}
