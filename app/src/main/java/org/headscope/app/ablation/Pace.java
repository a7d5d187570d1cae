package org.headscope.app.ablation;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.Objects;
import org.headscope.engine.experiment.Laboratory;
import org.headscope.engine.hook.MeanSource;
import org.headscope.engine.hook.Site;

/** How long parts take to measure, learnt from the latest ones: a pass starts in the layer of the part. */
final class Pace {
    /** The first passes are slower than the others, and any one may be held up. */
    private static final int LEAST_MEASURED = 5;

    private static final int MOST_KEPT = 15;

    private final Deque<Double> secondsPerBlock = new ArrayDeque<>();
    private Laboratory laboratory;
    private int length;
    private MeanSource mean;

    /** The work of measuring a part, in blocks; the unembedding counts as two. */
    private static double blocks(Site part, int nLayers) {
        return nLayers - part.layer() + 2.0;
    }

    void learn(Site part, int nLayers, long nanos) {
        secondsPerBlock.addLast(nanos / 1e9 / blocks(part, nLayers));
        if (secondsPerBlock.size() > MOST_KEPT) secondsPerBlock.removeFirst();
    }

    /** Goes on with other runs; what took another time to measure says nothing about them. */
    void turnTo(Laboratory laboratory, int length, MeanSource mean) {
        boolean alike = this.laboratory == laboratory
                && Objects.equals(this.mean, mean)
                && Math.abs(length - this.length) <= this.length / 4;
        if (alike) return;
        secondsPerBlock.clear();
        this.laboratory = laboratory;
        this.length = length;
        this.mean = mean;
    }

    /** Seconds for these parts; 0 while too little is known. */
    double seconds(Collection<Site> parts, int nLayers) {
        if (secondsPerBlock.size() < LEAST_MEASURED) return 0;
        double[] sorted = secondsPerBlock.stream()
                .mapToDouble(Double::doubleValue)
                .sorted()
                .toArray();
        double median = sorted[sorted.length / 2];
        return median
                * parts.stream().mapToDouble(part -> blocks(part, nLayers)).sum();
    }
}
