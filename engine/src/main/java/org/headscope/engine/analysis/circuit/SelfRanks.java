package org.headscope.engine.analysis.circuit;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.headscope.engine.model.Factor;
import org.headscope.engine.model.Model;
import org.headscope.engine.run.Progress;
import org.headscope.engine.tensor.Tensor;

/**
 * Where each token stands in its own row of a circuit: whether a head that attends to a token lowers (or raises) the logit of
 * that very token most, and whether a token attends to itself most (interpretability.md F.3). Ranks count from 0.
 *
 * @param ranks [d_vocab], how many entries of the row are strictly further to the chosen end than the token's own
 */
public record SelfRanks(Tensor ranks) {
    /** Numbers that are in memory at once. */
    private static final int BLOCK = 1 << 23;

    /** The two ends that ranks are counted from. */
    public record Both(SelfRanks fromTop, SelfRanks fromBottom) {}

    /** A token and its rank. */
    public record Ranked(int token, int rank) {}

    /** Goes through all rows of a circuit in blocks; {@code progress} is told of the tokens done, and may cancel there. */
    public static Both of(Model model, TokenCircuit circuit, Progress progress) {
        int count = circuit.count();
        int block = Math.max(1, BLOCK / count);
        var above = new float[count];
        var below = new float[count];
        Factor right = Factor.of(circuit.matrix().right());
        progress.at(0, count);
        for (int from = 0; from < count; from += block) {
            int to = Math.min(from + block, count);
            Tensor left = circuit.matrix().left().slice(0, from, to);
            float[] rows = model.product(Factor.of(left), right).toArray();
            for (int token = from; token < to; token++) {
                int start = (token - from) * count;
                float own = rows[start + token];
                above[token] = above(rows, start, count, own);
                below[token] = below(rows, start, count, own);
            }
            progress.at(to, count);
        }
        return new Both(new SelfRanks(Tensor.of(above, count)), new SelfRanks(Tensor.of(below, count)));
    }

    private static int above(float[] values, int from, int count, float own) {
        int above = 0;
        for (int i = from; i < from + count; i++) above += values[i] > own ? 1 : 0;
        return above;
    }

    private static int below(float[] values, int from, int count, float own) {
        int below = 0;
        for (int i = from; i < from + count; i++) below += values[i] < own ? 1 : 0;
        return below;
    }

    /** How many tokens there are. */
    public int count() {
        return ranks.size();
    }

    public double mean() {
        return ints().average().orElseThrow();
    }

    /** The middle rank; the mean of the two in the middle where their number is even. */
    public double median() {
        int[] sorted = ints().sorted().toArray();
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2.0;
    }

    /** The share of tokens, from 0 to 1, whose rank is below a number. */
    public double shareBelow(int rank) {
        return (double) ints().filter(own -> own < rank).count() / count();
    }

    /** How many tokens have a rank above a share of the vocabulary. */
    public int worseThan(double share) {
        return (int) ints().filter(own -> own > share * count()).count();
    }

    /** The tokens of the largest ranks, largest first; of equal ones the lower token. */
    public List<Ranked> worst(int most) {
        return IntStream.range(0, count())
                .mapToObj(token -> new Ranked(token, (int) ranks.flat(token)))
                .sorted(Comparator.comparingInt(Ranked::rank).reversed().thenComparing(Ranked::token))
                .limit(most)
                .toList();
    }

    private IntStream ints() {
        float[] values = ranks.toArray();
        return IntStream.range(0, values.length).map(i -> (int) values[i]);
    }
}
