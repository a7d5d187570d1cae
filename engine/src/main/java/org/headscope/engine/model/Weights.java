package org.headscope.engine.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;

/**
 * All parameters of a model in float32, owned by one manager.
 *
 * @param wE [d_vocab, d_model]
 * @param wPos [n_ctx, d_model]
 * @param lnFinalW [d_model], like lnFinalB
 * @param wU [d_model, d_vocab]; a transposed view of wE while both are tied
 * @param bU [d_vocab]
 * @param tied whether wU is a view of wE, which then share their memory
 */
record Weights(
        NDManager manager,
        NDArray wE,
        NDArray wPos,
        List<BlockWeights> blocks,
        NDArray lnFinalW,
        NDArray lnFinalB,
        NDArray wU,
        NDArray bU,
        boolean tied)
        implements AutoCloseable {

    Weights {
        blocks = List.copyOf(blocks);
    }

    /** Every parameter, each once. */
    List<NDArray> all() {
        var all = new ArrayList<>(List.of(wE, wPos, lnFinalW, lnFinalB, wU, bU));
        blocks.forEach(block -> all.addAll(block.all()));
        return all;
    }

    /** Number of values in memory; a tied unembedding shares the embedding's. */
    long count() {
        long count = all().stream().mapToLong(NDArray::size).sum();
        return tied ? count - wU.size() : count;
    }

    /** Number of parameters as stored; an unembedding bias of zeros stands for none. */
    long parameterCount() {
        try (NDArray least = bU.min();
                NDArray most = bU.max()) {
            boolean none = least.getFloat() == 0 && most.getFloat() == 0;
            return none ? count() - bU.size() : count();
        }
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
