package org.headscope.engine.analysis.residual;

import static org.headscope.engine.Near.assertNear;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.headscope.engine.Golden;
import org.headscope.engine.GoldenModel;
import org.headscope.engine.analysis.ActivationCache;
import org.headscope.engine.analysis.residual.DirectLogitAttribution.Unit;
import org.headscope.engine.hook.HookName;
import org.headscope.engine.hook.NameFilter;
import org.headscope.engine.hook.PosSlice;
import org.headscope.engine.model.Model;
import org.headscope.engine.model.ModelConfig;
import org.headscope.engine.model.Processing;
import org.headscope.engine.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds of decompositions and attributions in every architecture, folded or not (interpretability.md I.1, 4). */
class DecompositionLawsTest {
    private static final PosSlice SOME = new PosSlice.Of(List.of(0, 3, -1));
    private static final AnswerTokens ANSWERS = AnswerTokens.perRow(3, 190).against(AnswerTokens.perRow(17, 5));

    static Stream<Arguments> models() {
        return Golden.models().stream()
                .flatMap(name -> Stream.of(Processing.RAW, Processing.FOLDED).map(how -> Arguments.of(name, how)));
    }

    /** Runs the model and keeps only what is asked for. */
    private static ActivationCache cache(String name, Model model, NameFilter hooks, String... more) throws Exception {
        var names = new ArrayList<>(hooks.patterns());
        names.addAll(List.of(more));
        return ActivationCache.run(model, new GoldenModel(name).tokens(), NameFilter.of(names));
    }

    private static List<ResidPoint> points(ModelConfig config) {
        return config.hasResidMid()
                ? List.of(ResidPoint.END, ResidPoint.before(1), ResidPoint.beforeMlp(1))
                : List.of(ResidPoint.END, ResidPoint.before(1));
    }

