package org.headscope.engine.bench;

import java.util.Optional;

/**
 * How long something took.
 *
 * @param what in words
 * @param millis median over the repeats; a sweep is measured once
 * @param bareMillis median of the bare matrix products of the same positions and layers, timed in turn with it
 * @param naive what a sweep would take as a loop of whole passes
 */
public record Measurement(String what, double millis, double bareMillis, Optional<Naive> naive) {
    /**
     * A loop of whole passes, of which only some were run.
     *
     * @param passes that the loop has
     * @param measured how many of them were run, spread over the loop
     * @param millis of the whole loop, from the mean of those
     */
    public record Naive(int passes, int measured, double millis) {}

    Measurement(String what, double millis, double bareMillis) {
        this(what, millis, bareMillis, Optional.empty());
    }

    public double ratio() {
        return millis / bareMillis;
    }
}
