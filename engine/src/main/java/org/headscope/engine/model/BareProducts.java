package org.headscope.engine.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.headscope.engine.run.EngineThread;

/**
 * The matrix products of a pass and nothing else: same weights, same shapes, no hooks, no norms, no copies. What a pass takes
 * longer than this is what everything else costs.
 */
public final class BareProducts {
    private final Model model;

    public BareProducts(Model model) {
        this.model = model;
    }

    /**
     * Computes them.
     *
     * @param positions how many positions are computed
     * @param past how many positions in front of them are only looked at
     * @param fromLayer the first layer computed
     * @return nanoseconds taken
     */
    public long run(int positions, int past, int fromLayer) throws Exception {
        return EngineThread.call(() -> runHere(positions, past, fromLayer));
    }

    private long runHere(int positions, int past, int fromLayer) {
        ModelConfig config = model.config();
        Weights weights = model.weights();
        int keys = past + positions;
        try (NDManager manager = weights.manager().newSubManager()) {
            AttentionConfig attention = config.attention();
            int kvHeads = attention.nKeyValueHeads();
            int queries = attention.groupSize() * positions;
            NDArray x = manager.ones(new Shape(1, positions, config.dModel()));
            NDArray z = manager.ones(new Shape(1, positions, (long) config.nHeads() * config.dHead()));
            NDArray hidden = manager.ones(new Shape(1, positions, config.dMlp()));
            NDArray q = manager.ones(new Shape(1, kvHeads, queries, config.dHead()));
            NDArray k = manager.ones(new Shape(1, kvHeads, config.dHead(), keys));
            NDArray v = manager.ones(new Shape(1, kvHeads, keys, config.dHead()));
            NDArray pattern = manager.ones(new Shape(1, kvHeads, queries, keys));
            long start = System.nanoTime();
            for (BlockWeights block : weights.blocks().subList(fromLayer, config.nLayers())) {
                multiply(x, block.attention().wQ());
                multiply(x, block.attention().wK());
                multiply(x, block.attention().wV());
                multiply(q, k);
                multiply(pattern, v);
                multiply(z, block.attention().wO());
                MlpWeights mlp = block.mlp();
                if (mlp == null) continue;
                if (mlp.wGate() != null) multiply(x, mlp.wGate());
                multiply(x, mlp.wIn());
                multiply(hidden, mlp.wOut());
            }
            multiply(x, weights.wU());
            return System.nanoTime() - start;
        }
    }

    private static void multiply(NDArray a, NDArray b) {
        a.matMul(b).close();
    }
}
