package org.headscope.engine.metric;

import java.util.List;
import org.headscope.engine.run.RunRequest;
import org.headscope.engine.tensor.Tensor;

/**
 * Logit of the right token minus logit of the wrong one, mean over the batch.
 *
 * @param correct the right token of each prompt
 * @param incorrect the wrong token of each prompt
 * @param position where the tokens would follow
 */
public record LogitDifference(List<Integer> correct, List<Integer> incorrect, int position) implements LogitMetric {
    public LogitDifference {
        correct = List.copyOf(correct);
        incorrect = List.copyOf(incorrect);
    }

    /** At the last token of each prompt. */
    public static LogitDifference atEnd(List<Integer> correct, List<Integer> incorrect) {
        return new LogitDifference(correct, incorrect, -1);
    }

    @Override
    public double value(RunRequest request, Tensor logits) {
        double sum = 0;
        for (int row = 0; row < rows(request); row++) {
            Tensor there = Places.logits(request, logits, row, position);
            sum += there.flat(correct.get(row)) - there.flat(incorrect.get(row));
        }
        return sum / rows(request);
    }

    @Override
    public int first(RunRequest request) {
        return Places.first(request, position);
    }

    @Override
    public Tensor gradient(RunRequest request, Tensor logits) {
        var gradient = new float[logits.size()];
        int rows = rows(request);
        for (int row = 0; row < rows; row++) {
            int at = Places.start(logits, row, Places.position(request, row, position));
            gradient[at + correct.get(row)] += 1f / rows;
            gradient[at + incorrect.get(row)] -= 1f / rows;
        }
        return Tensor.of(gradient, logits.shape());
    }

    private int rows(RunRequest request) {
        Places.checkRows(request, incorrect.size());
        return Places.checkRows(request, correct.size());
    }
}
