package org.headscope.engine.survey;

import java.util.List;
import org.headscope.engine.hook.Site;

/**
 * What an effect of a head comes to over all tokens of a survey, in nats; positive where the head helps.
 *
 * @param meanAbsolute mean of the sizes of the effect, whatever their sign
 * @param topShare how much of all benefit (the sum of the effects above 0) comes from the 5 % of tokens with the greatest effect;
 *     NaN where there is no benefit
 * @param quantiles of the effect, at the {@link #LEVELS}
 */
public record HeadSummary(
        Site head,
        Effect effect,
        long tokens,
        double mean,
        double meanAbsolute,
        double topShare,
        List<Double> quantiles) {
    /** Where quantiles are taken: of all tokens, this share has a smaller effect. */
    public static final List<Double> LEVELS = List.of(0.0, 0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99, 1.0);

    /** The share of tokens that {@link #topShare} is about. */
    public static final double TOP = 0.05;

    public HeadSummary {
        quantiles = List.copyOf(quantiles);
    }
}
