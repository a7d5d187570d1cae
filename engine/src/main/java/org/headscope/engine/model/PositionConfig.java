package org.headscope.engine.model;

/** How a model knows where a token stands (interpretability.md A.5). */
public sealed interface PositionConfig {
    /** A learned vector for each position, added to the token embedding. */
    record Learned() implements PositionConfig {}

    /** A learned vector for each position, added to what queries and keys are computed from in every layer. */
    record Shortformer() implements PositionConfig {}

    /**
     * Queries and keys are rotated by angles that grow with the position.
     *
     * @param dim how many leading coordinates of a head are rotated
     * @param adjacentPairs whether coordinates (2i, 2i+1) form a pair, else (i, i + dim/2)
     * @param global frequencies in layers that see everything
     * @param local frequencies in layers that see a window
     */
    record Rotary(int dim, boolean adjacentPairs, Frequencies global, Frequencies local) implements PositionConfig {
        Rotary(int dim, boolean adjacentPairs, Frequencies everywhere) {
            this(dim, adjacentPairs, everywhere, everywhere);
        }
    }

    /** A penalty on scores that grows with the distance, with a slope for each head. */
    record Alibi() implements PositionConfig {}

    /** Positions are not told apart but by the causal mask. */
    record None() implements PositionConfig {}

    /** Whether there is a vector for each position. */
    default boolean isLearned() {
        return this instanceof Learned || this instanceof Shortformer;
    }
}
