package org.headscope.engine.model;

/**
 * The norms of a model.
 *
 * @param block in front of attention and MLP
 * @param last in front of the unembedding
 * @param eps added under the square root of each
 * @param shared whether attention and MLP read the same norm, so that ln2 has the parameters of ln1
 * @param post whether what attention and MLP write is normalised, too, before it is added
 * @param embedding whether a LayerNorm follows the token embedding
 */
public record NormConfig(NormKind block, NormKind last, double eps, boolean shared, boolean post, boolean embedding) {
    /** One kind everywhere, in front of attention, MLP and unembedding only. */
    static NormConfig of(NormKind kind, double eps) {
        return new NormConfig(kind, kind, eps, false, false, false);
    }

    /** The same with one norm in front of attention and MLP together. */
    NormConfig inCommon() {
        return new NormConfig(block, last, eps, true, post, embedding);
    }

    /** The same with a norm behind the token embedding. */
    NormConfig withEmbedding() {
        return new NormConfig(block, last, eps, shared, post, true);
    }

    /** The same with norms behind attention and MLP. */
    NormConfig withPost() {
        return new NormConfig(block, last, eps, shared, true, embedding);
    }

    /** The same once the norms in front of a matrix are folded into it. The others keep their parameters. */
    NormConfig folded() {
        return new NormConfig(block.folded(), last.folded(), eps, shared, post, embedding);
    }
}
