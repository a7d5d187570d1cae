package org.headscope.engine.metric;

import java.util.List;
import org.headscope.engine.run.RunRequest;
import org.headscope.engine.tensor.Tensor;

/**
 * Probability of an answer, mean over the batch.
 *
 * @param answers the token asked about in each prompt
 * @param position where it would follow
 */
public record Probability(List<Integer> answers, int position) implements LogitMetric {
    public Probability {
        answers = List.copyOf(answers);
    }

    /** At the last token of each prompt. */
    public static Probability atEnd(List<Integer> answers) {
        return new Probability(answers, -1);
    }

    @Override
    public double value(RunRequest request, Tensor logits) {
        int rows = Places.checkRows(request, answers.size());
        double sum = 0;
        for (int row = 0; row < rows; row++) {
            sum += probability(Places.logits(request, logits, row, position), answers.get(row));
        }
        return sum / rows;
    }

    @Override
    public int first(RunRequest request) {
        return Places.first(request, position);
    }

    @Override
    public Tensor gradient(RunRequest request, Tensor logits) {
        int rows = Places.checkRows(request, answers.size());
        var gradient = new float[logits.size()];
        for (int row = 0; row < rows; row++) {
            int position = Places.position(request, row, this.position);
            int at = Places.start(logits, row, position);
            double share = probability(logits.at(row, position), answers.get(row)) / rows;
            Softmax.add(logits.at(row, position), -share, gradient, at);
            gradient[at + answers.get(row)] += (float) share;
        }
        return Tensor.of(gradient, logits.shape());
    }

    private static double probability(Tensor logits, int token) {
        return Math.exp(logits.flat(token) - Softmax.logSumExp(logits));
    }
}
