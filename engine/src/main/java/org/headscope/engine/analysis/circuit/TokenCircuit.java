package org.headscope.engine.analysis.circuit;

import org.headscope.engine.algebra.FactoredMatrix;
import org.headscope.engine.hook.HookName;
import org.headscope.engine.model.Factor;
import org.headscope.engine.model.Model;
import org.headscope.engine.tensor.Tensor;

/**
 * The OV or QK circuit of one head between all tokens of the vocabulary, as two thin factors: the matrix of all pairs is never
 * formed, one row or column at a time is a few milliseconds (interpretability.md F.2). Biases, rotations and norms are left
 * out.
 *
 * @param kind which circuit
 * @param matrix OV: [source, written token]; QK: [destination, source]
 */
public record TokenCircuit(Kind kind, FactoredMatrix matrix) {
    /** Which circuit. */
    public enum Kind {
        /** How much attending to a source raises the logit of each token. */
        OV,
        /** How much a destination attends to each source. */
        QK
    }

    /** Which of the two tokens is held while the other runs through the vocabulary. */
    public enum Fixed {
        /** The token that is attended to. */
        SOURCE,
        /** The token that attends (QK), or that is written (OV). */
        DESTINATION
    }

    /**
     * The OV circuit, x W_V W_O W_U.
     *
     * @param sources what the head reads
     * @param scaled whether what the head writes for each source is divided by its standard deviation
     */
    public static TokenCircuit ov(Model model, int layer, int head, TokenVectors sources, boolean scaled) {
        FactoredMatrix full = new Circuits(model).fullOv(layer, head, sources.factor());
        return new TokenCircuit(
                Kind.OV,
                scaled
                        ? new FactoredMatrix(
                                divided(full.left(), written(model, layer, head, full.left())), full.right())
                        : full);
    }

    /**
     * The QK circuit, q W_Q W_K^T k^T / attn_scale.
     *
     * @param destinations what queries are made of: the unembedding for a token that is predicted already, or an embedding
     * @param sources what keys are made of
     * @param scaled whether each vector is divided by its standard deviation first
     */
    public static TokenCircuit qk(
            Model model, int layer, int head, TokenVectors destinations, TokenVectors sources, boolean scaled) {
        var circuits = new Circuits(model);
        FactoredMatrix full = circuits.fullQk(layer, head, destinations.factor(), sources.factor());
        if (!scaled) return new TokenCircuit(Kind.QK, full);
        Tensor left = divided(full.left(), destinations.deviations());
        Tensor right = dividedColumns(full.right(), sources.deviations());
        return new TokenCircuit(Kind.QK, new FactoredMatrix(left, right));
    }

    /** How many tokens there are. */
    public int count() {
        return matrix.rows();
    }

    /** The entries of a token that is held with all others, [d_vocab]. */
    public Tensor scores(Fixed fixed, int token) {
        boolean row = (kind == Kind.OV) == (fixed == Fixed.SOURCE);
        return row ? row(token) : column(token);
    }

    private Tensor row(int token) {
        float[] right = matrix.right().toArray();
        var scores = new float[matrix.columns()];
        for (int i = 0; i < matrix.inner(); i++) {
            float weight = matrix.left().get(token, i);
            int from = i * scores.length;
            for (int j = 0; j < scores.length; j++) scores[j] += weight * right[from + j];
        }
        return Tensor.of(scores, scores.length);
    }

    private Tensor column(int token) {
        int inner = matrix.inner();
        var weights = new float[inner];
        for (int i = 0; i < inner; i++) weights[i] = matrix.right().get(i, token);
        float[] left = matrix.left().toArray();
        var scores = new float[matrix.rows()];
        for (int row = 0; row < scores.length; row++) {
            double sum = 0;
            for (int i = 0; i < inner; i++) sum += (double) left[row * inner + i] * weights[i];
            scores[row] = (float) sum;
        }
        return Tensor.of(scores, scores.length);
    }

    /** Standard deviations of what values write into the residual stream, from their products alone: [n]. */
    private static Tensor written(Model model, int layer, int head, Tensor values) {
        Tensor wO = model.parameter(HookName.block(layer, "attn.W_O")).at(head);
        Tensor gram = model.product(Factor.of(wO), Factor.of(wO).transposed());
        Tensor through = model.product(Factor.of(values), Factor.of(gram));
        int inner = values.size(1);
        int width = wO.size(1);
        var means = new double[inner];
        for (int i = 0; i < wO.size(); i++) means[i / width] += wO.flat(i) / width;
        var deviations = new float[values.size(0)];
        for (int row = 0; row < deviations.length; row++) {
            double square = 0;
            double mean = 0;
            for (int i = 0; i < inner; i++) {
                double value = values.get(row, i);
                square += value * through.get(row, i);
                mean += value * means[i];
            }
            deviations[row] = (float) Math.sqrt(Math.max(0, square / width - mean * mean));
        }
        return Tensor.of(deviations, deviations.length);
    }

    /** Rows divided by a number each; a row of 0 stays. */
    private static Tensor divided(Tensor rows, Tensor by) {
        float[] values = rows.toArray();
        int width = rows.size(1);
        for (int i = 0; i < values.length; i++) values[i] = quotient(values[i], by.flat(i / width));
        return Tensor.of(values, rows.shape());
    }

    private static Tensor dividedColumns(Tensor columns, Tensor by) {
        float[] values = columns.toArray();
        int width = columns.size(1);
        for (int i = 0; i < values.length; i++) values[i] = quotient(values[i], by.flat(i % width));
        return Tensor.of(values, columns.shape());
    }

    private static float quotient(float value, float by) {
        return by == 0 ? 0 : value / by;
    }
}
