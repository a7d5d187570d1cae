package org.headscope.app.ablation;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import org.headscope.engine.hook.Site;

/** How long parts take to measure, learnt from the latest ones: a pass starts in the layer of the part. */
final class Pace {
    /** The first passes are slower than the others, and any one may be held up. */
    private static final int LEAST_MEASURED = 5;

    private static final int MOST_KEPT = 15;

    private final Deque<Double> secondsPerBlock = new ArrayDeque<>();
    private SweepKey key;

    /** The work of a step, in blocks; the unembedding counts as two. */
    private static double blocks(SweepStep step) {
        int nLayers = step.target().key().laboratory().model().config().nLayers();
        List<Site> parts = switch (step) {
            case SweepStep.Estimate _ -> List.of();
            case SweepStep.Direct direct -> direct.parts();
            case SweepStep.Exact exact -> List.of(exact.part());
        };
        return parts.stream().mapToDouble(part -> nLayers - part.layer() + 2.0).sum();
    }

    /** Single parts say how long parts take; what several take together is less for each. */
    void learn(SweepStep step, long nanos) {
        if (!(step instanceof SweepStep.Exact)) return;
        secondsPerBlock.addLast(nanos / 1e9 / blocks(step));
        if (secondsPerBlock.size() > MOST_KEPT) secondsPerBlock.removeFirst();
    }

    /** Goes on with other runs; what took another time to measure says nothing about them. */
    void turnTo(SweepKey now) {
        boolean alike = key != null
                && key.laboratory() == now.laboratory()
                && key.ablation().by().equals(now.ablation().by())
                && Math.abs(length(now) - length(key)) <= length(key) / 4;
        if (alike) return;
        secondsPerBlock.clear();
        key = now;
    }

    private static int length(SweepKey key) {
        return key.experiment().prompt().length();
    }

    /** Seconds for these steps; 0 while too little is known. */
    double seconds(Collection<SweepStep> steps) {
        if (secondsPerBlock.size() < LEAST_MEASURED) return 0;
        double[] sorted = secondsPerBlock.stream()
                .mapToDouble(Double::doubleValue)
                .sorted()
                .toArray();
        return sorted[sorted.length / 2]
                * steps.stream().mapToDouble(Pace::blocks).sum();
    }
}
