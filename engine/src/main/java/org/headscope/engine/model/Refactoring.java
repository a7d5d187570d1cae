package org.headscope.engine.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import org.headscope.engine.algebra.FactoredMatrix;
import org.headscope.engine.tensor.Tensor;

/**
 * Gives the products W_V W_O and W_Q W_K^T of each head factors with meaning of their own: their singular vectors
 * (interpretability.md B.5; TransformerLens {@code refactor_factored_attn_matrices}). The products stay what they are. Columns
 * are unique up to their sign. Expects folded value biases; works in place.
 */
record Refactoring(ModelConfig config, Weights weights) {
    /** Does what can be done for this model: heads that share keys and values cannot have vectors of their own. */
    void apply() {
        if (config.attention().grouped()) return;
        boolean bilinear = !config.attention().qkNorm() && !(config.positions() instanceof PositionConfig.Rotary);
        for (int layer = 0; layer < config.nLayers(); layer++) {
            try (var scope = new NDScope()) {
                scope.suppressNotUsedWarning();
                refactorOv(layer);
                if (bilinear) refactorQk(layer);
            }
        }
    }

    /** W_V = U S, W_O = V^T. */
    private void refactorOv(int layer) {
        var ov = new FactoredMatrix(parameter(layer, "W_V"), parameter(layer, "W_O")).split(1);
        AttentionWeights attention = weights.blocks().get(layer).attention();
        set(attention.wV(), inColumns(ov.left()));
        set(attention.wO(), array(ov.right()).reshape(-1, config.dModel()));
    }

    /** W_Q = U sqrt(S), W_K = V sqrt(S), with the biases as one more row of each. */
    private void refactorQk(int layer) {
        FactoredMatrix qk =
                new FactoredMatrix(withBias(layer, "Q"), FactoredMatrix.transposed(withBias(layer, "K"))).makeEven();
        AttentionWeights attention = weights.blocks().get(layer).attention();
        set(attention.wQ(), attention.bQ(), qk.left());
        set(attention.wK(), attention.bK(), FactoredMatrix.transposed(qk.right()));
    }

    private void set(NDArray matrix, NDArray bias, Tensor withBias) {
        NDArray columns = inColumns(withBias);
        set(matrix, columns.get("0:" + config.dModel()));
        set(bias, columns.get(config.dModel()));
    }

    /** Adds to 0 rather than replacing, because others hold the array. */
    private static void set(NDArray target, NDArray values) {
        target.subi(target).addi(values);
    }

    /** [head, rows, d_head] -> [rows, head * d_head]. */
    private NDArray inColumns(Tensor ofHeads) {
        return array(ofHeads).transpose(1, 0, 2).reshape(ofHeads.size(1), -1);
    }

    private NDArray array(Tensor tensor) {
        return Native.toArray(weights.manager(), tensor);
    }

    /** The matrices of queries or keys with their biases as last rows: [head, d_model + 1, d_head]. */
    private Tensor withBias(int layer, String letter) {
        Tensor matrix = parameter(layer, "W_" + letter);
        Tensor bias = parameter(layer, "b_" + letter);
        int size = matrix.at(0).size() + bias.size(1);
        var data = new float[matrix.size(0) * size];
        for (int head = 0; head < matrix.size(0); head++) {
            matrix.at(head).copyTo(data, head * size);
            bias.at(head).copyTo(data, (head + 1) * size - bias.size(1));
        }
        return Tensor.of(data, matrix.size(0), matrix.size(1) + 1, matrix.size(2));
    }

    private Tensor parameter(int layer, String name) {
        return new ParameterView(config, weights).get("blocks." + layer + ".attn." + name);
    }
}
