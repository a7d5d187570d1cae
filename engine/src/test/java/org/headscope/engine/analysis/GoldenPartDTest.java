package org.headscope.engine.analysis;

import static org.headscope.engine.Near.assertNear;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.headscope.engine.analysis.circuit.Circuits;
import org.headscope.engine.analysis.circuit.CompositionScores;
import org.headscope.engine.analysis.circuit.CompositionScores.Input;
import org.headscope.engine.analysis.circuit.CopyingScores;
import org.headscope.engine.analysis.residual.AccumulatedResid;
import org.headscope.engine.analysis.residual.AnswerTokens;
import org.headscope.engine.analysis.residual.ApplyNorm;
import org.headscope.engine.analysis.residual.ApplyNorm.Scale;
import org.headscope.engine.analysis.residual.Attribution;
import org.headscope.engine.analysis.residual.DecomposeResid;
import org.headscope.engine.analysis.residual.DecomposeResid.Mode;
import org.headscope.engine.analysis.residual.Decomposition;
import org.headscope.engine.analysis.residual.FullDecomposition;
import org.headscope.engine.analysis.residual.HeadResults;
import org.headscope.engine.analysis.residual.LogitAttrs;
import org.headscope.engine.analysis.residual.NeuronResults;
import org.headscope.engine.analysis.residual.ResidPoint;
import org.headscope.engine.analysis.residual.ResidualStack;
import org.headscope.engine.hook.PosSlice;
import org.headscope.engine.tensor.Tensor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every decomposition, attribution and circuit of interpretability.md D equals what TransformerLens computes. */
class GoldenPartDTest {
    /** What the names of the entries of other parts start with; they have tests of their own. */
    private static final List<String> OTHER_PARTS = List.of(
            "logits",
            "loss",
            "logit_lens.",
            "logit_diff.",
            "ablate.",
            "patch.",
            "attribution.",
            "path.",
            "detect.",
            "stripe.",
            "generate.");

    private static final List<String> MODELS = AnalysisInputs.MODELS;
    private static final Map<String, AnalysisInputs> INPUTS = new HashMap<>();
    private static final PosSlice LAST = PosSlice.LAST;

    /** Computes an entry. */
    @FunctionalInterface
    private interface Computation {
        Computed of(AnalysisInputs inputs) throws Exception;
    }

    /** @param labels of the components, or none */
    private record Computed(List<String> labels, Tensor values) {
        static Computed of(ResidualStack stack) {
            return new Computed(stack.labels(), stack.values());
        }

        static Computed of(Attribution attribution) {
            return new Computed(attribution.labels(), attribution.values());
        }

        static Computed of(Tensor values) {
            return new Computed(List.of(), values);
        }
    }

    private static final Map<String, Computation> ENTRIES = new HashMap<>();

    static {
        ResidPoint end = ResidPoint.END;
        var accumulated = new AccumulatedResid(end, false);
        var withMid = new AccumulatedResid(end, true);
        stack("accumulated_resid", accumulated, PosSlice.ALL);
        stack("accumulated_resid.incl_mid", withMid, PosSlice.ALL);
        stack("accumulated_resid.apply_ln", accumulated, Scale.OWN, PosSlice.ALL);
        stack("accumulated_resid.incl_mid.apply_ln", withMid, Scale.OWN, PosSlice.ALL);
        stack(
                "accumulated_resid.layer_1.incl_mid.apply_ln",
                new AccumulatedResid(ResidPoint.before(1), true),
                Scale.CACHED,
                PosSlice.ALL);
        stack("decompose_resid", new DecomposeResid(end), PosSlice.ALL);
        stack("decompose_resid.apply_ln", new DecomposeResid(end), Scale.CACHED, PosSlice.ALL);
        stack(
                "decompose_resid.layer_1.mlp_input.apply_ln.pos_-1",
                new DecomposeResid(ResidPoint.beforeMlp(1)),
                Scale.CACHED,
                LAST);
        stack("decompose_resid.mode_attn.no_embeds.pos_-1", new DecomposeResid(end, Mode.ATTN, false), LAST);
        stack("stack_head_results.incl_remainder", new HeadResults(end, true), PosSlice.ALL);
        stack(
                "stack_head_results.layer_1.apply_ln.pos_-1",
                new HeadResults(ResidPoint.before(1), false),
                Scale.CACHED,
                LAST);
        ENTRIES.put(
                "neuron_results.layer_0.neurons_0_6",
                inputs -> Computed.of(NeuronResults.ofLayer(inputs.cache, 0, 0, 6, PosSlice.ALL)));
        stack("stack_neuron_results.incl_remainder.pos_-1", new NeuronResults(end, true), LAST);
        stack("full_resid_decomposition.no_neurons", new FullDecomposition(end, false), PosSlice.ALL);
        stack("full_resid_decomposition.apply_ln.pos_-1", new FullDecomposition(end, true), Scale.CACHED, LAST);

        Decomposition all = new DecomposeResid(end);
        attribution("logit_attrs.decompose.pos_none.diff", all, GoldenPartDTest::targetAgainstRival, PosSlice.ALL);
        attribution(
                "logit_attrs.decompose.pos_none.single",
                all,
                inputs -> AnswerTokens.perPosition(inputs.grid("target_all")),
                PosSlice.ALL);
        attribution(
                "logit_attrs.decompose.pos_none.int_token",
                all,
                inputs ->
                        AnswerTokens.of(inputs.row("correct")[0]).against(AnswerTokens.of(inputs.row("incorrect")[0])),
                PosSlice.ALL);
        attribution("logit_attrs.decompose.pos_-1.diff", all, GoldenPartDTest::correctAgainstIncorrect, LAST);
        attribution(
                "logit_attrs.decompose.pos_-1.single", all, inputs -> AnswerTokens.perRow(inputs.row("correct")), LAST);
        Decomposition heads = new HeadResults(end, false);
        attribution("logit_attrs.heads.pos_-1.diff", heads, GoldenPartDTest::correctAgainstIncorrect, LAST);
        attribution("logit_attrs.heads.pos_none.diff", heads, GoldenPartDTest::targetAgainstRival, PosSlice.ALL);

        for (int layer : List.of(0, 1)) {
            circuit("OV.matrix.layer_" + layer, circuits -> circuits.ov(layer).matrix());
            circuit("QK.matrix.layer_" + layer, circuits -> circuits.qk(layer).matrix());
        }
        circuit(
                "OV.singular_values",
                circuits -> byLayer(layer -> circuits.ov(layer).svd().s()));
        circuit(
                "QK.singular_values",
                circuits -> byLayer(layer -> circuits.qk(layer).svd().s()));
        circuit("OV.eigenvalue_score", circuits -> new CopyingScores(false).of(circuits.model()));
        circuit("composition.Q", circuits -> new CompositionScores(Input.QUERY).of(circuits.model()));
        circuit("composition.K", circuits -> new CompositionScores(Input.KEY).of(circuits.model()));
        circuit("composition.V", circuits -> new CompositionScores(Input.VALUE).of(circuits.model()));
    }

