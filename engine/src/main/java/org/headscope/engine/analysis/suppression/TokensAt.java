package org.headscope.engine.analysis.suppression;

import java.util.List;
import org.headscope.engine.analysis.circuit.TokenScore;

/**
 * The tokens that a change of a head is about, at one position.
 *
 * @param raised the tokens whose logits the head raises most by its direct effect, most first, with the logits
 * @param lowered those it lowers most, most first
 * @param before the most likely next tokens in the original run, with log-probabilities in nats
 * @param after the same with the change
 * @param next the token that does follow, or null at the end of the text
 */
public record TokensAt(
        int position,
        List<TokenScore> raised,
        List<TokenScore> lowered,
        List<TokenScore> before,
        List<TokenScore> after,
        Next next) {
    public TokensAt {
        raised = List.copyOf(raised);
        lowered = List.copyOf(lowered);
        before = List.copyOf(before);
        after = List.copyOf(after);
    }

    /**
     * The token that does follow, in both runs.
     *
     * @param attributed by how much the head raises its logit by its direct effect
     * @param rankBefore how many tokens are more likely
     */
    public record Next(
            int token, float attributed, float logProbBefore, float logProbAfter, int rankBefore, int rankAfter) {}
}
