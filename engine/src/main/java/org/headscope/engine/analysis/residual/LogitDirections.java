package org.headscope.engine.analysis.residual;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.headscope.engine.analysis.ActivationCache;
import org.headscope.engine.hook.PosSlice;
import org.headscope.engine.model.Factor;
import org.headscope.engine.tensor.Tensor;

/**
 * The directions in the last residual stream that logits, or differences of logits, grow along: the unembedding of the tokens
 * seen through the final norm, whose scale is that of the run.
 *
 * @param values [batch, chosen pos, d_model]
 * @param constant [batch, chosen pos], what is added besides
 */
record LogitDirections(Tensor values, Tensor constant) {
    static LogitDirections of(ActivationCache cache, AnswerTokens answers, PosSlice slice) {
        FrozenNorm norm = FrozenNorm.reading(ResidPoint.END, cache, slice);
        int[] shape = slice.of(cache.get(ResidPoint.END.hook(cache.config()))).shape();
        var unembedding = new Unembedding(cache, answers, shape[0], shape[1]);
        var values = new float[shape[0] * shape[1] * shape[2]];
        var constant = new float[shape[0] * shape[1]];
        for (int row = 0; row < constant.length; row++) {
            int batch = row / shape[1];
            int position = row % shape[1];
            double[] direction = unembedding.direction(batch, position);
            constant[row] = (float) (unembedding.bias(batch, position) + dot(direction, norm.bias()));
            norm.pullBack(direction, batch, position);
            for (int i = 0; i < shape[2]; i++) values[row * shape[2] + i] = (float) direction[i];
        }
        return new LogitDirections(Tensor.of(values, shape), Tensor.of(constant, shape[0], shape[1]));
    }

    private static double dot(double[] direction, Tensor vector) {
        if (vector == null) return 0;
        double sum = 0;
        for (int i = 0; i < direction.length; i++) sum += direction[i] * vector.flat(i);
        return sum;
    }

    /** The columns of W_U, and the entries of b_U, of the tokens asked for. */
    private static final class Unembedding {
        private final AnswerTokens answers;
        private final Map<Integer, Integer> rows = new HashMap<>();
        private final Tensor columns;
        private final Tensor biases;

        Unembedding(ActivationCache cache, AnswerTokens answers, int batch, int positions) {
            this.answers = answers;
            var tokens = new TreeSet<Integer>();
            for (int row = 0; row < batch; row++) {
                for (int position = 0; position < positions; position++) {
                    tokens.add(answers.correctAt(row, position));
                    answers.incorrectAt(row, position).ifPresent(tokens::add);
                }
            }
            for (int token : tokens) rows.put(token, rows.size());
            columns =
                    cache.model().product(Factor.of("unembed.W_U").transposed().rows(List.copyOf(tokens)));
            biases = cache.model().parameter("unembed.b_U");
        }

        double[] direction(int batch, int position) {
            var direction = new double[columns.size(1)];
            add(direction, answers.correctAt(batch, position), 1);
            answers.incorrectAt(batch, position).ifPresent(token -> add(direction, token, -1));
            return direction;
        }

        private void add(double[] direction, int token, int sign) {
            Tensor column = columns.at(rows.get(token));
            for (int i = 0; i < direction.length; i++) direction[i] += sign * column.flat(i);
        }

        double bias(int batch, int position) {
            double bias = biases.flat(answers.correctAt(batch, position));
            var incorrect = answers.incorrectAt(batch, position);
            return incorrect.isPresent() ? bias - biases.flat(incorrect.getAsInt()) : bias;
        }
    }
}
