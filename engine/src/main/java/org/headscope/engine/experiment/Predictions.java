package org.headscope.engine.experiment;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.headscope.engine.tensor.Tensor;

/**
 * What a model expects at one position.
 *
 * @param logits [d_vocab]
 * @param logSumExp of the logits
 */
public record Predictions(Tensor logits, double logSumExp) {
    public double logProbability(int id) {
        return logits.flat(id) - logSumExp;
    }

    /** How many tokens are more likely than this one. */
    public int rank(int id) {
        float own = logits.flat(id);
        int better = 0;
        for (int other = 0; other < logits.size(); other++) {
            if (logits.flat(other) > own) better++;
        }
        return better;
    }

    /** Everything about one token. */
    public Prediction of(int id) {
        return prediction(id, rank(id));
    }

    private Prediction prediction(int id, int rank) {
        return new Prediction(id, rank, logits.flat(id), logProbability(id));
    }

    /** The most likely tokens, best first; of equal ones the lower id. */
    public List<Prediction> top(int count) {
        Comparator<Integer> worstFirst =
                Comparator.<Integer>comparingDouble(logits::flat).thenComparing(Comparator.reverseOrder());
        var best = new PriorityQueue<>(worstFirst);
        for (int id = 0; id < logits.size(); id++) {
            if (best.size() < count) {
                best.add(id);
            } else if (!best.isEmpty() && logits.flat(id) > logits.flat(best.peek())) {
                best.poll();
                best.add(id);
            }
        }
        var ids = new ArrayList<>(best);
        ids.sort(worstFirst.reversed());
        var top = new ArrayList<Prediction>();
        for (int id : ids) top.add(prediction(id, top.size()));
        return top;
    }
}
