package org.headscope.engine.analysis.suppression;

import java.util.List;
import org.headscope.engine.analysis.circuit.TokenScore;

/**
 * What the residual stream in front of a head says would come next, at one position (interpretability.md F.4): the final norm's
 * reading of it with a scale from elsewhere and without any bias, as log-probabilities.
 *
 * @param best the most likely tokens, best first, in nats
 * @param seen of the tokens that the text has had by then, the most likely ones, each once and no function words
 */
public record LensBefore(int position, List<TokenScore> best, List<Ranked> seen) {
    public LensBefore {
        best = List.copyOf(best);
        seen = List.copyOf(seen);
    }

    /** Which scale the stream is divided by. */
    public enum Scale {
        /** That of the final norm in the run. */
        FINAL,
        /** That of the norm in front of the head's layer. */
        LN1
    }

    /** @param rank how many tokens are more likely */
    public record Ranked(int token, float logProbability, int rank) {}
}
