package org.headscope.engine.analysis;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.headscope.engine.tensor.Tensor;

/**
 * What is kept of the lens at one position: a few numbers of each row, and the way of a few tokens through the rows.
 *
 * @param chosen the token the cells are seen against
 * @param cells one for each row
 * @param lines log-probabilities [row] of every token that is among the best of some row, of the chosen one, and of
 *     those that were asked for
 */
public record LensReading(int position, int chosen, List<LensCell> cells, Map<Integer, Tensor> lines) {
    public LensReading {
        cells = List.copyOf(cells);
        lines = Map.copyOf(lines);
    }

    /** Log-probability of a token in a row, in nats; nothing where it was not kept. */
    public OptionalDouble logProbability(int row, int token) {
        Tensor line = lines.get(token);
        return line == null ? OptionalDouble.empty() : OptionalDouble.of(line.flat(row));
    }
}
