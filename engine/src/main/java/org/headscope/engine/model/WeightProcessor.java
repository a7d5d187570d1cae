package org.headscope.engine.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import java.util.Arrays;
import java.util.Objects;

/**
 * Rewrites weights without changing what the model computes (interpretability.md B.1 to B.5; TransformerLens
 * {@code process_weights_}). A step that would change it for this model is left out. Works in place: the weights given are
 * used up.
 */
final class WeightProcessor {
    private static final int[] COLUMNS = {0};
    private static final int[] ROWS = {1};

    private final ModelConfig config;
    private Weights weights;

    private WeightProcessor(ModelConfig config, Weights weights) {
        this.config = config;
        this.weights = weights;
    }

    /**
     * The weights after the steps asked for.
     *
     * @param config as stored; if norms are folded, {@link ModelConfig#folded} goes with the result
     */
    static Weights process(ModelConfig config, Weights weights, Processing steps) {
        var processor = new WeightProcessor(config, weights);
        boolean centreWriting = steps.centreWriting() && processor.everyReaderCentres();
        if (steps.foldNorms() || steps.centreUnembed() || steps.centreWriting()) processor.untie();
        if (steps.foldNorms() && config.canFoldNorms()) processor.foldNorms();
        if (centreWriting) processor.centreWriting();
        if (steps.centreUnembed()) processor.centreUnembed();
        if (steps.foldValueBiases()) processor.foldValueBiases(centreWriting);
        if (steps.refactor()) new Refactoring(config, processor.weights).apply();
        return processor.weights;
    }

    /** Whether every norm that reads the residual stream subtracts its mean first. */
    private boolean everyReaderCentres() {
        return config.norms().block().centres() && config.norms().last().centres();
    }

    /** Gives the unembedding memory of its own, so that it can differ from the embedding. */
    private void untie() {
        if (!weights.tied()) return;
        NDArray own = weights.wU().duplicate();
        weights.wU().close();
        weights = weights.untied(own);
    }

    /** B.1: every matrix that reads a norm's output takes over its weight and bias. */
    private void foldNorms() {
        boolean inBlocks = config.norms().block().hasParameters();
        for (BlockWeights block : weights.blocks()) {
            AttentionWeights attention = block.attention();
            MlpWeights mlp = block.mlp();
            scoped(() -> {
                if (!inBlocks) return;
                fold(block.ln1(), attention.wQ(), attention.bQ());
                fold(block.ln1(), attention.wK(), attention.bK());
                fold(block.ln1(), attention.wV(), attention.bV());
                if (mlp != null) fold(block.ln2(), mlp.wIn(), mlp.bIn());
                if (mlp != null && mlp.wGate() != null) fold(block.ln2(), mlp.wGate(), null);
                reset(block.ln1());
                reset(block.ln2());
            });
            scoped(() -> {
                if (mlp == null || mlp.norm() == null) return;
                fold(mlp.norm(), mlp.wOut(), mlp.bOut());
                reset(mlp.norm());
            });
        }
        if (!config.norms().last().hasParameters()) return;
        scoped(() -> {
            fold(weights.lnFinal(), weights.wU(), weights.bU());
            reset(weights.lnFinal());
        });
    }

    /**
     * Norms with a bias are those that centre; what reads them loses its column means, which act on nothing.
     *
     * @param norm over the inputs, [in]
     * @param matrix [in, out]
     * @param bias [out], or null where the matrix has none
     */
    private static void fold(NormWeights norm, NDArray matrix, NDArray bias) {
        if (norm.b() != null && bias != null) bias.addi(norm.b().matMul(matrix));
        matrix.muli(norm.w().expandDims(1));
        if (norm.b() != null) matrix.subi(matrix.mean(COLUMNS, true));
    }

    private static void reset(NormWeights norm) {
        if (norm == null) return;
        norm.w().muli(0).addi(1);
        if (norm.b() != null) zero(norm.b());
    }

    /** Subtracts instead of multiplying by 0, which would leave -0 in places. */
    private static void zero(NDArray array) {
        array.subi(array);
    }

    /**
     * B.2: nothing written to the residual stream has a mean over d_model, which every norm would subtract anyway. Position
     * vectors that are not written to it stay.
     */
    private void centreWriting() {
        boolean written = config.positions() instanceof PositionConfig.Learned;
        scoped(() -> centreRows(weights.wE(), written ? weights.wPos() : null));
        for (BlockWeights block : weights.blocks()) {
            scoped(() -> {
                centreRows(
                        block.attention().wO(),
                        block.mlp() == null ? null : block.mlp().wOut());
                centre(block.attention().bO());
                if (block.mlp() != null) centre(block.mlp().bOut());
            });
        }
    }

    /** B.3, which a soft cap of the logits rules out. */
    private void centreUnembed() {
        if (config.outputSoftCap() > 0) return;
        scoped(() -> {
            centreRows(weights.wU());
            centre(weights.bU());
        });
    }

    /** Each [in, d_model]. */
    private static void centreRows(NDArray... matrices) {
        Arrays.stream(matrices).filter(Objects::nonNull).forEach(matrix -> matrix.subi(matrix.mean(ROWS, true)));
    }

    /** A bias [d_model] or [d_vocab]. */
    private static void centre(NDArray vector) {
        vector.subi(vector.mean());
    }

    /** B.4: attention rows sum to 1, so b_V reaches the output unchanged and can be written by b_O. */
    private void foldValueBiases(boolean centre) {
        int group = config.attention().groupSize();
        for (BlockWeights block : weights.blocks()) {
            AttentionWeights attention = block.attention();
            scoped(() -> {
                NDArray perQueryHead = group == 1
                        ? attention.bV()
                        : attention
                                .bV()
                                .reshape(-1, config.dHead())
                                .repeat(0, group)
                                .flatten();
                attention.bO().addi(perQueryHead.matMul(attention.wO()));
                zero(attention.bV());
                if (centre) centre(attention.bO());
            });
        }
    }

    private static void scoped(Runnable step) {
        try (var scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            step.run();
        }
    }
}
