package org.headscope.engine.model;

import static org.headscope.engine.Near.assertNear;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.headscope.engine.Golden;
import org.headscope.engine.GoldenModel;
import org.headscope.engine.TinyCheckpoint;
import org.headscope.engine.hook.Direction;
import org.headscope.engine.hook.Freeze;
import org.headscope.engine.hook.Intervention;
import org.headscope.engine.hook.MeanAblation;
import org.headscope.engine.hook.MeanSource;
import org.headscope.engine.hook.NameFilter;
import org.headscope.engine.hook.OptionalHooks;
import org.headscope.engine.hook.ProjectOut;
import org.headscope.engine.hook.Resample;
import org.headscope.engine.hook.Scale;
import org.headscope.engine.hook.SetTo;
import org.headscope.engine.hook.Site;
import org.headscope.engine.hook.Steer;
import org.headscope.engine.hook.ZeroAblation;
import org.headscope.engine.metric.LogitDifference;
import org.headscope.engine.metric.Loss;
import org.headscope.engine.run.Gradients;
import org.headscope.engine.run.PaddingMask;
import org.headscope.engine.run.PaddingMask.Side;
import org.headscope.engine.run.Progress;
import org.headscope.engine.run.RunRequest;
import org.headscope.engine.run.RunResult;
import org.headscope.engine.tensor.Tensor;
import org.headscope.engine.token.PromptException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Each prompt of a padded batch is computed as it would be alone (interpretability.md I.1). */
class PaddingTest {
    private static final int PAD = 17;

    static Stream<Arguments> modelsAndSides() {
        return Golden.models().stream()
                .flatMap(model -> Arrays.stream(Side.values()).map(side -> Arguments.of(model, side)));
    }

    @ParameterizedTest
    @MethodSource("modelsAndSides")
    void eachPromptIsAsAlone(String name, Side side) throws Exception {
        var golden = new GoldenModel(name);
        List<int[]> prompts = prompts(golden);
        try (Model model = golden.load(Processing.RAW)) {
            RunRequest batch = RunRequest.padded(side, PAD, prompts).keep("*");
            Gradients padded = model.gradients(batch, new Loss(), NameFilter.of("*hook_resid_pre"), Progress.NONE);
            double losses = 0;
            int predicted = 0;
            for (int row = 0; row < prompts.size(); row++) {
                RunRequest request = RunRequest.of(prompts.get(row)).keep("*");
                RunResult alone = model.run(request);
                int length = prompts.get(row).length;
                int from = side == Side.LEFT ? prompts.getFirst().length - length : 0;
                for (int position = 0; position < length; position++) {
                    String what = name + " row " + row + " position " + position;
                    Tensor logits = padded.run().logits().at(row, from + position);
                    assertNear(alone.logits().at(0, position), logits, 2e-5, what);
                    for (String hook : alone.kept().names()) {
                        boolean byPosition =
                                !hook.contains("_norm.") && !hook.contains("pattern") && !hook.contains("scores");
                        if (!byPosition) continue;
                        assertNear(
                                alone.kept().get(hook).at(0, position),
                                padded.run().kept().get(hook).at(row, from + position),
                                2e-5,
                                hook + " of " + what);
                    }
                }
                if (length == 1) continue;
                losses += alone.loss() * (length - 1);
                predicted += length - 1;
            }
            assertEquals(losses / predicted, padded.run().loss(), 1e-5);
            assertEquals(losses / predicted, padded.value(), 1e-5);
            assertGradients(model, prompts, side, padded, predicted);
        }
    }

    private static void assertGradients(Model model, List<int[]> prompts, Side side, Gradients padded, int predicted)
            throws Exception {
        int[] last = prompts.getLast();
        int from = side == Side.LEFT ? prompts.getFirst().length - last.length : 0;
        Gradients alone =
                model.gradients(RunRequest.of(last), new Loss(), NameFilter.of("*hook_resid_pre"), Progress.NONE);
        for (String hook : alone.gradients().names()) {
            for (int position = 0; position < last.length; position++) {
                float[] expected = alone.gradients().get(hook).at(0, position).toArray();
                for (int i = 0; i < expected.length; i++) expected[i] *= (last.length - 1f) / predicted;
                float[] actual = padded.gradients()
                        .get(hook)
                        .at(prompts.size() - 1, from + position)
                        .toArray();
                assertArrayEquals(expected, actual, 1e-5f, hook);
            }
        }
    }

