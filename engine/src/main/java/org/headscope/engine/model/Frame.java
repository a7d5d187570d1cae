package org.headscope.engine.model;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import org.headscope.engine.io.ModelException;

/**
 * Reads what is around the blocks of a checkpoint: embedding, final norm, unembedding.
 *
 * @param prefix what all names but that of the unembedding begin with, such as {@code transformer.}
 */
record Frame(Family family, ConfigReader json, ModelConfig config, WeightReader read, String prefix) {
    /** Reads one block. */
    @FunctionalInterface
    interface Block {
        BlockWeights read(PlainLayers parts) throws ModelException;
    }

    /**
     * @param wE the token embedding, [d_vocab, d_model]
     * @param layers what the names of a block begin with, in front of its number
     */
    Weights weights(NDArray wE, String layers, Block block, NormWeights last) throws ModelException {
        return weights(wE, null, null, layers, block, last);
    }

    /**
     * @param positions the position embedding, or null
     * @param behind the norm behind the token embedding, or null
     */
    Weights weights(NDArray wE, NDArray positions, NormWeights behind, String layers, Block block, NormWeights last)
            throws ModelException {
        List<BlockWeights> blocks = blocks(layers, block);
        Unembedding unembedding = Unembedding.read(family, json, config, read, wE);
        return new Weights(
                read.manager(),
                wE,
                positions,
                behind,
                blocks,
                last,
                unembedding.wU(),
                unembedding.bU(),
                unembedding.tied());
    }

    /** All blocks. */
    List<BlockWeights> blocks(String layers, Block block) throws ModelException {
        var blocks = new ArrayList<BlockWeights>();
        for (int layer = 0; layer < config.nLayers(); layer++) {
            blocks.add(block.read(new PlainLayers(config, read, prefix + layers + layer + ".")));
        }
        return blocks;
    }

    /** The token embedding, [d_vocab, d_model]. */
    NDArray embedding(String name) throws ModelException {
        return read.stored(prefix + name, config.dVocab(), config.dModel());
    }

    NormWeights layerNorm(String name) throws ModelException {
        return read.layerNorm(prefix + name, config.dModel());
    }

    /** A vector for each position, [n_ctx, d_model]. */
    NDArray positions(String name) throws ModelException {
        return read.stored(prefix + name, config.nCtx(), config.dModel());
    }
}
