package org.headscope.engine.analysis;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

    /** The most likely tokens of a row, best first; of equal ones the smaller id first. */
    public List<Integer> top(int row, int count) {
        return best(logProbabilities.at(row).toArray(), count);
    }

    private static List<Integer> best(float[] values, int count) {
        var ids = new int[Math.min(count, values.length)];
        int filled = 0;
        for (int id = 0; id < values.length; id++) {
            if (filled == ids.length && values[id] <= values[ids[filled - 1]]) continue;
            int at = filled < ids.length ? filled++ : filled - 1;
            while (at > 0 && values[ids[at - 1]] < values[id]) {
                ids[at] = ids[at - 1];
                at--;
            }
            ids[at] = id;
        }
        var list = new ArrayList<Integer>(ids.length);
        for (int id : ids) list.add(id);
        return list;
    }

    /**
     * What is worth keeping of this column.
     *
     * @param chosen the token the cells are seen against
     * @param followed tokens whose way through the rows is wanted in any case
     * @param count how many of the best tokens of a row are kept
     */
    public LensReading read(int chosen, Collection<Integer> followed, int count) {
        Distribution last = Distribution.of(logProbabilities.at(rows.size() - 1));
        var cells = new ArrayList<LensCell>();
        Set<Integer> kept = new LinkedHashSet<>(followed);
        kept.add(chosen);
        for (int row = 0; row < rows.size(); row++) {
            LensCell cell = cell(Distribution.of(logProbabilities.at(row)), last, chosen, count);
            cells.add(cell);
            kept.addAll(cell.best());
        }
        return new LensReading(position, chosen, cells, lines(kept));
    }

    private static LensCell cell(Distribution here, Distribution last, int chosen, int count) {
        float[] values = here.logProbabilities;
        float chosenValue = values[chosen];
        int rank = 0;
        double entropy = 0;
        double kl = 0;
        for (int id = 0; id < values.length; id++) {
            if (values[id] > chosenValue) rank++;
            entropy -= here.probabilities[id] * values[id];
            kl += last.probabilities[id] * (last.logProbabilities[id] - values[id]);
        }
        List<Integer> best = best(values, count);
        // The sums of many rounded terms may fall a hair below zero.
        return new LensCell(
                best,
                (float) here.probabilities[best.getFirst()],
                (float) Math.max(0, entropy),
                (float) Math.max(0, kl),
                chosenValue,
                rank);
    }

    private Map<Integer, Tensor> lines(Collection<Integer> ids) {
        var lines = new HashMap<Integer, Tensor>();
        for (int id : ids) {
            var line = new float[rows.size()];
            for (int row = 0; row < line.length; row++) line[row] = logProbabilities.get(row, id);
            lines.put(id, Tensor.of(line, line.length));
        }
        return lines;
    }

    /** A row of the column, [d_vocab]. */
    private record Distribution(float[] logProbabilities, double[] probabilities) {
        static Distribution of(Tensor row) {
            float[] values = row.toArray();
            var probabilities = new double[values.length];
            for (int id = 0; id < values.length; id++) probabilities[id] = Math.exp(values[id]);
            return new Distribution(values, probabilities);
        }
    }
}