    /** The rows of the golden batch, cut to different lengths; the first is the longest, one has a single token. */
    private static List<int[]> prompts(GoldenModel golden) throws Exception {
        int[][] tokens = golden.tokens();
        return List.of(
                tokens[0],
                Arrays.copyOf(tokens[1], 1),
                Arrays.copyOf(tokens[1], 9),
                Arrays.copyOfRange(tokens[0], 4, 10));
    }

    @ParameterizedTest
    @MethodSource("modelsAndSides")
    void paddingIsNotSeen(String name, Side side) throws Exception {
        var golden = new GoldenModel(name);
        List<int[]> prompts = prompts(golden);
        int width = prompts.getFirst().length;
        try (Model model = golden.load(Processing.RAW)) {
            RunResult run = model.run(RunRequest.padded(side, PAD, prompts).keep("*pattern", "*scores", "*pos_embed"));
            Tensor pattern = run.kept().get("pattern1");
            Tensor scores = run.kept().get("attn_scores1");
            int length = prompts.get(2).length;
            int from = side == Side.LEFT ? width - length : 0;
            for (int query = 0; query < width; query++) {
                double sum = 0;
                for (int key = 0; key < width; key++) {
                    boolean padding = key < from || key >= from + length;
                    float weight = pattern.get(2, 0, query, key);
                    sum += weight;
                    if (padding) assertEquals(0, weight);
                    if (padding) assertEquals(Float.NEGATIVE_INFINITY, scores.get(2, 0, query, key));
                }
                boolean sees = query >= from && query < from + length;
                if (sees) assertEquals(1, sum, 1e-5);
                if (query < from) assertEquals(0, sum, "a query that sees nothing has no pattern");
            }
            if (!run.kept().has("pos_embed")) return;
            for (int place = 0; place < width; place++) {
                if (place >= from && place < from + length) continue;
                assertArrayEquals(
                        new float[model.config().dModel()],
                        run.kept().get("pos_embed").at(2, place).toArray(),
                        1e-9f);
            }
        }
    }

    @Test
    void otherPositionsCountTheTokensOfAPrompt() throws Exception {
        try (Model model = TinyCheckpoint.random(5).load(Processing.RAW)) {
            List<int[]> prompts = List.of(new int[] {3, 1, 4, 1, 5}, new int[] {9, 2, 6});
            double expected = 0;
            for (int[] prompt : prompts) {
                var one = new LogitDifference(List.of(7), List.of(8), -2);
                expected += one.value(RunRequest.of(prompt), model.run(RunRequest.of(prompt))) / 2;
            }
            var metric = new LogitDifference(List.of(7, 7), List.of(8, 8), -2);
            for (Side side : Side.values()) {
                RunRequest batch = RunRequest.padded(side, PAD, prompts);
                assertEquals(expected, metric.value(batch, model.run(batch)), 1e-5);
            }
        }
    }

