package org.headscope.engine.analysis.attention;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.headscope.engine.Golden;
import org.headscope.engine.GoldenModel;
import org.headscope.engine.analysis.ActivationCache;
import org.headscope.engine.analysis.AnalysisInputs;
import org.headscope.engine.analysis.attention.ScoreWriters.Writers;
import org.headscope.engine.analysis.residual.AnswerTokens;
import org.headscope.engine.analysis.residual.Attribution;
import org.headscope.engine.analysis.residual.DirectLogitAttribution;
import org.headscope.engine.analysis.residual.DirectLogitAttribution.Unit;
import org.headscope.engine.analysis.residual.Reading;
import org.headscope.engine.analysis.residual.ReadingSplit;
import org.headscope.engine.analysis.residual.Share;
import org.headscope.engine.analysis.residual.Share.Kind;
import org.headscope.engine.analysis.residual.WrittenLogits;
import org.headscope.engine.hook.HookName;
import org.headscope.engine.hook.NameFilter;
import org.headscope.engine.hook.PosSlice;
import org.headscope.engine.hook.Site;
import org.headscope.engine.hook.ZeroAblation;
import org.headscope.engine.model.Model;
import org.headscope.engine.model.Processing;
import org.headscope.engine.run.RunRequest;
import org.headscope.engine.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is read from the residual stream is the sum of what its writers give, in every architecture, folded or not. */
class ReadingLawsTest {
    private static final AnswerTokens ANSWERS = AnswerTokens.of(190).against(AnswerTokens.of(5));
    private static final int AT = 9;
    private static final PosSlice THERE = new PosSlice.At(AT);

    static Stream<Arguments> models() {
        return Golden.models().stream()
                .flatMap(name -> Stream.of(Processing.RAW, Processing.FOLDED).map(how -> Arguments.of(name, how)));
    }

    /** What is kept is what the analyses say that they read. */
    private static NameFilter hooks(Model model) {
        var names = new ArrayList<>(ReadingSplit.hooks(model.config()).patterns());
        names.addAll(HeadReading.hooks().patterns());
        names.add("*.mlp.hook_post");
        names.add(HookName.UNEMBED_OUT);
        return NameFilter.of(names);
    }

    private static ActivationCache cache(String name, Model model) throws Exception {
        return ActivationCache.run(model, new int[][] {new GoldenModel(name).tokens()[1]}, hooks(model));
    }

    private static double sum(List<Share> shares) {
        return shares.stream().mapToDouble(Share::value).sum();
    }

    private static double of(List<Share> shares, Site site) {
        return shares.stream()
                .filter(share -> site.equals(share.site()))
                .findFirst()
                .orElseThrow()
                .value();
    }

    private static void assertNear(double expected, double actual, String what) {
        assertEquals(expected, actual, Math.max(2e-4, 1e-5 * Math.abs(expected)), what);
    }

