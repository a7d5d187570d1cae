package org.headscope.app.example;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.headscope.engine.analysis.circuit.TokenScore;
import org.headscope.engine.analysis.suppression.TokensAt;

/** The probability of a next token with the head and without it. */
record NextPair(int token, double before, double after) {
    /** The token that follows, then those that are likely in both runs; of one list alone the other probability is not known. */
    static List<NextPair> of(TokensAt tokens) {
        Map<Integer, Double> before = probabilities(tokens.before());
        Map<Integer, Double> after = probabilities(tokens.after());
        TokensAt.Next next = tokens.next();
        if (next != null) {
            before.put(next.token(), Math.exp(next.logProbBefore()));
            after.put(next.token(), Math.exp(next.logProbAfter()));
        }
        var pairs = new ArrayList<NextPair>();
        before.forEach((token, probability) -> {
            if (after.containsKey(token)) pairs.add(new NextPair(token, probability, after.get(token)));
        });
        pairs.sort(Comparator.comparingDouble((NextPair pair) -> -Math.max(pair.before(), pair.after())));
        return pairs;
    }

    private static Map<Integer, Double> probabilities(List<TokenScore> scores) {
        Map<Integer, Double> probabilities = new LinkedHashMap<>();
        for (TokenScore score : scores) probabilities.put(score.token(), Math.exp(score.score()));
        return probabilities;
    }
}
