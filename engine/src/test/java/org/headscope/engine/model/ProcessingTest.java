package org.headscope.engine.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.headscope.engine.Near;
import org.headscope.engine.TinyCheckpoint;
import org.headscope.engine.run.RunRequest;
import org.headscope.engine.run.RunResult;
import org.headscope.engine.tensor.Tensor;
import org.headscope.engine.token.PromptException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Processing the weights leaves what a model computes as it was (interpretability.md B.7). */
class ProcessingTest {
    private static final RunRequest PROMPTS =
            RunRequest.of(new int[][] {{3, 1, 4, 1, 5, 9}, {2, 7, 1, 8, 2, 8}}).keep("*");
    private static final List<String> WRITTEN = List.of("resid_pre", "resid_mid", "resid_post", "attn_out", "mlp_out");

    static Stream<Processing> everyChoiceOfSteps() {
        return IntStream.range(0, 32)
                .mapToObj(bits -> new Processing(
                        (bits & 1) > 0, (bits & 2) > 0, (bits & 4) > 0, (bits & 8) > 0, (bits & 16) > 0));
    }

    @ParameterizedTest
    @MethodSource("everyChoiceOfSteps")
    void probabilitiesLossesAndAttentionStayTheSame(Processing steps) {
        RunResult before = run(Processing.RAW);
        RunResult after = run(steps);
        Near.assertNear(logProbabilities(before), logProbabilities(after), "log-probabilities");
        Near.assertNear(before.lossPerToken(), after.lossPerToken(), "loss");
        for (int layer = 0; layer < 4; layer++) {
            for (String same : List.of("attn_scores", "pattern")) {
                Near.assertNear(before.kept().get(same, layer), after.kept().get(same, layer), same + layer);
            }
        }
        if (!steps.centreWriting()) {
            Near.assertNear(before.kept().get("resid_post3"), after.kept().get("resid_post3"), "residual stream");
        }
        if (!steps.centreUnembed() && !steps.foldNorms()) Near.assertNear(before.logits(), after.logits(), "logits");
    }

    @ParameterizedTest
    @MethodSource("everyChoiceOfSteps")
    void eachStepLeavesItsMark(Processing steps) {
        try (Model model = tiny().load(steps)) {
            assertEquals(steps, model.processing());
            assertEquals(
                    steps.foldNorms() ? NormKind.LAYER_NORM_PRE : NormKind.LAYER_NORM,
                    model.config().norm());
            for (String reader : List.of("attn.W_Q", "attn.W_K", "attn.W_V", "mlp.W_in")) {
                if (steps.foldNorms()) assertMeansZero(model, "blocks.2." + reader, -2);
            }
            for (String writer : List.of("attn.W_O", "attn.b_O", "mlp.W_out", "mlp.b_out")) {
                if (steps.centreWriting()) assertMeansZero(model, "blocks.2." + writer, -1);
            }
            if (steps.centreWriting()) {
                assertMeansZero(model, "embed.W_E", -1);
                assertMeansZero(model, "pos_embed.W_pos", -1);
            }
            if (steps.centreUnembed()) {
                assertMeansZero(model, "unembed.W_U", -1);
                assertMeansZero(model, "unembed.b_U", -1);
            }
            if (steps.foldNorms()) {
                assertAll(1, model.parameter("blocks.2.ln1.w"));
                assertAll(0, model.parameter("blocks.2.ln2.b"));
                assertAll(1, model.parameter("ln_final.w"));
            }
            if (steps.foldValueBiases()) assertAll(0, model.parameter("blocks.2.attn.b_V"));
        }
    }

    @Test
    void everythingWrittenToACentredResidualStreamHasMeanZero() {
        RunResult run = run(new Processing(false, true, false, false, false));
        for (String name : WRITTEN) assertZero(largestMean(run.kept().get(name, 3)), name);
        for (String name : WRITTEN)
            assertZero(largestMean(run(Processing.FOLDED).kept().get(name, 3)), name);
    }

    @Test
    void foldingValueBiasesLeavesWhatAttentionWrites() {
        RunResult before = run(Processing.RAW);
        RunResult after = run(new Processing(false, false, false, true, false));
        for (int layer = 0; layer < 4; layer++) {
            Near.assertNear(
                    before.kept().get("attn_out", layer), after.kept().get("attn_out", layer), "attn_out" + layer);
        }
    }

    @Test
    void processingWhatIsProcessedChangesNothing() {
        try (Model once = tiny().load(Processing.FOLDED);
                Model twice = reloaded(once).load(Processing.FOLDED)) {
            for (String name : parameters()) {
                Near.assertNear(once.parameter(name), twice.parameter(name), 1e-6, name);
            }
            Near.assertNear(once.parameter("unembed.W_U"), twice.parameter("unembed.W_U"), 1e-6, "unembed.W_U");
        }
    }

    @Test
    void anUnembeddingOfItsOwnIsProcessedLikeATiedOne() {
        TinyCheckpoint own = tiny().put("lm_head.weight", tiny().tensor("transformer.wte.weight"));
        try (Model model = own.load(Processing.FOLDED)) {
            Near.assertNear(run(Processing.FOLDED).logits(), run(model).logits(), "logits");
        }
    }

