package org.headscope.engine.analysis;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.headscope.engine.experiment.Answers;
import org.headscope.engine.experiment.Run;
import org.headscope.engine.model.Model;
import org.headscope.engine.run.Progress;
import org.headscope.engine.tensor.Tensor;

/**
 * The metric of a run as the logit lens reads it from the residual stream of every layer and position: the logit difference of the
 * two answers, or the log-probability of the one; without answers the loss of the token that comes next in the prompt, in nats.
 */
public final class LensMetric {
    /** Log-probabilities read at once, so that memory stays small. */
    private static final int MOST_VALUES = 4_000_000;

    private LensMetric() {}

    /**
     * Reads a run.
     *
     * @return [row, pos] with a row for the input of each layer and one for the end; NaN for the loss behind the last token
     */
    public static Tensor of(Model model, Run run, Progress progress) {
        var lens = new LogitLens(false, LogitLens.Norm.OWN);
        int rows = lens.rows(model).size();
        int length = run.tokens().size();
        int batch = Math.max(1, MOST_VALUES / (rows * model.config().dVocab()));
        Answers answers = Answers.of(model, run.experiment());
        var values = new float[rows * length];
        Arrays.fill(values, Float.NaN);
        for (int from = 0; from < length; from += batch) {
            progress.at(from, length);
            List<Integer> some = IntStream.range(from, Math.min(length, from + batch))
                    .boxed()
                    .toList();
            for (LensColumn column : lens.columns(model, run, some)) {
                for (int row = 0; row < rows; row++) {
                    values[row * length + column.position()] = value(answers, run, column, row);
                }
            }
        }
        return Tensor.of(values, rows, length);
    }

    private static float value(Answers answers, Run run, LensColumn column, int row) {
        Tensor logs = column.logProbabilities();
        if (answers.right().isPresent()) {
            float answer = logs.get(row, answers.right().get().id());
            return answers.wrong()
                    .map(other -> answer - logs.get(row, other.id()))
                    .orElse(answer);
        }
        int next = column.position() + 1;
        return next < run.tokens().size()
                ? -logs.get(row, run.tokens().get(next).id())
                : Float.NaN;
    }
}
