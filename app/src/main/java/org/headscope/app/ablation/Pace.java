package org.headscope.app.ablation;

import java.util.Collection;
import org.headscope.engine.hook.Site;

/** How long parts take to measure, learnt from those that were: a pass starts in the layer of the part. */
final class Pace {
    private static final double LEARNT = 0.95;

    private double nanos;
    private double work;

    /** The work of measuring a part, in blocks; the unembedding counts as two. */
    private static double work(Site part, int nLayers) {
        return nLayers - part.layer() + 2.0;
    }

    void learn(Site part, int nLayers, long took) {
        nanos = LEARNT * nanos + took;
        work = LEARNT * work + work(part, nLayers);
    }

    boolean isKnown() {
        return work > 0;
    }

    void forget() {
        nanos = 0;
        work = 0;
    }

    /** Seconds for these parts; 0 while nothing is known. */
    double seconds(Collection<Site> parts, int nLayers) {
        double blocks = parts.stream().mapToDouble(part -> work(part, nLayers)).sum();
        return isKnown() ? nanos / work * blocks / 1e9 : 0;
    }
}
