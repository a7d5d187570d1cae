package org.headscope.engine.analysis.circuit;

import java.util.List;
import org.headscope.engine.model.Factor;
import org.headscope.engine.model.Model;
import org.headscope.engine.run.Progress;
import org.headscope.engine.tensor.Tensor;

/**
 * A vector for each token of the vocabulary.
 *
 * @param factor [d_vocab, d_model]
 * @param lengths [d_vocab], Euclidean
 * @param deviations [d_vocab], standard deviation of the d_model numbers of each, as norms take it (not that of a sample)
 */
public record TokenVectors(Factor factor, Tensor lengths, Tensor deviations) {
    /** Those of an embedding; may take seconds where layer 0 has to be run on the whole vocabulary. */
    public static TokenVectors of(Model model, EffectiveEmbedding embedding, Progress progress) {
        if (embedding.isParameter(model.config())) {
            return of(Factor.of("embed.W_E"), model.parameter("embed.W_E"), 1);
        }
        Tensor vectors = embedding.of(model, progress);
        return of(Factor.of(vectors), vectors, 1);
    }

    /** Those of the unembedding: what raises the logit of each token. */
    public static TokenVectors unembedding(Model model) {
        return of(Factor.of("unembed.W_U").transposed(), model.parameter("unembed.W_U"), 0);
    }

    /** @param widthAxis which axis of the numbers runs over d_model */
    private static TokenVectors of(Factor factor, Tensor numbers, int widthAxis) {
        int width = numbers.size(widthAxis);
        int count = numbers.size(1 - widthAxis);
        var sums = new double[count];
        var squares = new double[count];
        for (int i = 0; i < numbers.size(); i++) {
            int token = widthAxis == 1 ? i / width : i % count;
            double value = numbers.flat(i);
            sums[token] += value;
            squares[token] += value * value;
        }
        var lengths = new float[count];
        var deviations = new float[count];
        for (int token = 0; token < count; token++) {
            double mean = sums[token] / width;
            lengths[token] = (float) Math.sqrt(squares[token]);
            deviations[token] = (float) Math.sqrt(Math.max(0, squares[token] / width - mean * mean));
        }
        return new TokenVectors(factor, Tensor.of(lengths, count), Tensor.of(deviations, count));
    }

    /** How many tokens there are. */
    public int count() {
        return lengths.size();
    }

    /** Cosines of one token's vector and those of all, [d_vocab]; 0 with a vector that is 0. */
    public Tensor cosines(Model model, int token) {
        Tensor products = model.product(factor.rows(List.of(token)), factor.transposed());
        var cosines = new float[count()];
        for (int other = 0; other < cosines.length; other++) {
            double both = (double) lengths.flat(token) * lengths.flat(other);
            cosines[other] = both == 0 ? 0 : (float) (products.flat(other) / both);
        }
        return Tensor.of(cosines, cosines.length);
    }
}
