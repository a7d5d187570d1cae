package org.headscope.engine.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import java.util.List;

/**
 * Rewrites weights without changing what the model computes (interpretability.md B.1 to B.4; TransformerLens
 * {@code process_weights_}). Works in place: the weights given are used up.
 */
final class WeightProcessor {
    private static final int[] COLUMNS = {0};
    private static final int[] ROWS = {1};

    private Weights weights;

    private WeightProcessor(Weights weights) {
        this.weights = weights;
    }

    /** The weights after the steps asked for; the configuration's norms lose their parameters if norms are folded. */
    static Weights process(ModelConfig config, Weights weights, Processing steps) {
        var processor = new WeightProcessor(weights);
        if (steps.foldNorms() || steps.centreUnembed() || steps.centreWriting()) processor.untie();
        if (steps.foldNorms() && config.norm().hasParameters()) processor.foldNorms();
        if (steps.centreWriting()) processor.centreWriting();
        if (steps.centreUnembed()) processor.centreUnembed();
        if (steps.foldValueBiases()) processor.foldValueBiases(steps.centreWriting());
        return processor.weights;
    }

    /** Gives the unembedding memory of its own, so that it can differ from the embedding. */
    private void untie() {
        if (!weights.tied()) return;
        NDArray own = weights.wU().duplicate();
        weights.wU().close();
        weights = new Weights(
                weights.manager(),
                weights.wE(),
                weights.wPos(),
                weights.blocks(),
                weights.lnFinalW(),
                weights.lnFinalB(),
                own,
                weights.bU(),
                false);
    }

    /** B.1: every matrix that reads a norm's output takes over its weight and bias, and loses its column means. */
    private void foldNorms() {
        for (BlockWeights block : weights.blocks()) {
            scoped(() -> {
                fold(block.ln1W(), block.ln1B(), block.wQ(), block.bQ());
                fold(block.ln1W(), block.ln1B(), block.wK(), block.bK());
                fold(block.ln1W(), block.ln1B(), block.wV(), block.bV());
                fold(block.ln2W(), block.ln2B(), block.wIn(), block.bIn());
                reset(block.ln1W(), block.ln1B());
                reset(block.ln2W(), block.ln2B());
            });
        }
        scoped(() -> {
            fold(weights.lnFinalW(), weights.lnFinalB(), weights.wU(), weights.bU());
            reset(weights.lnFinalW(), weights.lnFinalB());
        });
    }

    private static void fold(NDArray normWeight, NDArray normBias, NDArray matrix, NDArray bias) {
        bias.addi(normBias.matMul(matrix));
        matrix.muli(normWeight.expandDims(1));
        matrix.subi(matrix.mean(COLUMNS, true));
    }

    private static void reset(NDArray normWeight, NDArray normBias) {
        normWeight.muli(0).addi(1);
        zero(normBias);
    }

    /** Subtracts instead of multiplying by 0, which would leave -0 in places. */
    private static void zero(NDArray array) {
        array.subi(array);
    }

    /** B.2: nothing written to the residual stream has a mean over d_model, which every norm would subtract anyway. */
    private void centreWriting() {
        scoped(() -> List.of(weights.wE(), weights.wPos()).forEach(WeightProcessor::centreRows));
        for (BlockWeights block : weights.blocks()) {
            scoped(() -> {
                List.of(block.wO(), block.wOut()).forEach(WeightProcessor::centreRows);
                List.of(block.bO(), block.bOut()).forEach(bias -> bias.subi(bias.mean()));
            });
        }
    }

    /** B.3. */
    private void centreUnembed() {
        scoped(() -> {
            centreRows(weights.wU());
            weights.bU().subi(weights.bU().mean());
        });
    }

    private static void centreRows(NDArray matrix) {
        matrix.subi(matrix.mean(ROWS, true));
    }

    /** B.4: attention rows sum to 1, so b_V reaches the output unchanged and can be written by b_O. */
    private void foldValueBiases(boolean centre) {
        for (BlockWeights block : weights.blocks()) {
            scoped(() -> {
                block.bO().addi(block.bV().matMul(block.wO()));
                zero(block.bV());
                if (centre) block.bO().subi(block.bO().mean());
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
