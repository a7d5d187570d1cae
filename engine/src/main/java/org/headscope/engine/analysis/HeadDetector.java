package org.headscope.engine.analysis;

import org.headscope.engine.tensor.Tensor;

/**
 * How much a head's attention looks like that of a known kind (interpretability.md D.6; TransformerLens head_detector).
 *
 * @param pattern the kind
 * @param excludeBos whether attention to position 0 is left out of account
 * @param excludeCurrent whether attention of a token to itself is left out of account
 */
public record HeadDetector(DetectionPattern pattern, boolean excludeBos, boolean excludeCurrent) {
    public HeadDetector(DetectionPattern pattern) {
        this(pattern, false, false);
    }

    /**
     * The share of the attention that falls where the kind puts it, from 0 to 1 ("mul"); 0 where nothing is left to share.
     *
     * @param attention pattern of one head, [query, key]
     */
    public double share(Tensor attention, int[] tokens) {
        double hits = 0;
        double all = 0;
        for (int query = 0; query < tokens.length; query++) {
            for (int key = 0; key <= query; key++) {
                if (excluded(query, key)) continue;
                double weight = attention.get(query, key);
                all += weight;
                if (pattern.attends(tokens, query, key)) hits += weight;
            }
        }
        return all == 0 ? 0 : hits / all;
    }

    /**
     * 1 minus the distance from a perfect head of the kind, summed over keys and averaged over queries ("abs", not
     * rounded); may be negative.
     *
     * @param attention pattern of one head, [query, key]
     */
    public double closeness(Tensor attention, int[] tokens) {
        double distance = 0;
        for (int query = 0; query < tokens.length; query++) {
            for (int key = 0; key <= query; key++) {
                if (excluded(query, key)) continue;
                double perfect = pattern.attends(tokens, query, key) ? 1 : 0;
                distance += Math.abs(attention.get(query, key) - perfect);
            }
        }
        return 1 - distance / tokens.length;
    }

    private boolean excluded(int query, int key) {
        return excludeBos && key == 0 || excludeCurrent && key == query;
    }
}