    @Test
    void meansLeavePaddingOut() throws Exception {
        var mean = new MeanAblation(Site.mlp(1), new MeanSource.ThisPrompt());
        try (Model model = TinyCheckpoint.random(5).load(Processing.RAW)) {
            int[] prompt = {3, 1, 4};
            Tensor alone = model.run(RunRequest.of(prompt).with(mean)).logits();
            RunRequest padded = RunRequest.of(new int[] {0, 0, 3, 1, 4})
                    .padding(PaddingMask.of(new int[] {0, 0, 1, 1, 1}))
                    .with(mean);
            assertNear(alone.at(0, 2), model.run(padded).logits().at(0, 4), 1e-5, "logits");
            var perPosition = new MeanAblation(
                    Site.mlp(1), new MeanSource.PromptSet("set", List.of(List.of(1, 2, 3, 4, 5)), true));
            assertThrows(IllegalArgumentException.class, () -> model.run(padded.with(perPosition)));
            PaddingMask tooMany = PaddingMask.ofLengths(Side.LEFT, 3, 5);
            assertThrows(IllegalArgumentException.class, () -> padded.padding(tooMany));
            RunRequest nothing = RunRequest.of(new int[] {0, 1}, new int[] {2, 3})
                    .padding(PaddingMask.of(new int[] {1, 1}, new int[] {0, 0}));
            assertEquals(
                    "Prompt 2 of the batch has no tokens, only padding.",
                    assertThrows(PromptException.class, () -> model.run(nothing))
                            .getMessage());
        }
    }

    /** Shortformer positions and inputs per head read the same tables. */
    @ParameterizedTest
    @EnumSource(Side.class)
    void interventionsAreAsAlone(Side side) throws Exception {
        for (String name : List.of("gpt2", "llama")) {
            var golden = new GoldenModel(name);
            List<int[]> prompts = prompts(golden);
            List<List<Integer>> others = prompts.stream()
                    .map(prompt -> Arrays.stream(prompt)
                            .map(id -> (id + 3) % 20)
                            .boxed()
                            .toList())
                    .toList();
            try (Model model = golden.load(Processing.FOLDED)) {
                RunResult batch = model.run(RunRequest.padded(side, PAD, prompts)
                        .with(interventions(new Resample(Site.head(1, 2), others, "the others"))));
                for (int row = 0; row < prompts.size(); row++) {
                    var alone = interventions(Resample.from(others.get(row), Site.head(1, 2), "the others"));
                    RunResult run = model.run(RunRequest.of(prompts.get(row)).with(alone));
                    int length = prompts.get(row).length;
                    int from = side == Side.LEFT ? prompts.getFirst().length - length : 0;
                    for (int position = 0; position < length; position++) {
                        String what = name + " row " + row + " position " + position;
                        assertNear(run.logits().at(0, position), batch.logits().at(row, from + position), 2e-5, what);
                    }
                }
                var longer = Resample.from(others.getFirst(), Site.head(1, 2), "the corrupted prompt");
                var refusal = assertThrows(
                        PromptException.class,
                        () -> model.run(RunRequest.padded(side, PAD, prompts).with(longer)));
                assertTrue(refusal.getMessage().startsWith("In a padded batch other prompts must be as long"));
            }
        }
    }

    /** Everywhere, because positions of sites count places of the batch. */
    private static List<Intervention> interventions(Resample resample) {
        return List.of(
                new ZeroAblation(Site.head(0, 0)),
                new Freeze(Site.of("pattern", 1).unit(1)),
                new Scale(Site.of("attn_scores", 1), -0.5),
                SetTo.constant(Site.of("attn_scores", 0).unit(3), 0.5f),
                resample,
                new Steer(Site.of("resid_post", 0), new Direction.Unembedding(3, "a"), 2),
                new ProjectOut(Site.mlp(1), List.of(new Direction.Unembedding(4, "b"))));
    }

    @Test
    void inputsPerHeadAreAsAlone() throws Exception {
        try (Model model = TinyCheckpoint.random(5).load(Processing.RAW)) {
            List<int[]> prompts = List.of(new int[] {3, 1, 4, 1, 5}, new int[] {9, 2, 6});
            RunRequest batch = RunRequest.padded(Side.LEFT, PAD, prompts).optional(OptionalHooks.ALL);
            Tensor alone = model.run(RunRequest.of(prompts.get(1)).optional(OptionalHooks.ALL))
                    .logits();
            assertNear(alone.at(0, 2), model.run(batch).logits().at(1, 4), 1e-5, "logits");
            Tensor between = model.run(batch.stopAt(2)).residual();
            assertNear(
                    alone.at(0, 2),
                    model.run(batch.startAt(2, between)).logits().at(1, 4),
                    1e-5,
                    "in two parts");
        }
    }
}
