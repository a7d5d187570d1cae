package org.headscope.app.cli;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.OptionalDouble;
import org.headscope.engine.survey.HeadSurvey;

/** Tells how far a survey is, once in a while, and how long it takes. */
final class SurveyPace implements HeadSurvey.Listener {
    private static final long OFTEN_NANOS = 2_000_000_000L;

    private final PrintWriter err;
    private final long wanted;
    private final int heads;
    private long start = System.nanoTime();
    private long told = start;
    private long before;
    private double fractionBefore;
    private HeadSurvey.Step last = new HeadSurvey.Step(0, 0, 0, 0, false);

    /**
     * @param wanted how many tokens are to be measured
     * @param heads how many are measured for each
     */
    SurveyPace(PrintWriter err, long wanted, int heads) {
        this.err = err;
        this.wanted = wanted;
        this.heads = heads;
    }

    @Override
    public void at(HeadSurvey.Step step) {
        last = step;
        long now = System.nanoTime();
        if (!step.measured()) {
            // what was measured earlier took no time now
            start = now;
            before = step.tokens();
            fractionBefore = step.fraction();
        }
        if (now - told < OFTEN_NANOS) return;
        told = now;
        err.printf(
                Locale.ROOT,
                "chunk %,d, %,d tokens, %.1f %% of the corpus%s%n",
                step.chunks(),
                step.tokens(),
                100 * step.fraction(),
                step.measured() ? timing(now) : ", measured before");
        err.flush();
    }

    private String timing(long now) {
        double seconds = (now - start) / 1e9;
        double ofTokens = (double) (last.tokens() - before) / Math.max(1, wanted - before);
        double ofCorpus = (last.fraction() - fractionBefore) / Math.max(1e-9, 1 - fractionBefore);
        double done = Math.clamp(Math.max(ofTokens, ofCorpus), 1e-9, 1);
        long left = Math.round(seconds / done - seconds);
        return String.format(
                Locale.ROOT,
                ", %.4f ms a token and head, %d min %d s left",
                1000 * seconds / (last.tokens() - before) / heads,
                left / 60,
                left % 60);
    }

    int passedOver() {
        return last.passedOver();
    }

    /** Nothing where nothing was measured. The time of means is in it. */
    OptionalDouble millisPerTokenAndHead() {
        long tokens = last.tokens() - before;
        if (tokens == 0) return OptionalDouble.empty();
        return OptionalDouble.of((System.nanoTime() - start) / 1e6 / tokens / heads);
    }
}
