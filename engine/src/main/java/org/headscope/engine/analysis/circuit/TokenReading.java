package org.headscope.engine.analysis.circuit;

import java.util.List;
import org.headscope.engine.tensor.Tensor;

/**
 * What stands out among numbers of all tokens.
 *
 * @param most the tokens of the largest numbers, largest first
 * @param least those of the smallest, smallest first
 * @param marked where chosen tokens stand
 */
public record TokenReading(List<TokenScore> most, List<TokenScore> least, List<Place> marked) {
    public TokenReading {
        most = List.copyOf(most);
        least = List.copyOf(least);
        marked = List.copyOf(marked);
    }

    /**
     * Where a token stands among all; both ranks count from 0.
     *
     * @param above how many have strictly larger numbers
     * @param below how many have strictly smaller ones
     */
    public record Place(int token, float score, int above, int below) {
        /** @param scores [d_vocab] */
        public static Place of(Tensor scores, int token) {
            float own = scores.flat(token);
            int above = 0;
            int below = 0;
            for (int other = 0; other < scores.size(); other++) {
                float score = scores.flat(other);
                if (score > own) above++;
                if (score < own) below++;
            }
            return new Place(token, own, above, below);
        }
    }

    /**
     * @param scores [d_vocab]
     * @param top how many of the largest and of the smallest
     */
    public static TokenReading of(Tensor scores, int top, List<Integer> marked) {
        return new TokenReading(
                TokenScore.largest(scores, top),
                TokenScore.smallest(scores, top),
                marked.stream().map(token -> Place.of(scores, token)).toList());
    }
}
