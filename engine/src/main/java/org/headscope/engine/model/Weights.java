package org.headscope.engine.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * All parameters of a model in float32, owned by one manager. What a model does not have is null.
 *
 * @param wE [d_vocab, d_model]
 * @param wPos [n_ctx, d_model], where there is a vector for each position
 * @param lnEmbed norm of the token embedding
 * @param wU [d_model, d_vocab]; a transposed view of wE while both are tied
 * @param bU [d_vocab]
 * @param tied whether wU is a view of wE, which then share their memory
 */
record Weights(
        NDManager manager,
        NDArray wE,
        NDArray wPos,
        NormWeights lnEmbed,
        List<BlockWeights> blocks,
        NormWeights lnFinal,
        NDArray wU,
        NDArray bU,
        boolean tied)
        implements AutoCloseable {

    Weights {
        blocks = List.copyOf(blocks);
    }

    /** The same with an unembedding that shares no memory. */
    Weights untied(NDArray unembedding) {
        return new Weights(manager, wE, wPos, lnEmbed, blocks, lnFinal, unembedding, bU, false);
    }

    /** The same with another embedding, which the unembedding is not tied to. */
    Weights withEmbedding(NDArray embedding) {
        return new Weights(manager, embedding, wPos, lnEmbed, blocks, lnFinal, wU, bU, false);
    }

    /** Every parameter, each once. */
    List<NDArray> all() {
        var all = new ArrayList<NDArray>();
        Stream<NDArray> norms =
                Stream.of(lnEmbed, lnFinal).filter(Objects::nonNull).flatMap(norm -> Stream.of(norm.w(), norm.b()));
        Stream.concat(Stream.of(wE, wPos, wU, bU), norms)
                .filter(Objects::nonNull)
                .forEach(all::add);
        blocks.forEach(block -> all.addAll(block.all()));
        return all;
    }

    /** Number of values in memory; a tied unembedding shares the embedding's. */
    long count() {
        long count = all().stream().mapToLong(NDArray::size).sum();
        return tied ? count - wU.size() : count;
    }

    /** Bytes of the float32 values in memory. */
    long bytes() {
        return Float.BYTES * count();
    }

    @Override
    public void close() {
        manager.close();
    }
}
