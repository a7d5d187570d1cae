package org.headscope.engine.analysis.attention;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.headscope.engine.Golden;
import org.headscope.engine.GoldenModel;
import org.headscope.engine.analysis.ActivationCache;
import org.headscope.engine.analysis.attention.ScoreWriters.Writers;
import org.headscope.engine.analysis.residual.HeadResults;
import org.headscope.engine.hook.HookName;
import org.headscope.engine.hook.NameFilter;
import org.headscope.engine.hook.PosSlice;
import org.headscope.engine.model.Model;
import org.headscope.engine.model.ModelConfig;
import org.headscope.engine.model.PositionConfig;
import org.headscope.engine.model.Processing;
import org.headscope.engine.tensor.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Parts of attention scores add up to what attention computed, in every architecture, folded or not. */
class AttentionLawsTest {
    private static final int LAYER = 1;

    static Stream<Arguments> models() {
        return Golden.models().stream()
                .flatMap(name -> Stream.of(Processing.RAW, Processing.FOLDED).map(how -> Arguments.of(name, how)));
    }

    private static ActivationCache cache(String name, Model model, NameFilter hooks, String... more) throws Exception {
        var names = new ArrayList<>(hooks.patterns());
        names.addAll(List.of(more));
        return ActivationCache.run(model, new GoldenModel(name).tokens(), NameFilter.of(names));
    }

    @ParameterizedTest
    @MethodSource("models")
    void dimensionsOfQueryAndKeySumToTheScore(String name, Processing processing) throws Exception {
        try (Model model = new GoldenModel(name).load(processing)) {
            var dimensions = new QueryKeyDimensions(LAYER, 3 % model.config().nHeads());
            ActivationCache cache =
                    cache(name, model, dimensions.hooks(model.config()), HookName.of("attn_scores", LAYER));
            Tensor products = dimensions.of(cache, 1, 9);
            assertEquals(10, products.size(0));
            for (int key = 7; key <= 9; key++) {
                double sum = 0;
                for (int i = 0; i < products.size(1); i++) sum += products.get(key, i);
                assertScore(cache, dimensions.head(), 9, key, sum);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void pairsOfWritersSumToTheScore(String name, Processing processing) throws Exception {
        try (Model model = new GoldenModel(name).load(processing)) {
            for (Writers writers : Writers.values()) {
                var split = new ScoreWriters(LAYER, model.config().nHeads() - 1, writers);
                int arrays = model.nativeArrays();
                ActivationCache cache =
                        cache(name, model, split.hooks(model.config()), HookName.of("attn_scores", LAYER));
                for (int key = 8; key <= 10; key++) {
                    ScoreSplit parts = split.of(cache, 1, 10, key);
                    assertScore(cache, split.head(), 10, key, parts.score());
                    double byKey = 0;
                    for (int i = 0; i < parts.key().size(); i++)
                        byKey += parts.byKey().flat(i);
                    double byQuery = 0;
                    for (int i = 0; i < parts.query().size(); i++)
                        byQuery += parts.byQuery().flat(i);
                    assertEquals(parts.score(), byKey, 1e-4);
                    assertEquals(parts.score(), byQuery, 1e-4);
                }
                assertEquals(arrays, model.nativeArrays());
            }
        }
    }

    /** Compares with the score of batch row 1, which has soft cap and ALiBi in it. */
    private static void assertScore(ActivationCache cache, int head, int query, int key, double sum) {
        ModelConfig config = cache.config();
        float expected = cache.get("attn_scores", LAYER).get(1, head, query, key);
        if (Float.isInfinite(expected)) return;
        double cap = config.attention().softCap();
        double capped = cap > 0 ? cap * Math.tanh(sum / cap) : sum;
        if (config.positions() instanceof PositionConfig.Alibi) {
            double slope = Math.pow(2, -8.0 * (head + 1) / config.nHeads());
            capped += slope * (key - query);
        }
        assertEquals(expected, capped, 1e-4, "score of " + query + " and " + key);
    }

    @ParameterizedTest
    @MethodSource("models")
    void valuesWeighByWhatAttendingToThemWrites(String name, Processing processing) throws Exception {
        try (Model model = new GoldenModel(name).load(processing)) {
            var weighted = new ValueWeightedPattern(LAYER);
            ActivationCache cache = cache(name, model, NameFilter.ALL);
            Tensor values = weighted.of(cache);
            Tensor pattern = cache.get("pattern", LAYER);
            Tensor lengths = weighted.lengths(cache);
            for (int head = 0; head < model.config().nHeads(); head++) {
                for (int i = 0; i < pattern.at(1, head).size(); i++) {
                    float share = values.at(1, head).flat(i);
                    assertTrue(share >= 0 && share <= pattern.at(1, head).flat(i));
                }
                // position 0 attends to itself alone: what the head writes there is v W_O
                if (model.config().norms().post()) continue;
                Tensor result =
                        HeadResults.ofLayer(cache, LAYER, new PosSlice.At(0)).at(head, 1, 0);
                double squares = 0;
                for (int i = 0; i < result.size(); i++) squares += result.flat(i) * result.flat(i);
                assertEquals(Math.sqrt(squares), lengths.get(1, head, 0), 1e-4);
            }
        }
    }
}
