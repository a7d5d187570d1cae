package org.headscope.engine.analysis.circuit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.headscope.engine.tensor.Tensor;

/** A token and a number about it. */
public record TokenScore(int token, float score) {
    /** The tokens of the largest numbers, largest first; of equal ones the lower token. */
    public static List<TokenScore> largest(Tensor scores, int count) {
        return first(scores, count, 1);
    }

    /** The tokens of the smallest numbers, smallest first; of equal ones the lower token. */
    public static List<TokenScore> smallest(Tensor scores, int count) {
        return first(scores, count, -1);
    }

    private static List<TokenScore> first(Tensor scores, int count, int sign) {
        Comparator<TokenScore> lastFirst = Comparator.<TokenScore>comparingDouble(item -> sign * item.score)
                .thenComparing(Comparator.comparingInt(TokenScore::token).reversed());
        var best = new PriorityQueue<>(lastFirst);
        for (int token = 0; token < scores.size(); token++) {
            best.add(new TokenScore(token, scores.flat(token)));
            if (best.size() > count) best.poll();
        }
        var sorted = new ArrayList<>(best);
        sorted.sort(lastFirst.reversed());
        return List.copyOf(sorted);
    }
}
