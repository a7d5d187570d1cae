package org.headscope.engine.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.headscope.engine.token.Tokenizer;

/** Models of any size with random weights, made in memory, for measurements. They know nothing and take token ids. */
public final class RandomModel {
    private static final float DEVIATION = 0.02f;

    private RandomModel() {}

    /** The shape of GPT-2 small, whose unembedding is the transposed embedding. */
    public static Model gpt2Small() throws Exception {
        return gpt2(12, 12, 768, 50257, 1024);
    }

    /** A model of the GPT-2 family. */
    public static Model gpt2(int nLayers, int nHeads, int dModel, int dVocab, int nCtx) throws Exception {
        int dHead = dModel / nHeads;
        List<Double> scale =
                IntStream.range(0, nLayers).mapToObj(_ -> Math.sqrt(dHead)).toList();
        var config = new ModelConfig(
                "gpt2",
                nLayers,
                nHeads,
                dModel,
                dHead,
                4 * dModel,
                dVocab,
                nCtx,
                NormKind.LAYER_NORM,
                1e-5,
                Activation.GELU_NEW,
                scale,
                OptionalInt.empty(),
                List.of());
        Tokenizer tokenizer = Tokenizer.takingIds(dVocab, OptionalInt.empty());
        var model = new Model("random", null, config, Processing.RAW, tokenizer, "random", () -> {
            Weights weights = weights(config, NDManager.newBaseManager());
            return new LoadedModel(weights, weights.parameterCount(), new Runner(config, weights));
        });
        model.load();
        return model;
    }

    private static Weights weights(ModelConfig config, NDManager manager) {
        int d = config.dModel();
        int m = config.dMlp();
        NDArray wE = random(manager, config.dVocab(), d);
        List<BlockWeights> blocks = IntStream.range(0, config.nLayers())
                .mapToObj(_ -> new BlockWeights(
                        manager.ones(new Shape(d)),
                        manager.zeros(new Shape(d)),
                        random(manager, d, d),
                        random(manager, d),
                        random(manager, d, d),
                        random(manager, d),
                        random(manager, d, d),
                        random(manager, d),
                        random(manager, d, d),
                        random(manager, d),
                        manager.ones(new Shape(d)),
                        manager.zeros(new Shape(d)),
                        random(manager, d, m),
                        random(manager, m),
                        random(manager, m, d),
                        random(manager, d)))
                .toList();
        return new Weights(
                manager,
                wE,
                random(manager, config.nCtx(), d),
                blocks,
                manager.ones(new Shape(d)),
                manager.zeros(new Shape(d)),
                wE.transpose(),
                manager.zeros(new Shape(config.dVocab())),
                true);
    }

    private static NDArray random(NDManager manager, long... shape) {
        return manager.randomNormal(0, DEVIATION, new Shape(shape), DataType.FLOAT32);
    }
}
