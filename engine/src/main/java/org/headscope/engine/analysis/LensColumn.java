package org.headscope.engine.analysis;

import java.util.List;
import java.util.stream.IntStream;
import org.headscope.engine.tensor.Tensor;

/**
 * The lens at one position.
 *
 * @param rows from the embedding to the end
 * @param logProbabilities [row, d_vocab], in nats
 */
public record LensColumn(int position, List<LensRow> rows, Tensor logProbabilities) {
    /** The way of one token's probability through the layers, one value a row. */
    public float[] trajectory(int id) {
        var probabilities = new float[rows.size()];
        for (int row = 0; row < probabilities.length; row++) {
            probabilities[row] = (float) Math.exp(logProbabilities.get(row, id));
        }
        return probabilities;
    }

    /** The most likely tokens of a row, best first. */
    public List<Integer> top(int row, int count) {
        Tensor values = logProbabilities.at(row);
        return IntStream.range(0, values.size())
                .boxed()
                .sorted((a, b) -> Float.compare(values.flat(b), values.flat(a)))
                .limit(count)
                .toList();
    }

    /** The cell of a row, seen against a chosen token. */
    LensCell cell(int row, int chosen) {
        Tensor here = logProbabilities.at(row);
        Tensor last = logProbabilities.at(rows.size() - 1);
        int top = 0;
        int rank = 0;
        double entropy = 0;
        double kl = 0;
        float chosenValue = here.flat(chosen);
        for (int id = 0; id < here.size(); id++) {
            float value = here.flat(id);
            if (value > here.flat(top)) top = id;
            if (value > chosenValue) rank++;
            entropy -= Math.exp(value) * value;
            kl += Math.exp(last.flat(id)) * (last.flat(id) - value);
        }
        return new LensCell(
                top, (float) Math.exp(here.flat(top)), (float) entropy, (float) kl, chosenValue, rank);
    }
}
