package org.headscope.engine.analysis.suppression;

import org.headscope.engine.analysis.residual.FrozenNorm;
import org.headscope.engine.model.Model;
import org.headscope.engine.model.NormKind;
import org.headscope.engine.tensor.Tensor;

/**
 * The final norm with scales given from outside, and without its bias: the part of it that is linear.
 *
 * @param weight [d_model], or null for none
 */
record FinalNorm(NormKind kind, Tensor weight, double eps) {
    static FinalNorm of(Model model) {
        NormKind kind = model.config().norms().last();
        Tensor weight = kind.hasParameters() ? model.parameter("ln_final.w") : null;
        return new FinalNorm(kind, weight, model.config().eps());
    }

    /**
     * Vectors as the unembedding reads them.
     *
     * @param vectors [n, d_model]
     * @param scales [n]
     */
    Tensor apply(Tensor vectors, float[] scales) {
        if (kind == NormKind.NONE) return vectors;
        int rows = vectors.size(0);
        var norm = new FrozenNorm(kind.centres(), Tensor.of(scales, 1, rows, 1), weight, null);
        return norm.apply(vectors.reshape(1, rows, vectors.size(1))).at(0);
    }

    /** The scales that vectors [n, d_model] have of their own. */
    float[] scales(Tensor vectors) {
        var scales = new float[vectors.size(0)];
        for (int row = 0; row < scales.length; row++) scales[row] = (float) scale(vectors.at(row));
        return scales;
    }

    private double scale(Tensor vector) {
        double mean = 0;
        if (kind.centres()) for (int i = 0; i < vector.size(); i++) mean += vector.flat(i) / (double) vector.size();
        double squares = 0;
        for (int i = 0; i < vector.size(); i++) squares += (vector.flat(i) - mean) * (vector.flat(i) - mean);
        return Math.sqrt(squares / vector.size() + eps);
    }
}