    @ParameterizedTest
    @MethodSource("models")
    void componentsSumToTheResidualStream(String name, Processing processing) throws Exception {
        try (Model model = new GoldenModel(name).load(processing)) {
            for (ResidPoint point : points(model.config())) {
                for (Decomposition whole : List.of(
                        new DecomposeResid(point),
                        new FullDecomposition(point, false),
                        new FullDecomposition(point, true))) {
                    String hook = point.hook(model.config());
                    ActivationCache cache = cache(name, model, whole.hooks(model.config()), hook);
                    assertNear(SOME.of(cache.get(hook)), whole.of(cache, SOME).sum(), whole + " of " + name);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void attributionsAndTheConstantSumToTheDifferenceOfLogits(String name, Processing processing) throws Exception {
        try (Model model = new GoldenModel(name).load(processing)) {
            Decomposition full = new FullDecomposition(ResidPoint.END, false);
            var attrs = new LogitAttrs(ANSWERS, SOME);
            ActivationCache cache = cache(
                    name,
                    model,
                    full.hooks(model.config()),
                    HookName.UNEMBED_OUT,
                    HookName.FINAL_SCALE,
                    "*hook_resid_post");
            Tensor expected = difference(SOME.of(cache.get(HookName.UNEMBED_OUT)));
            assertNear(expected, sum(attrs.of(cache, full.of(cache, SOME)), false), name);
            for (Unit unit : Unit.values()) {
                var direct = new DirectLogitAttribution(unit, ANSWERS, SOME);
                ActivationCache needed = cache(name, model, direct.hooks(model.config()));
                Attribution attribution = direct.of(needed);
                assertNear(expected, sum(attribution, unit == Unit.LAYER), unit + " of " + name);
                if (unit == Unit.LAYER) assertNear(expected, sum(attribution.differences(), false), "steps of " + name);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void whatIsNotFormedIsAttributedAlike(String name, Processing processing) throws Exception {
        try (Model model = new GoldenModel(name).load(processing)) {
            ActivationCache cache = cache(name, model, NameFilter.ALL);
            var attrs = new LogitAttrs(ANSWERS, PosSlice.LAST);
            Attribution heads = attrs.of(cache, new HeadResults(ResidPoint.END, true).of(cache, PosSlice.LAST));
            Attribution direct = new DirectLogitAttribution(Unit.HEAD, ANSWERS, PosSlice.LAST).of(cache);
            assertEquals(heads.labels(), direct.labels());
            assertNear(heads.values(), direct.values(), name);
            Attribution neurons = attrs.of(cache, new NeuronResults(ResidPoint.END, true).of(cache, PosSlice.LAST));
            direct = new DirectLogitAttribution(Unit.NEURON, ANSWERS, PosSlice.LAST).of(cache);
            assertEquals(neurons.labels(), direct.labels());
            assertNear(neurons.values(), direct.values(), name);
        }
    }

    @Test
    void aNormOfTheWholeStreamIsTheSumOfItsParts() throws Exception {
        try (Model model = new GoldenModel("gpt2").load(Processing.FOLDED)) {
            ActivationCache cache = cache("gpt2", model, NameFilter.ALL);
            var norm = new ApplyNorm(ResidPoint.beforeMlp(1), ApplyNorm.Scale.CACHED);
            ResidualStack parts = new DecomposeResid(ResidPoint.beforeMlp(1)).of(cache);
            Tensor normalized = cache.get(HookName.of("normalized", 1, "ln2"));
            assertNear(normalized, norm.of(cache, parts, PosSlice.ALL).sum(), "ln2");
            ResidualStack whole = new AccumulatedResid(ResidPoint.beforeMlp(1), true).of(cache);
            var own = new ApplyNorm(ResidPoint.beforeMlp(1), ApplyNorm.Scale.OWN);
            assertNear(normalized, own.of(cache, whole, PosSlice.ALL).get("1_mid"), "own scale");
        }
    }

    @Test
    void theAccumulatedBiasIsTheLastOfTheComponents() throws Exception {
        try (Model model = new GoldenModel("gpt2").load(Processing.RAW)) {
            ActivationCache cache = cache("gpt2", model, NameFilter.ALL);
            for (ResidPoint point : points(model.config())) {
                for (boolean neurons : List.of(false, true)) {
                    Tensor bias =
                            new FullDecomposition(point, neurons).of(cache).get("bias");
                    assertNear(bias.at(1, 7), new AccumulatedBias(point, neurons).of(model), point.toString());
                }
            }
        }
    }

    @Test
    void placesThatAModelDoesNotHaveAreRefused() throws Exception {
        try (Model model = new GoldenModel("gpt-neox").load(Processing.FOLDED)) {
            ActivationCache cache = cache("gpt-neox", model, NameFilter.ALL);
            for (ResidPoint nowhere : List.of(ResidPoint.beforeMlp(1), ResidPoint.before(3), ResidPoint.before(-2))) {
                assertThrows(IllegalArgumentException.class, () -> new DecomposeResid(nowhere).of(cache));
            }
        }
    }

    /** Difference of the logits of ANSWERS, from logits [batch, pos, d_vocab]. */
    private static Tensor difference(Tensor logits) {
        var data = new float[logits.size(0) * logits.size(1)];
        for (int row = 0; row < data.length; row++) {
            int batch = row / logits.size(1);
            int position = row % logits.size(1);
            data[row] = logits.get(batch, position, ANSWERS.correctAt(batch, position))
                    - logits.get(
                            batch,
                            position,
                            ANSWERS.incorrectAt(batch, position).orElseThrow());
        }
        return Tensor.of(data, logits.size(0), logits.size(1));
    }

    private static Tensor sum(Attribution attribution, boolean lastOnly) {
        float[] sum = attribution.constant().toArray();
        int components = attribution.labels().size();
        for (int component = lastOnly ? components - 1 : 0; component < components; component++) {
            for (int i = 0; i < sum.length; i++)
                sum[i] += attribution.values().at(component).flat(i);
        }
        return Tensor.of(sum, attribution.constant().shape());
    }
}
