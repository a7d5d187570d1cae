package org.headscope.engine.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.HashMap;
import java.util.Map;
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

    /** Computes those of all that variants of a run must compute, in batches of the same shapes; the run itself is not among them. */
    public long run(Variants variants) throws Exception {
        long nanos = 0;
        for (Cone batch : variants.batches()) nanos += EngineThread.call(() -> runHere(batch));
        return nanos;
    }

    private long runHere(int positions, int past, int fromLayer) {
        try (NDManager manager = model.weights().manager().newSubManager()) {
            var products = new Shapes(manager, model.config());
            long nanos = 0;
            for (BlockWeights block :
                    model.weights().blocks().subList(fromLayer, model.config().nLayers())) {
                nanos += products.project(block, positions, positions);
                nanos += products.look(1, positions, past + positions);
                nanos += products.write(block, positions);
                nanos += products.mlp(block, positions);
            }
            return nanos + products.multiply(positions, model.weights().wU());
        }
    }

    private long runHere(Cone cone) {
        ModelConfig config = model.config();
        try (NDManager manager = model.weights().manager().newSubManager()) {
            var products = new Shapes(manager, config);
            long nanos = 0;
            for (int layer = cone.layer(); layer < config.nLayers(); layer++) {
                BlockWeights block = model.weights().blocks().get(layer);
                Entry entry = cone.entry(layer);
                Layout out = cone.out(layer);
                if (entry == Entry.INPUT) {
                    int in = cone.in(layer).rows();
                    nanos += products.project(block, Math.min(in, out.rows()), in);
                }
                if (entry.compareTo(Entry.PROJECTIONS) <= 0) {
                    for (Layout.Part part : out.parts()) {
                        nanos += products.look(
                                part.segment().copies(), part.span().size(), cone.length());
                    }
                }
                if (entry.compareTo(Entry.HEADS) <= 0) nanos += products.write(block, out.rows());
                boolean known = entry == Entry.OUTPUT || entry == Entry.HEADS && config.parallel();
                if (!known) nanos += products.mlp(block, out.rows());
            }
            return nanos + products.multiply(cone.last().rows(), model.weights().wU());
        }
    }

    /** Products of values of given sizes, each made before the time is taken. */
    private record Shapes(NDManager manager, ModelConfig config, Map<Shape, NDArray> values) {
        Shapes(NDManager manager, ModelConfig config) {
            this(manager, config, new HashMap<>());
        }

        /** Queries of some rows, keys and values of others. */
        long project(BlockWeights block, int queries, int rows) {
            AttentionWeights weights = block.attention();
            return multiply(queries, weights.wQ()) + multiply(rows, weights.wK()) + multiply(rows, weights.wV());
        }

        /** Scores, and what is read with them. */
        long look(int copies, int positions, int keys) {
            AttentionConfig attention = config.attention();
            int kvHeads = attention.nKeyValueHeads();
            long queries = (long) attention.groupSize() * positions;
            NDArray q = ones(copies, kvHeads, queries, attention.dHead());
            NDArray pattern = ones(copies, kvHeads, queries, keys);
            return multiply(q, ones(copies, kvHeads, attention.dHead(), keys))
                    + multiply(pattern, ones(copies, kvHeads, keys, attention.dHead()));
        }

        long write(BlockWeights block, int rows) {
            return multiply(rows, block.attention().wO());
        }

        long mlp(BlockWeights block, int rows) {
            MlpWeights mlp = block.mlp();
            if (mlp == null) return 0;
            long gate = mlp.wGate() == null ? 0 : multiply(rows, mlp.wGate());
            return gate + multiply(rows, mlp.wIn()) + multiply(rows, mlp.wOut());
        }

        long multiply(int rows, NDArray matrix) {
            return multiply(ones(1, rows, matrix.getShape().get(0)), matrix);
        }

        private NDArray ones(long... shape) {
            return values.computeIfAbsent(new Shape(shape), manager::ones);
        }

        private static long multiply(NDArray a, NDArray b) {
            long start = System.nanoTime();
            a.matMul(b).close();
            return System.nanoTime() - start;
        }
    }
}