    @ParameterizedTest
    @MethodSource("models")
    void sharesSumToTheDifferenceOfLogits(String name, Processing processing) throws Exception {
        try (Model model = new GoldenModel(name).load(processing)) {
            ActivationCache cache = cache(name, model);
            Tensor logits = cache.get(HookName.UNEMBED_OUT).at(0, AT);
            double difference = logits.flat(190) - logits.flat(5);
            var split = new ReadingSplit(cache, Reading.ofLogits(cache, ANSWERS, THERE));
            assertNear(difference, split.total(), name);
            for (List<Share> shares : List.of(split.layers(), split.heads())) {
                assertNear(difference, sum(shares), shares.toString());
                assertEquals(Kind.CONSTANT, shares.getLast().kind());
            }
            assertNear(difference, split.accumulated().lastEntry().getValue(), name);
            assertFalse(
                    split.heads().stream().anyMatch(share -> share.kind() == Kind.REST),
                    "nothing is left over: " + name);
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void whatIsReadOfHeadsAndNeuronsIsTheirDirectAttribution(String name, Processing processing) throws Exception {
        try (Model model = new GoldenModel(name).load(processing)) {
            ActivationCache cache = cache(name, model);
            var split = new ReadingSplit(cache, Reading.ofLogits(cache, ANSWERS, THERE));
            Attribution heads = new DirectLogitAttribution(Unit.HEAD, ANSWERS, THERE).of(cache);
            Attribution layers = new DirectLogitAttribution(Unit.COMPONENT, ANSWERS, THERE).of(cache);
            for (int layer = 0; layer < model.config().nLayers(); layer++) {
                assertNear(heads.get("L" + layer + "H1").flat(0), of(split.heads(), Site.head(layer, 1)), name);
                assertNear(layers.get(layer + "_attn_out").flat(0), of(split.layers(), Site.attention(layer)), name);
            }
            if (!model.config().hasMlp()) return;
            Attribution neurons = new DirectLogitAttribution(Unit.NEURON, ANSWERS, THERE).of(cache);
            List<float[]> values = split.neurons();
            int at = 0;
            for (float[] ofLayer : values) {
                for (float value : ofLayer) assertNear(neurons.values().flat(at++), value, name);
            }
            assertEquals(neurons.labels().size() - 1, at, "all but the remainder");
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void queryAndKeyAreReadAsScoresAreSplit(String name, Processing processing) throws Exception {
        try (Model model = new GoldenModel(name).load(processing)) {
            ActivationCache cache = cache(name, model);
            int head = model.config().nHeads() - 1;
            ScoreSplit expected = new ScoreWriters(1, head, Writers.HEADS).of(cache, 0, AT, 7);
            var reader = new HeadReading(1, head);
            var query = new ReadingSplit(cache, reader.query(cache, AT, 7));
            var key = new ReadingSplit(cache, reader.key(cache, AT, 7));
            assertNear(expected.score(), query.total(), "query of " + name);
            assertNear(expected.score(), key.total(), "key of " + name);
            assertNear(expected.score(), sum(query.heads()), name);
            assertNear(
                    expected.byQuery().flat(expected.query().indexOf("L0H1")),
                    of(query.heads(), Site.head(0, 1)),
                    name);
            assertNear(expected.byKey().flat(expected.key().indexOf("embed")), of(key.heads(), Site.of("embed")), name);
            assertNear(
                    expected.byKey().flat(expected.key().size() - 1),
                    key.heads().getLast().value(),
                    name);
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void valuesBringWhatTheHeadGives(String name, Processing processing) throws Exception {
        try (Model model = new GoldenModel(name).load(processing)) {
            ActivationCache cache = cache(name, model);
            Reading logits = Reading.ofLogits(cache, ANSWERS, THERE);
            double given = of(new ReadingSplit(cache, logits).heads(), Site.head(1, 1));
            var reader = new HeadReading(1, 1);
            Reading values = reader.values(cache, logits);
            var split = new ReadingSplit(cache, values);
            assertNear(given, split.total(), "values of " + name);
            assertNear(given, sum(split.heads()), name);
            assertNear(given, sum(reader.sources(cache, logits)), "sources of " + name);
            // and once more, through a head below
            double below = of(split.heads(), Site.head(0, 1));
            var lower = new HeadReading(0, 1);
            assertNear(below, new ReadingSplit(cache, lower.values(cache, values)).total(), "below in " + name);
            assertNear(below, sum(lower.sources(cache, values)), "sources below in " + name);
        }
    }

    private static double sum(Tensor values) {
        double sum = 0;
        for (int i = 0; i < values.size(); i++) sum += values.flat(i);
        return sum;
    }

    @ParameterizedTest
    @MethodSource("models")
    void whatIsWrittenToTheLogitsIsWhatIsReadOfIt(String name, Processing processing) throws Exception {
        try (Model model = new GoldenModel(name).load(processing)) {
            ActivationCache cache = cache(name, model);
            var split = new ReadingSplit(cache, Reading.ofLogits(cache, ANSWERS, THERE));
            for (Share share : split.heads()) {
                if (share.site() == null) continue;
                Tensor logits = new WrittenLogits(share.site(), AT).of(cache);
                assertNear(share.value(), logits.flat(190) - logits.flat(5), share + " of " + name);
                assertNear(share.value(), split.of(share.site()), share + " alone of " + name);
                assertEquals(0, sum(logits) / logits.size(), 1e-5);
            }
            if (!model.config().hasMlp()) return;
            Site neuron = Site.of("post", 1).unit(2);
            Tensor logits = new WrittenLogits(neuron, AT).of(cache);
            assertNear(split.neurons().get(1)[2], logits.flat(190) - logits.flat(5), "neuron of " + name);
            assertNear(split.neurons().get(1)[2], split.of(neuron), "neuron alone of " + name);
        }
    }

    @Test
    void layersAreAttributedAsTransformerLensDoes() throws Exception {
        for (String name : AnalysisInputs.MODELS) {
            try (var inputs = new AnalysisInputs(name)) {
                Tensor expected = inputs.expected("logit_attrs.decompose.pos_-1.diff");
                List<String> labels = inputs.labels("logit_attrs.decompose.pos_-1.diff");
                int[] tokens = inputs.grid("tokens")[0];
                ActivationCache cache = ActivationCache.run(inputs.model, new int[][] {tokens}, hooks(inputs.model));
                AnswerTokens answers =
                        AnswerTokens.of(inputs.row("correct")[0]).against(AnswerTokens.of(inputs.row("incorrect")[0]));
                List<Share> layers = new ReadingSplit(cache, Reading.ofLogits(cache, answers, PosSlice.LAST)).layers();
                for (int i = 0; i < labels.size(); i++) {
                    assertNear(expected.get(i, 0), layers.get(i).value(), labels.get(i) + " of " + name);
                }
            }
        }
    }

    @Test
    void whatAnInterventionTakesOutBehindTheHeadsIsNamed() throws Exception {
        try (Model model = new GoldenModel("gpt2").load(Processing.FOLDED)) {
            var request = RunRequest.of(new GoldenModel("gpt2").tokens()[1]).keep(hooks(model));
            ActivationCache cache =
                    ActivationCache.of(model, model.run(request.with(new ZeroAblation(Site.attention(1)))));
            var split = new ReadingSplit(cache, Reading.ofLogits(cache, ANSWERS, THERE));
            assertEquals(0, of(split.layers(), Site.attention(1)));
            assertNear(split.total(), sum(split.layers()), "layers");
            assertNear(split.total(), sum(split.heads()), "heads");
            assertTrue(split.heads().stream().anyMatch(share -> share.kind() == Kind.REST));
        }
    }
}
