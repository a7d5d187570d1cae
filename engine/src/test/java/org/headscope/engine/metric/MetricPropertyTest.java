package org.headscope.engine.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.headscope.engine.run.RunRequest;
import org.headscope.engine.tensor.Tensor;

/** Metrics are what they are defined as, and their gradients what small steps of a logit do to them. */
class MetricPropertyTest {
    private static final int VOCABULARY = 7;
    private static final RunRequest REQUEST = RunRequest.of(new int[][] {{1, 5, 2}, {0, 3, 6}});
    private static final double STEP = 1e-2;

    private static Tensor logits(long seed) {
        var random = new Random(seed);
        var data = new float[2 * 3 * VOCABULARY];
        for (int i = 0; i < data.length; i++) data[i] = (float) (2 * random.nextGaussian());
        return Tensor.of(data, 2, 3, VOCABULARY);
    }

    private static Tensor moved(Tensor logits, int at, double by) {
        float[] data = logits.toArray();
        data[at] += (float) by;
        return Tensor.of(data, logits.shape());
    }

    @Property(tries = 40)
    void gradientsAreWhatSmallStepsDo(
            @ForAll long seed, @ForAll @IntRange(min = 0, max = 2 * 3 * VOCABULARY - 1) int logit) {
        Tensor logits = logits(seed);
        for (LogitMetric metric : List.of(
                new Probability(List.of(2, 4), 1),
                Probability.atEnd(List.of(0, 6)),
                LogProbability.atEnd(List.of(0, 6)),
                LogitDifference.atEnd(List.of(1, 2), List.of(3, 3)),
                KlDivergence.atEnd(logits(seed + 1)),
                new KlDivergence(logits(seed + 2), 0),
                new Loss())) {
            double up = metric.value(REQUEST, moved(logits, logit, STEP));
            double down = metric.value(REQUEST, moved(logits, logit, -STEP));
            assertEquals(
                    (up - down) / (2 * STEP), metric.gradient(REQUEST, logits).flat(logit), 1e-3, metric.toString());
        }
    }

    @Property(tries = 40)
    void probabilityRankAndDivergenceAreWhatTheyAreDefinedAs(@ForAll long seed) {
        Tensor logits = logits(seed);
        double sum = 0;
        double ranks = 0;
        for (int token = 0; token < VOCABULARY; token++) {
            double probability = Probability.atEnd(List.of(token, token)).value(REQUEST, logits);
            double log = LogProbability.atEnd(List.of(token, token)).value(REQUEST, logits);
            assertTrue(probability >= Math.exp(log) - 1e-9, "a mean of probabilities is no less than that of logs");
            sum += probability;
            ranks += Rank.atEnd(List.of(token, token)).value(REQUEST, logits);
        }
        assertEquals(1, sum, 1e-6);
        assertEquals(VOCABULARY * (VOCABULARY - 1) / 2, ranks, 1e-9);
        assertEquals(0, KlDivergence.atEnd(logits).value(REQUEST, logits), 1e-9);
        assertTrue(KlDivergence.atEnd(logits(seed + 1)).value(REQUEST, logits) > 0);
        Tensor uniform = Tensor.of(new float[VOCABULARY], VOCABULARY);
        double entropy = 0;
        Tensor there = logits.at(0, 2);
        for (int token = 0; token < VOCABULARY; token++) {
            double log = there.flat(token) - Softmax.logSumExp(there);
            entropy -= Math.exp(log) * log;
        }
        assertEquals(Math.log(VOCABULARY) - entropy, KlDivergence.of(there, uniform), 1e-6);
    }

    @Property(tries = 1)
    void aRankHasNoGradient() {
        assertThrows(
                IllegalArgumentException.class, () -> Rank.atEnd(List.of(1, 1)).gradient(REQUEST, logits(1)));
        assertThrows(
                IllegalArgumentException.class, () -> Rank.atEnd(List.of(1)).value(REQUEST, logits(1)));
        Tensor other = Tensor.of(new float[VOCABULARY], 1, 1, VOCABULARY);
        assertThrows(
                IllegalArgumentException.class, () -> KlDivergence.atEnd(other).value(REQUEST, logits(1)));
    }
}
