package org.headscope.engine.metric;

import java.util.List;
import org.headscope.engine.run.RunRequest;
import org.headscope.engine.tensor.Tensor;

/**
 * Log-probability of an answer in nats, mean over the batch.
 *
 * @param answers the token asked about in each prompt
 * @param position where it would follow
 */
public record LogProbability(List<Integer> answers, int position) implements LogitMetric {
    public LogProbability {
        answers = List.copyOf(answers);
    }

    /** At the last token of each prompt. */
    public static LogProbability atEnd(List<Integer> answers) {
        return new LogProbability(answers, -1);
    }

    @Override
    public double value(RunRequest request, Tensor logits) {
        int rows = Places.checkRows(request, answers.size());
        double sum = 0;
        for (int row = 0; row < rows; row++) {
            Tensor there = Places.logits(request, logits, row, position);
            sum += there.flat(answers.get(row)) - Softmax.logSumExp(there);
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
            Softmax.add(logits.at(row, position), -1.0 / rows, gradient, at);
            gradient[at + answers.get(row)] += 1f / rows;
        }
        return Tensor.of(gradient, logits.shape());
    }
}
