package org.headscope.engine.metric;

import java.util.List;
import org.headscope.engine.run.RunRequest;
import org.headscope.engine.tensor.Tensor;

/**
 * How many tokens are more likely than an answer, mean over the batch: 0 where it is the most likely. It moves in steps, so
 * nothing can be derived from it.
 *
 * @param answers the token asked about in each prompt
 * @param position where it would follow
 */
public record Rank(List<Integer> answers, int position) implements LogitMetric {
    public Rank {
        answers = List.copyOf(answers);
    }

    /** At the last token of each prompt. */
    public static Rank atEnd(List<Integer> answers) {
        return new Rank(answers, -1);
    }

    @Override
    public double value(RunRequest request, Tensor logits) {
        int rows = Places.checkRows(request, answers.size());
        double sum = 0;
        for (int row = 0; row < rows; row++) {
            Tensor there = Places.logits(request, logits, row, position);
            float own = there.flat(answers.get(row));
            for (int token = 0; token < there.size(); token++) {
                if (there.flat(token) > own) sum++;
            }
        }
        return sum / rows;
    }

    @Override
    public int first(RunRequest request) {
        return Places.first(request, position);
    }

    /** @throws IllegalArgumentException always */
    @Override
    public Tensor gradient(RunRequest request, Tensor logits) {
        throw new IllegalArgumentException(
                "A rank moves in steps and has no gradient: ask for a logit difference or a log-probability.");
    }
}
