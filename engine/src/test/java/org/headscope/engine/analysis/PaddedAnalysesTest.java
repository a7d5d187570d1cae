package org.headscope.engine.analysis;

import static org.headscope.engine.Near.assertNear;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.headscope.engine.GoldenModel;
import org.headscope.engine.analysis.attention.QueryKeyDimensions;
import org.headscope.engine.analysis.attention.ScoreWriters;
import org.headscope.engine.analysis.attention.ValueWeightedPattern;
import org.headscope.engine.analysis.patching.ActivationPatching;
import org.headscope.engine.analysis.patching.AttributionPatching;
import org.headscope.engine.analysis.patching.Effects;
import org.headscope.engine.analysis.patching.PatchGrid;
import org.headscope.engine.analysis.patching.PatchTable;
import org.headscope.engine.analysis.patching.PathPatching;
import org.headscope.engine.analysis.residual.AnswerTokens;
import org.headscope.engine.analysis.residual.DirectLogitAttribution;
import org.headscope.engine.hook.Intervention;
import org.headscope.engine.hook.MeanAblation;
import org.headscope.engine.hook.MeanSource;
import org.headscope.engine.hook.PosSlice;
import org.headscope.engine.hook.Site;
import org.headscope.engine.hook.ZeroAblation;
import org.headscope.engine.metric.LogitDifference;
import org.headscope.engine.model.Model;
import org.headscope.engine.model.Processing;
import org.headscope.engine.run.PaddingMask.Side;
import org.headscope.engine.run.Progress;
import org.headscope.engine.run.RunRequest;
import org.headscope.engine.tensor.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Analyses of a padded batch say of each prompt what they say of it alone. */
class PaddedAnalysesTest {
    private static final int PAD = 17;
    private static final List<int[]> PROMPTS =
            List.of(new int[] {5, 9, 14, 3, 5, 9, 14}, new int[] {7, 1, 7, 1}, new int[] {4, 22, 4, 22, 4});
    private static final List<int[]> OTHERS =
            List.of(new int[] {5, 8, 14, 3, 6, 9, 14}, new int[] {7, 1, 2, 1}, new int[] {4, 22, 9, 22, 4});
    private static final List<Integer> CORRECT = List.of(4, 9, 30);
    private static final List<Integer> INCORRECT = List.of(7, 3, 12);
    private static final LogitDifference METRIC = LogitDifference.atEnd(CORRECT, INCORRECT);

    static Stream<Arguments> modelsAndSides() {
        return Stream.of("gpt2", "llama", "qwen3", "bloom", "gpt-neox", "attn-only")
                .flatMap(model -> Arrays.stream(Side.values()).map(side -> Arguments.of(model, side)));
    }

    /** Where a prompt starts in its row. */
    private static int start(Side side, int row) {
        return side == Side.LEFT ? PROMPTS.getFirst().length - PROMPTS.get(row).length : 0;
    }

    private static ActivationCache alone(Model model, int row) throws Exception {
        return ActivationCache.run(model, RunRequest.of(PROMPTS.get(row)).keep("*"), Progress.NONE);
    }

