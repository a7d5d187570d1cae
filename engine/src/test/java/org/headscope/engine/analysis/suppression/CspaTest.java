package org.headscope.engine.analysis.suppression;

import static org.headscope.engine.Near.assertNear;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.headscope.engine.GoldenModel;
import org.headscope.engine.analysis.suppression.Cspa.Circuit;
import org.headscope.engine.analysis.suppression.Cspa.Count;
import org.headscope.engine.analysis.suppression.Cspa.Fraction;
import org.headscope.engine.hook.Site;
import org.headscope.engine.model.Model;
import org.headscope.engine.model.Processing;
import org.headscope.engine.run.Activations;
import org.headscope.engine.run.Progress;
import org.headscope.engine.run.RunRequest;
import org.headscope.engine.tensor.Tensor;
import org.headscope.engine.token.PromptException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Copy-suppression preserving ablation, against loops over destinations, sources and tokens, and its identities. */
class CspaTest {
    private static final int[] TOKENS = {0, 9, 14, 3, 9, 8, 14, 3, 30, 9};
    private static final int LAYER = 1;
    private static final int HEAD = 3;
    private static final Set<Integer> FUNCTION = Set.of(0, 8);
    private static final TokenSets PAIRS =
            (token, count) -> List.of(token, (token + 50) % 100).subList(0, count);

    private static Tensor means(Model model) {
        int width = model.config().dModel();
        var data = new float[TOKENS.length * width];
        for (int i = 0; i < data.length; i++) data[i] = (float) Math.cos(i) / 8;
        return Tensor.of(data, TOKENS.length, width);
    }

    private static Cspa.CspaText run(Model model, Cspa cspa, TokenSets sets) throws Exception {
        HeadOnText text = HeadOnText.of(model, TOKENS, Site.head(LAYER, HEAD), Progress.NONE);
        return cspa.of(text, new HeadReplacement.Mean(means(model), "no texts"), sets, Progress.NONE);
    }

