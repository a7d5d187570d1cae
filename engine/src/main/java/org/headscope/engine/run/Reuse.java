package org.headscope.engine.run;

/**
 * How much of an earlier run a new one takes over: in the first {@code layers} layers the first {@code positions}
 * positions. The final norm and unembedding count as one more layer.
 */
public record Reuse(Trace trace, int positions, int layers) {
    public static final Reuse NOTHING = new Reuse(null, 0, 0);

    /** Values not computed again; what is compared to find the best earlier run. */
    long gain() {
        return (long) positions * layers;
    }

    /** Positions of a layer that are taken over. */
    public int positionsIn(int layer) {
        return layer < layers ? positions : 0;
    }
}
