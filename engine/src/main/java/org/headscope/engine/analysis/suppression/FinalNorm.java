package org.headscope.engine.analysis.suppression;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

    /**
     * By token, the direction that reads its logit from what the norm reads, before the scale.
     *
     * @param unembedding the column of W_U of each token, [token, d_model]
     */
    Map<Integer, float[]> directions(List<Integer> tokens, Tensor unembedding) {
        var unscaled = new FrozenNorm(kind.centres(), Tensor.of(new float[] {1}, 1, 1, 1), weight, null);
        Map<Integer, float[]> directions = new HashMap<>();
        for (int row = 0; row < tokens.size(); row++) {
            var direction = new double[unembedding.size(1)];
            for (int i = 0; i < direction.length; i++) direction[i] = unembedding.get(row, i);
            if (kind != NormKind.NONE) unscaled.pullBack(direction, 0, 0);
            var plain = new float[direction.length];
            for (int i = 0; i < plain.length; i++) plain[i] = (float) direction[i];
            directions.put(tokens.get(row), plain);
        }
        return directions;
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
