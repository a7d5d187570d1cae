package org.headscope.engine.model;

import ai.djl.ndarray.NDArray;

/** What happens at a hook point: the value may be looked at, kept, or replaced. */
@FunctionalInterface
interface Hooks {
    /** Returns the value the pass goes on with: the one given, or another of the same shape. */
    NDArray fire(String name, NDArray value);
}
