package org.headscope.app.ablation;

import org.headscope.engine.hook.Site;

/**
 * What a part does for the metric, as far as that is known: the opposite of the effect of switching it off. NaN for what is not
 * known.
 *
 * @param estimate of the total, from the gradient
 * @param exact the total as it was measured
 * @param direct what of it goes straight through the residual stream, as it was measured
 * @param spread standard deviation over the prompts of a set of what is shown of the part; NaN for a single prompt
 */
record PartRow(Site part, double estimate, double exact, double direct, double spread) {
    /** Measured, else estimated. */
    double total() {
        return Double.isNaN(exact) ? estimate : exact;
    }

    double of(Path path) {
        return switch (path) {
            case TOTAL -> total();
            case DIRECT -> direct;
            case INDIRECT -> total() - direct;
        };
    }

    /** How much more was measured than estimated. */
    double difference() {
        return exact - estimate;
    }

    /** Whether what is shown is there, but only estimated. */
    boolean isEstimated(Path path) {
        return path != Path.DIRECT && Double.isNaN(exact) && !Double.isNaN(of(path));
    }
}