    @ParameterizedTest
    @MethodSource("modelsAndSides")
    void aPromptOfABatchIsThatPromptAlone(String name, Side side) throws Exception {
        try (Model model = new GoldenModel(name).load(Processing.FOLDED)) {
            var batch = ActivationCache.run(
                    model, RunRequest.padded(side, PAD, PROMPTS).keep("*"), Progress.NONE);
            for (int row = 0; row < PROMPTS.size(); row++) {
                ActivationCache alone = alone(model, row);
                ActivationCache cut = batch.prompt(row);
                for (String hook : alone.values().names()) {
                    assertNear(alone.get(hook), cut.get(hook), 2e-5, hook + " of row " + row);
                }
                int[] tokens = PROMPTS.get(row);
                for (DetectionPattern kind : DetectionPattern.values()) {
                    var detector = new HeadDetector(kind);
                    assertEquals(
                            detector.share(alone.get("pattern", 1).at(0, 1), tokens),
                            detector.share(cut.get("pattern", 1).at(0, 1), tokens),
                            1e-5);
                }
                Tensor read = model.readOut(alone.get("resid_post", 0).at(0), null);
                assertNear(read, model.readOut(cut.get("resid_post", 0).at(0), null), "lens");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("modelsAndSides")
    void contributionsToLogitsAreThoseAlone(String name, Side side) throws Exception {
        try (Model model = new GoldenModel(name).load(Processing.FOLDED)) {
            var batch = ActivationCache.run(
                    model, RunRequest.padded(side, PAD, PROMPTS).keep("*"), Progress.NONE);
            for (var unit : DirectLogitAttribution.Unit.values()) {
                Tensor all = new DirectLogitAttribution(unit, AnswerTokens.of(4), PosSlice.ALL)
                        .of(batch)
                        .values();
                for (int row = 0; row < PROMPTS.size(); row++) {
                    Tensor one = new DirectLogitAttribution(unit, AnswerTokens.of(4), PosSlice.ALL)
                            .of(alone(model, row))
                            .values();
                    for (int part = 0; part < one.size(0); part++) {
                        int from = start(side, row);
                        Tensor of = all.at(part, row).slice(0, from, from + one.size(2));
                        assertNear(one.at(part, 0), of, unit + " part " + part + " of row " + row);
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("modelsAndSides")
    void attentionIsReadAsAlone(String name, Side side) throws Exception {
        try (Model model = new GoldenModel(name).load(Processing.FOLDED)) {
            var batch = ActivationCache.run(
                    model, RunRequest.padded(side, PAD, PROMPTS).keep("*"), Progress.NONE);
            Tensor weighted = new ValueWeightedPattern(1).of(batch);
            for (int row = 0; row < PROMPTS.size(); row++) {
                ActivationCache alone = alone(model, row);
                int from = start(side, row);
                int length = PROMPTS.get(row).length;
                Tensor cut = weighted.slice(0, row, row + 1)
                        .slice(2, from, from + length)
                        .slice(3, from, from + length);
                assertNear(new ValueWeightedPattern(1).of(alone), cut, "value-weighted pattern of row " + row);
                var writers = new ScoreWriters(1, 1, ScoreWriters.Writers.HEADS);
                assertNear(
                        writers.of(alone, 0, length - 1, 1).values(),
                        writers.of(batch, row, from + length - 1, from + 1).values(),
                        "writers of row " + row);
                Tensor dimensions = new QueryKeyDimensions(1, 1).of(batch, row, from + length - 1);
                double score = 0;
                for (int i = 0; i < dimensions.size(1); i++) score += dimensions.get(from + 1, i);
                double expected = 0;
                Tensor ofAlone = new QueryKeyDimensions(1, 1).of(alone, 0, length - 1);
                for (int i = 0; i < ofAlone.size(1); i++) expected += ofAlone.get(1, i);
                assertEquals(expected, score, 1e-4, "score by dimensions of row " + row);
            }
        }
    }

    /** A number computed from one prompt. */
    @FunctionalInterface
    private interface OfPrompt {
        double of(int row) throws Exception;
    }

    private static double mean(OfPrompt number) throws Exception {
        double sum = 0;
        for (int row = 0; row < PROMPTS.size(); row++) sum += number.of(row) / PROMPTS.size();
        return sum;
    }

    private static LogitDifference metric(int row) {
        return LogitDifference.atEnd(List.of(CORRECT.get(row)), List.of(INCORRECT.get(row)));
    }

    @ParameterizedTest
    @MethodSource("modelsAndSides")
    void interventionsActAsAlone(String name, Side side) throws Exception {
        try (Model model = new GoldenModel(name).load(Processing.FOLDED)) {
            var set = new MeanSource.PromptSet("two", List.of(List.of(1, 2, 3), List.of(4, 5)), false);
            List<Intervention> changes =
                    List.of(new ZeroAblation(Site.head(0, 1)), new MeanAblation(Site.attention(1), set));
            for (Intervention change : changes) {
                RunRequest batch = RunRequest.padded(side, PAD, PROMPTS).with(change);
                double expected = mean(row -> {
                    RunRequest one = RunRequest.of(PROMPTS.get(row)).with(change);
                    return metric(row).value(one, model.run(one));
                });
                assertEquals(expected, METRIC.value(batch, model.run(batch)), 1e-5, change.describe());
            }
            var change = new ZeroAblation(Site.head(0, 1));
            RunRequest batch = RunRequest.padded(side, PAD, PROMPTS);
            Effects effects = Effects.of(model, batch, change, true, Progress.NONE);
            double expected = mean(row -> {
                RunRequest one = RunRequest.of(PROMPTS.get(row));
                return metric(row)
                        .value(
                                one,
                                Effects.of(model, one, change, true, Progress.NONE)
                                        .indirect());
            });
            assertEquals(expected, METRIC.value(batch, effects.indirect()), 1e-4, "indirect effect");
        }
    }

    @ParameterizedTest
    @MethodSource("modelsAndSides")
    void patchingIsTheMeanOverPromptsAlone(String name, Side side) throws Exception {
        try (Model model = new GoldenModel(name).load(Processing.FOLDED)) {
            RunRequest base = RunRequest.padded(side, PAD, PROMPTS);
            RunRequest donor = RunRequest.padded(side, PAD, OTHERS);
            PatchTable heads = PatchTable.heads(model, "z");
            Tensor patched = new ActivationPatching(model, base, donor, METRIC)
                    .run(heads, Progress.NONE)
                    .values();
            Tensor estimated = new AttributionPatching(model, base, donor, METRIC).run(heads, Progress.NONE);
            Tensor paths = new PathPatching(model, base, donor, METRIC, true, true).headsToLogits(Progress.NONE);
            int width = PROMPTS.getFirst().length;
            Tensor byPlace = new ActivationPatching(model, base, donor, METRIC)
                    .run(PatchTable.byPosition(model, "resid_pre", width), Progress.NONE)
                    .values();
            var sums = new double[3][heads.sites().size()];
            var places = new double[byPlace.size()];
            for (int row = 0; row < PROMPTS.size(); row++) {
                RunRequest one = RunRequest.of(PROMPTS.get(row));
                RunRequest other = RunRequest.of(OTHERS.get(row));
                var alone = new ActivationPatching(model, one, other, metric(row));
                add(sums[0], alone.run(heads, Progress.NONE).values());
                add(sums[1], new AttributionPatching(model, one, other, metric(row)).run(heads, Progress.NONE));
                add(sums[2], new PathPatching(model, one, other, metric(row), true, true).headsToLogits(Progress.NONE));
                int length = PROMPTS.get(row).length;
                PatchGrid grid = alone.run(PatchTable.byPosition(model, "resid_pre", length), Progress.NONE);
                for (int cell = 0; cell < places.length; cell++) {
                    int at = cell % width - start(side, row);
                    boolean token = at >= 0 && at < length;
                    places[cell] += (token ? grid.values().get(cell / width, at) : grid.base()) / PROMPTS.size();
                }
            }
            for (int cell = 0; cell < heads.sites().size(); cell++) {
                assertEquals(sums[0][cell], patched.flat(cell), 1e-4, "patching cell " + cell);
                assertEquals(sums[1][cell], estimated.flat(cell), 1e-4, "attribution cell " + cell);
                assertEquals(sums[2][cell], paths.flat(cell), 1e-4, "path cell " + cell);
            }
            for (int cell = 0; cell < places.length; cell++) {
                assertEquals(places[cell], byPlace.flat(cell), 1e-4, "place " + cell);
            }
        }
    }

    private static void add(double[] sums, Tensor values) {
        for (int i = 0; i < sums.length; i++) sums[i] += (double) values.flat(i) / PROMPTS.size();
    }
}