    private static void stack(String entry, Decomposition decomposition, PosSlice slice) {
        ENTRIES.put(entry, inputs -> Computed.of(decomposition.of(inputs.cache, slice)));
    }

    private static void stack(String entry, Decomposition decomposition, Scale scale, PosSlice slice) {
        var norm = new ApplyNorm(decomposition.point(), scale);
        ENTRIES.put(entry, inputs -> Computed.of(norm.of(inputs.cache, decomposition.of(inputs.cache, slice), slice)));
    }

    /** Chooses the answers to attribute. */
    @FunctionalInterface
    private interface Answers {
        AnswerTokens of(AnalysisInputs inputs);
    }

    private static void attribution(String entry, Decomposition decomposition, Answers answers, PosSlice slice) {
        ENTRIES.put(
                entry,
                inputs -> Computed.of(new LogitAttrs(answers.of(inputs), slice)
                        .of(inputs.cache, decomposition.of(inputs.cache, slice))));
    }

    private static void circuit(String entry, Function<Circuits, Tensor> computation) {
        ENTRIES.put(entry, inputs -> Computed.of(computation.apply(new Circuits(inputs.model))));
    }

    /** The values of both layers in one tensor. */
    private static Tensor byLayer(IntFunction<Tensor> ofLayer) {
        Tensor first = ofLayer.apply(0);
        var data = new float[2 * first.size()];
        first.copyTo(data, 0);
        ofLayer.apply(1).copyTo(data, first.size());
        return Tensor.of(data, 2, first.size(0), first.size(1));
    }

    private static AnswerTokens correctAgainstIncorrect(AnalysisInputs inputs) {
        return AnswerTokens.perRow(inputs.row("correct")).against(AnswerTokens.perRow(inputs.row("incorrect")));
    }

    private static AnswerTokens targetAgainstRival(AnalysisInputs inputs) {
        return AnswerTokens.perPosition(inputs.grid("target_all"))
                .against(AnswerTokens.perPosition(inputs.grid("rival_all")));
    }

    @BeforeAll
    static void load() throws Exception {
        for (String name : MODELS) INPUTS.put(name, new AnalysisInputs(name));
    }

    @AfterAll
    static void close() {
        INPUTS.values().forEach(AnalysisInputs::close);
        INPUTS.clear();
    }

    static Stream<Arguments> entries() {
        return MODELS.stream()
                .flatMap(model -> new TreeSet<>(ENTRIES.keySet()).stream().map(entry -> Arguments.of(model, entry)));
    }

    @ParameterizedTest
    @MethodSource("entries")
    void isWhatTransformerLensComputes(String name, String entry) throws Exception {
        AnalysisInputs inputs = INPUTS.get(name);
        int arrays = inputs.model.nativeArrays();
        Computed computed = ENTRIES.get(entry).of(inputs);
        assertEquals(arrays, inputs.model.nativeArrays(), "native arrays after " + entry);
        assertNear(inputs.expected(entry), computed.values(), entry + " of " + name);
        List<String> labels = inputs.labels(entry);
        if (!labels.isEmpty()) assertEquals(labels, computed.labels());
    }

    @ParameterizedTest
    @FieldSource("MODELS")
    void noEntryIsForgotten(String name) {
        var known = new TreeSet<>(INPUTS.get(name).entries());
        known.removeIf(entry -> OTHER_PARTS.stream().anyMatch(entry::startsWith));
        assertEquals(new TreeSet<>(ENTRIES.keySet()), known);
        assertTrue(known.size() > 20);
    }
}
