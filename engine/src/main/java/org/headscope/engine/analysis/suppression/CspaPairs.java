package org.headscope.engine.analysis.suppression;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.headscope.engine.model.Factor;
import org.headscope.engine.tensor.Tensor;

/**
 * Which tokens at which sources are predicted at which destinations.
 *
 * @param candidates the tokens that count as the same word as that at each source
 * @param directions what reads the logit of each of them from the stream in front of the final norm, before the scale [d_model]
 * @param kept for each destination, the most predicted first
 */
record CspaPairs(
        List<List<Integer>> candidates,
        Map<Integer, float[]> directions,
        List<List<Cspa.Kept>> all,
        List<List<Cspa.Kept>> kept) {
    /** Differences of rounding must not part equal tokens. */
    private static final double CLOSE = 1e-6;

    static CspaPairs of(Cspa cspa, HeadOnText text, TokenSets sets) {
        int[] tokens = text.tokens();
        var candidates = new ArrayList<List<Integer>>();
        for (int token : tokens) candidates.add(sets.of(token, cspa.perSource()));
        List<Integer> distinct =
                candidates.stream().flatMap(List::stream).distinct().toList();
        Tensor unembedding =
                text.model().product(Factor.of("unembed.W_U").transposed().rows(distinct));
        Tensor stream =
                text.readBy(text.cache().get("resid_pre", text.head().layer()).at(0));
        Tensor logits =
                text.model().product(Factor.of(stream), Factor.of(unembedding).transposed());
        Map<Integer, Integer> columns = new HashMap<>();
        for (int column = 0; column < distinct.size(); column++) columns.put(distinct.get(column), column);
        var all = new ArrayList<List<Cspa.Kept>>();
        var kept = new ArrayList<List<Cspa.Kept>>();
        for (int destination = 0; destination < tokens.length; destination++) {
            var seen = new ArrayList<Cspa.Kept>();
            for (int source = 0; source <= destination; source++) {
                for (int token : candidates.get(source)) {
                    seen.add(new Cspa.Kept(source, token, logits.get(destination, columns.get(token))));
                }
            }
            seen.sort(Comparator.comparingDouble((Cspa.Kept pair) -> -pair.logit()));
            all.add(seen);
            kept.add(chosen(cspa, tokens, destination, seen));
        }
        return new CspaPairs(candidates, text.directions(distinct, unembedding), all, kept);
    }

    private static List<Cspa.Kept> chosen(Cspa cspa, int[] tokens, int destination, List<Cspa.Kept> seen) {
        int count = cspa.predicted().at(destination);
        if (count <= 0) return List.of();
        List<Cspa.Kept> open = seen.stream()
                .filter(pair -> !cspa.functionWords().contains(tokens[pair.source()]))
                .filter(pair -> cspa.self() || pair.source() < destination)
                .toList();
        List<Cspa.Kept> first =
                open.stream().filter(pair -> isFirst(tokens, pair.source())).toList();
        if (first.size() < count) return cspa.strict() ? open : seen;
        double threshold = first.get(count - 1).logit();
        return open.stream().filter(pair -> pair.logit() + CLOSE >= threshold).toList();
    }

    /** Whether a token of the text has not stood before. */
    private static boolean isFirst(int[] tokens, int source) {
        for (int before = 0; before < source; before++) if (tokens[before] == tokens[source]) return false;
        return true;
    }

    List<List<Cspa.Kept>> keptBy(Cspa.Circuit circuit) {
        return circuit == Cspa.Circuit.OV ? all : kept;
    }
}