    /** The weights of a model as a checkpoint again. */
    private static TinyCheckpoint reloaded(Model model) {
        TinyCheckpoint tiny = tiny();
        copy(tiny, "transformer.wte.weight", model.parameter("embed.W_E"));
        copy(tiny, "transformer.wpe.weight", model.parameter("pos_embed.W_pos"));
        copy(tiny, "transformer.ln_f.weight", model.parameter("ln_final.w"));
        copy(tiny, "transformer.ln_f.bias", model.parameter("ln_final.b"));
        tiny.put("lm_head.weight", transposed(model.parameter("unembed.W_U")));
        for (int layer = 0; layer < 4; layer++) {
            String to = "transformer.h." + layer + ".";
            String from = "blocks." + layer + ".";
            for (int norm = 1; norm <= 2; norm++) {
                copy(tiny, to + "ln_" + norm + ".weight", model.parameter(from + "ln" + norm + ".w"));
                copy(tiny, to + "ln_" + norm + ".bias", model.parameter(from + "ln" + norm + ".b"));
            }
            fuse(tiny, to + "attn.c_attn", model, from + "attn.");
            copy(tiny, to + "attn.c_proj.weight", model.parameter(from + "attn.W_O"));
            copy(tiny, to + "attn.c_proj.bias", model.parameter(from + "attn.b_O"));
            copy(tiny, to + "mlp.c_fc.weight", model.parameter(from + "mlp.W_in"));
            copy(tiny, to + "mlp.c_fc.bias", model.parameter(from + "mlp.b_in"));
            copy(tiny, to + "mlp.c_proj.weight", model.parameter(from + "mlp.W_out"));
            copy(tiny, to + "mlp.c_proj.bias", model.parameter(from + "mlp.b_out"));
        }
        return tiny;
    }

    /** Queries, keys and values [head, d_model, d_head] side by side in one matrix [d_model, 3 * head * d_head]. */
    private static void fuse(TinyCheckpoint tiny, String to, Model model, String from) {
        List<String> parts = List.of("Q", "K", "V");
        int width = 12;
        for (int part = 0; part < 3; part++) {
            Tensor weight = model.parameter(from + "W_" + parts.get(part));
            Tensor bias = model.parameter(from + "b_" + parts.get(part));
            for (int column = 0; column < width; column++) {
                tiny.change(to + ".bias", part * width + column, bias.flat(column));
                for (int row = 0; row < width; row++) {
                    tiny.change(
                            to + ".weight",
                            row * 3 * width + part * width + column,
                            weight.get(column / 4, row, column % 4));
                }
            }
        }
    }

    private static void copy(TinyCheckpoint tiny, String to, Tensor from) {
        tiny.put(to, from.reshape(tiny.tensor(to).shape()));
    }

    private static Tensor transposed(Tensor matrix) {
        int rows = matrix.size(0);
        int columns = matrix.size(1);
        var data = new float[rows * columns];
        for (int i = 0; i < data.length; i++) data[i] = matrix.get(i % rows, i / rows);
        return Tensor.of(data, columns, rows);
    }

    private static List<String> parameters() {
        var inBlocks = List.of(
                "attn.W_Q",
                "attn.b_Q",
                "attn.W_K",
                "attn.b_K",
                "attn.W_V",
                "attn.b_V",
                "attn.W_O",
                "attn.b_O",
                "mlp.W_in",
                "mlp.b_in",
                "mlp.W_out",
                "mlp.b_out",
                "ln1.w",
                "ln1.b",
                "ln2.w",
                "ln2.b");
        return Stream.concat(
                        Stream.of("embed.W_E", "pos_embed.W_pos", "ln_final.w", "ln_final.b"),
                        IntStream.range(0, 4)
                                .boxed()
                                .flatMap(layer -> inBlocks.stream().map(name -> "blocks." + layer + "." + name)))
                .toList();
    }

    private static TinyCheckpoint tiny() {
        return TinyCheckpoint.random(11);
    }

    private static RunResult run(Processing steps) {
        try (Model model = tiny().load(steps)) {
            return run(model);
        }
    }

    private static RunResult run(Model model) {
        try {
            return model.run(PROMPTS);
        } catch (PromptException e) {
            throw new AssertionError(e);
        }
    }

    private static Tensor logProbabilities(RunResult run) {
        Tensor logits = run.logits();
        var data = new float[logits.size()];
        int vocab = logits.size(-1);
        for (int i = 0; i < data.length; i++)
            data[i] = logits.flat(i) - run.logSumExp().flat(i / vocab);
        return Tensor.of(data, logits.shape());
    }

    private static void assertMeansZero(Model model, String name, int axis) {
        Tensor tensor = model.parameter(name);
        double largest = axis == -1 ? largestMean(tensor) : largestMeanDown(tensor);
        assertZero(largest, name);
    }

    /** Largest absolute mean over the last axis. */
    private static double largestMean(Tensor tensor) {
        int width = tensor.size(-1);
        return largest(
                tensor.size() / width,
                row -> IntStream.range(0, width)
                        .mapToDouble(i -> tensor.flat(row * width + i))
                        .average()
                        .orElseThrow());
    }

    /** Largest absolute mean over the last axis but one. */
    private static double largestMeanDown(Tensor tensor) {
        int width = tensor.size(-1);
        int height = tensor.size(-2);
        return largest(
                tensor.size() / height,
                column -> IntStream.range(0, height)
                        .mapToDouble(i -> tensor.flat((column / width * height + i) * width + column % width))
                        .average()
                        .orElseThrow());
    }

    private static double largest(int count, ToDoubleFunction<Integer> mean) {
        return IntStream.range(0, count)
                .mapToDouble(i -> Math.abs(mean.applyAsDouble(i)))
                .max()
                .orElseThrow();
    }

    private static void assertZero(double actual, String what) {
        assertEquals(0, actual, 1e-5, what);
    }

    private static void assertAll(float expected, Tensor tensor) {
        for (int i = 0; i < tensor.size(); i++) assertEquals(expected, tensor.flat(i));
    }
}
