package org.headscope.engine.generate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SamplerTest {
    private static final float[] LOGITS = {1, 3, 2, -1, 0.5f};
    private static final int[] NOTHING = {};
    private static final int DRAWS = 20_000;

    @Test
    void greedyTakesTheFirstOfTheLargest() {
        assertEquals(1, new Sampler(Sampling.GREEDY).next(new float[] {1, 3, 3}, NOTHING));
    }

    @Test
    void topOneIsGreedy() {
        assertOnly(1, Sampling.temperature(5, 1).topK(1));
    }

    @Test
    void aSmallTopPKeepsExactlyOne() {
        assertOnly(1, Sampling.temperature(1, 2).topP(0.01));
    }

    @Test
    void aTemperatureNearZeroIsGreedy() {
        assertOnly(1, Sampling.temperature(1e-3, 3));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.5, 1, 2})
    void frequenciesFollowTheProbabilities(double temperature) {
        assertFrequencies(Sampling.temperature(temperature, 4), softmax(temperature, LOGITS));
    }

    @Test
    void topKLeavesTheRestOut() {
        float[] two = LOGITS.clone();
        two[0] = two[3] = two[4] = Float.NEGATIVE_INFINITY;
        assertFrequencies(Sampling.temperature(1, 5).topK(2), softmax(1, two));
    }

    @Test
    void aTopKAboveTheVocabularyKeepsAll() {
        assertFrequencies(Sampling.temperature(1, 5).topK(99), softmax(1, LOGITS));
    }

    /** Probabilities are 0.61, 0.22, 0.08 and so on; the token that crosses the limit is kept. */
    @Test
    void topPKeepsTheTokenThatCrosses() {
        float[] two = LOGITS.clone();
        two[0] = two[3] = two[4] = Float.NEGATIVE_INFINITY;
        assertFrequencies(Sampling.temperature(1, 6).topP(0.7), softmax(1, two));
    }

    @Test
    void theFrequencyPenaltyCountsOccurrences() {
        var sampler = new Sampler(Sampling.GREEDY.penalties(0.6, 1));
        assertEquals(1, sampler.next(LOGITS.clone(), new int[] {1}));
        assertEquals(2, sampler.next(LOGITS.clone(), new int[] {1, 1}));
    }

    @Test
    void theRepetitionPenaltyDividesOrMultiplies() {
        var sampler = new Sampler(Sampling.GREEDY.penalties(0, 2));
        assertEquals(2, sampler.next(LOGITS.clone(), new int[] {1, 1}));
        assertEquals(1, sampler.next(new float[] {-1, -1.5f}, new int[] {0}));
    }

    @Test
    void impossibleSettingsAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> Sampling.temperature(-1, 0));
        assertThrows(IllegalArgumentException.class, () -> Sampling.temperature(Double.NaN, 0));
        assertThrows(IllegalArgumentException.class, () -> Sampling.GREEDY.topP(0));
        assertThrows(IllegalArgumentException.class, () -> Sampling.GREEDY.topK(-1));
        assertThrows(
                IllegalArgumentException.class, () -> Sampling.GREEDY.topK(2).topP(0.5));
    }

    private static void assertOnly(int token, Sampling how) {
        var sampler = new Sampler(how);
        for (int i = 0; i < 1000; i++) assertEquals(token, sampler.next(LOGITS.clone(), NOTHING));
    }

    /** Four standard deviations of the number of draws. */
    private static void assertFrequencies(Sampling how, double[] probabilities) {
        var sampler = new Sampler(how);
        var counts = new int[probabilities.length];
        for (int i = 0; i < DRAWS; i++) counts[sampler.next(LOGITS.clone(), NOTHING)]++;
        for (int token = 0; token < counts.length; token++) {
            double p = probabilities[token];
            assertEquals(p * DRAWS, counts[token], 4 * Math.sqrt(DRAWS * p * (1 - p)) + 1e-9, "token " + token);
        }
    }

    private static double[] softmax(double temperature, float[] logits) {
        var p = new double[logits.length];
        double sum = 0;
        for (int i = 0; i < p.length; i++) sum += p[i] = Math.exp(logits[i] / temperature);
        for (int i = 0; i < p.length; i++) p[i] /= sum;
        return p;
    }
}