    private static List<Cspa> settings() {
        var settings = new ArrayList<Cspa>();
        for (Circuit circuit : Circuit.values()) {
            for (boolean strict : new boolean[] {false, true}) {
                settings.add(new Cspa(new Count(2), 1, false, FUNCTION, strict, true, circuit));
                settings.add(new Cspa(new Count(3), 2, false, FUNCTION, strict, false, circuit));
                settings.add(new Cspa(new Fraction(0.3), 1, true, FUNCTION, strict, true, circuit));
            }
        }
        return settings;
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt2", "llama"})
    void everySettingIsWhatLoopsGive(String name) throws Exception {
        try (Model model = new GoldenModel(name).load(Processing.FOLDED)) {
            Activations base = model.run(RunRequest.of(TOKENS).keep("*")).kept();
            var byHand = new ByHand(model, base, means(model));
            for (Cspa cspa : settings()) {
                Cspa.CspaText found = run(model, cspa, PAIRS);
                assertNear(byHand.end(cspa), found.preserved().residual(), 1e-4, cspa.toString());
                for (int at = 0; at < TOKENS.length; at++) {
                    var expected = cspa.circuit() == Circuit.OV ? byHand.causal(cspa, at) : byHand.kept(cspa, at);
                    var pairs = new HashSet<List<Integer>>();
                    found.kept().get(at).forEach(pair -> pairs.add(List.of(pair.source(), pair.token())));
                    assertEquals(expected, pairs, cspa + " at " + at);
                }
            }
        }
    }

    /** The same numbers, as plainly as can be. */
    private record ByHand(Model model, Activations base, Tensor means) {
        private double logit(int destination, int token) {
            Tensor stream = base.get("resid_pre", LAYER).at(0, destination);
            Tensor unembedding = model.parameter("unembed.W_U");
            boolean centres = model.config().norms().last().centres();
            double mean = 0;
            for (int i = 0; i < stream.size(); i++) mean += centres ? stream.flat(i) / (double) stream.size() : 0;
            double sum = 0;
            for (int i = 0; i < stream.size(); i++) sum += (stream.flat(i) - mean) * unembedding.get(i, token);
            return sum / base.get("ln_final.hook_scale").get(0, destination, 0);
        }

        Set<List<Integer>> causal(Cspa cspa, int destination) {
            var pairs = new HashSet<List<Integer>>();
            for (int source = 0; source <= destination; source++) {
                for (int token : PAIRS.of(TOKENS[source], cspa.perSource())) pairs.add(List.of(source, token));
            }
            return pairs;
        }

        Set<List<Integer>> kept(Cspa cspa, int destination) {
            var masked = new ArrayList<Double>();
            for (int source = 0; source < TOKENS.length; source++) {
                int at = source;
                if (IntStream.range(0, source).anyMatch(before -> TOKENS[before] == TOKENS[at])) continue;
                for (int token : PAIRS.of(TOKENS[source], cspa.perSource())) {
                    masked.add(masked(cspa, destination, source, token));
                }
            }
            masked.sort((a, b) -> Double.compare(b, a));
            double threshold = masked.get(cspa.predicted().at(destination) - 1);
            var kept = new HashSet<List<Integer>>();
            for (List<Integer> pair : causal(cspa, destination)) {
                double value = masked(cspa, destination, pair.get(0), pair.get(1));
                if (cspa.strict() && value == -1e9) continue;
                if (value + 1e-6 >= threshold) kept.add(pair);
            }
            return kept;
        }

        private double masked(Cspa cspa, int destination, int source, int token) {
            boolean off =
                    FUNCTION.contains(TOKENS[source]) || source > destination || source == destination && !cspa.self();
            return off ? -1e9 : logit(destination, token);
        }

        /** The stream at the end, [pos, d_model]. */
        Tensor end(Cspa cspa) {
            Tensor end = base.get("resid_post", model.config().nLayers() - 1).at(0);
            Tensor wO = model.parameter("blocks." + LAYER + ".attn.W_O").at(HEAD);
            Tensor v = base.get("v", LAYER);
            int group = model.config().nHeads() / v.size(2);
            float[] data = end.toArray();
            int width = means.size(1);
            for (int destination = 0; destination < TOKENS.length; destination++) {
                var pairs = cspa.circuit() == Circuit.OV ? causal(cspa, destination) : kept(cspa, destination);
                for (int source = 0; source <= destination; source++) {
                    int at = source;
                    double weight = base.get("pattern", LAYER).get(0, HEAD, destination, source);
                    var more = new double[width];
                    for (int i = 0; i < width; i++) {
                        double written = 0;
                        for (int j = 0; j < v.size(3); j++) written += v.get(0, source, HEAD / group, j) * wO.get(j, i);
                        more[i] = weight * (written - means.get(destination, i));
                    }
                    List<Integer> tokens = pairs.stream()
                            .filter(pair -> pair.get(0) == at)
                            .map(pair -> pair.get(1))
                            .toList();
                    double[] left = left(cspa, more, tokens);
                    for (int i = 0; i < width; i++) data[destination * width + i] += (float) (left[i] - more[i]);
                }
            }
            return Tensor.of(data, end.shape());
        }

        private double[] left(Cspa cspa, double[] more, List<Integer> tokens) {
            if (tokens.isEmpty()) return new double[more.length];
            if (cspa.circuit() == Circuit.QK) return more;
            double[] first = unembedding(tokens.getFirst());
            if (tokens.size() == 1) {
                double along = dot(more, first) / dot(first, first);
                return sum(first, cspa.negativeOnly() && along > 0 ? 0 : along, first, 0);
            }
            // least squares in two unknowns
            double[] second = unembedding(tokens.get(1));
            double aa = dot(first, first);
            double ab = dot(first, second);
            double bb = dot(second, second);
            double determinant = aa * bb - ab * ab;
            double a = (dot(more, first) * bb - dot(more, second) * ab) / determinant;
            double b = (dot(more, second) * aa - dot(more, first) * ab) / determinant;
            return sum(first, a, second, b);
        }

        private double[] unembedding(int token) {
            Tensor all = model.parameter("unembed.W_U");
            return IntStream.range(0, all.size(0))
                    .mapToDouble(i -> all.get(i, token))
                    .toArray();
        }

        private static double dot(double[] a, double[] b) {
            return IntStream.range(0, a.length).mapToDouble(i -> a[i] * b[i]).sum();
        }

        private static double[] sum(double[] a, double x, double[] b, double y) {
            return IntStream.range(0, a.length)
                    .mapToDouble(i -> x * a[i] + y * b[i])
                    .toArray();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt2", "llama", "attn-only"})
    void nothingKeptIsTheAblationAndEverythingTheOriginal(String name) throws Exception {
        try (Model model = new GoldenModel(name).load(Processing.RAW)) {
            Tensor original = model.run(RunRequest.of(TOKENS).keep("*"))
                    .kept()
                    .get("resid_post", model.config().nLayers() - 1)
                    .at(0);
            for (Circuit circuit : List.of(Circuit.QK, Circuit.BOTH)) {
                Cspa.CspaText none =
                        run(model, new Cspa(new Count(0), 1, false, FUNCTION, false, true, circuit), TokenSets.ALONE);
                assertNear(none.ablated().residual(), none.preserved().residual(), 1e-5, "nothing kept");
                assertEquals(0, CspaScore.of(List.of(none)).klRecovered(), 1e-4);
            }
            var all = new Count(Integer.MAX_VALUE);
            Cspa.CspaText keys =
                    run(model, new Cspa(all, 1, false, FUNCTION, false, true, Circuit.QK), TokenSets.ALONE);
            assertNear(original, keys.preserved().residual(), 1e-5, "every key kept");
            assertEquals(1, CspaScore.of(List.of(keys)).klRecovered(), 1e-4);
            assertEquals(1, CspaScore.of(List.of(keys)).lossRecovered(), 1e-2);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"llama", "attn-only"})
    void aSpanOfAllDimensionsKeepsEverything(String name) throws Exception {
        try (Model model = new GoldenModel(name).load(Processing.FOLDED)) {
            int many = Math.min(60, model.config().dVocab());
            TokenSets wide = (token, count) -> IntStream.range(0, count)
                    .map(i -> (token + i) % model.config().dVocab())
                    .boxed()
                    .toList();
            for (Circuit circuit : List.of(Circuit.OV, Circuit.BOTH)) {
                var cspa = new Cspa(new Count(Integer.MAX_VALUE), many, false, FUNCTION, false, true, circuit);
                Cspa.CspaText found = run(model, cspa, wide);
                for (int at = 0; at < TOKENS.length; at++) {
                    assertTrue(found.ablated().kl().flat(at) > 1e-6, "the head matters");
                    assertEquals(0, found.preserved().kl().flat(at), 1e-6, name + " at " + at);
                }
            }
        }
    }

    @Test
    void binsAreMeansOfAsManyTokens() {
        var points = IntStream.range(0, 10)
                .mapToObj(i -> new CspaScore.Point(9 - i, 2 * i))
                .toList();
        var score = new CspaScore(0, 0, points);
        assertEquals(
                List.of(new CspaScore.Point(0.5, 17), new CspaScore.Point(2.5, 13)),
                score.bins(5).subList(0, 2));
        assertEquals(10, score.bins(200).size());
        assertEquals(new CspaScore.Point(0, 18), score.bins(200).getFirst());
    }

    @Test
    void aFractionCountsTheDestination() {
        var share = new Fraction(0.05);
        assertEquals(1, share.at(0));
        assertEquals(1, share.at(19));
        assertEquals(2, share.at(20));
        assertEquals(3, new Fraction(0.3).at(9));
    }

    @Test
    void whatIsNotDefinedIsRefused() throws Exception {
        assertThrows(
                IllegalArgumentException.class,
                () -> new Cspa(new Count(2), 2, true, FUNCTION, false, true, Circuit.BOTH));
        try (Model model = new GoldenModel("gemma2").load(Processing.RAW)) {
            assertThrows(PromptException.class, () -> run(model, Cspa.standard(FUNCTION), TokenSets.ALONE));
        }
    }
}
