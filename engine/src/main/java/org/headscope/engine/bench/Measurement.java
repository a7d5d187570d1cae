package org.headscope.engine.bench;

/**
 * How long something took.
 *
 * @param what in words
 * @param millis median over the repeats
 * @param bareMillis median of the bare matrix products of the same positions and layers, timed in turn with it
 */
public record Measurement(String what, double millis, double bareMillis) {
    public double ratio() {
        return millis / bareMillis;
    }
}
