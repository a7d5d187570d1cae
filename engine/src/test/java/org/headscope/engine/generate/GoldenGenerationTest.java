package org.headscope.engine.generate;

import static org.headscope.engine.Near.assertNear;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.headscope.engine.Golden;
import org.headscope.engine.GoldenModel;
import org.headscope.engine.hook.CodeHook;
import org.headscope.engine.hook.MeanAblation;
import org.headscope.engine.hook.MeanSource;
import org.headscope.engine.hook.NameFilter;
import org.headscope.engine.hook.Positions;
import org.headscope.engine.hook.Site;
import org.headscope.engine.hook.ZeroAblation;
import org.headscope.engine.model.Model;
import org.headscope.engine.model.Processing;
import org.headscope.engine.run.Progress;
import org.headscope.engine.run.RunRequest;
import org.headscope.engine.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Generation in every architecture: with the cache and without it, and as transformers generates. */
class GoldenGenerationTest {
    private static final int STEPS = 12;

    static List<String> models() {
        return Golden.models();
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt2", "llama"})
    void greedyEqualsTransformers(String name) throws Exception {
        var golden = new GoldenModel(name);
        int[][] prompts = golden.tokens();
        int length = prompts[0].length;
        long[] expected = golden.file("golden-analyses").readLongs("generate.tokens");
        Tensor logits = golden.tensor("golden-analyses", "generate.step_logits");
        int steps = logits.size(0);
        try (Model model = golden.load(Processing.FOLDED)) {
            var seen = new ArrayList<Step>();
            var how = GenerateRequest.of(new int[] {0}, steps).pastEos();
            Generations all = new Generator(model).generateAll(List.of(prompts), how, Progress.NONE, seen::add);
            assertEquals(prompts.length * steps, seen.size());
            for (Step step : seen) {
                assertEquals(expected[step.row() * (length + steps) + length + step.index()], step.token());
                assertNear(logits.at(step.index(), step.row()), step.logits(), "logits of step " + step.index());
                assertEquals(step.token(), all.rows().get(step.row()).tokens()[step.index()]);
            }
        }
    }

    /** Greedy and drawn, with and without interventions, the cache changes neither tokens nor logits. */
    @ParameterizedTest
    @MethodSource("models")
    void theCacheChangesNothing(String name) throws Exception {
        var golden = new GoldenModel(name);
        try (Model model = golden.load(Processing.RAW)) {
            var off = List.of(
                    new ZeroAblation(Site.head(1, 1)),
                    new ZeroAblation(Site.attention(0).at(Positions.of(3, 9, 12))));
            GenerateRequest greedy = GenerateRequest.of(Arrays.copyOf(golden.tokens()[0], 7), STEPS)
                    .pastEos();
            for (GenerateRequest request : List.of(
                    greedy,
                    greedy.with(off),
                    greedy.sampling(Sampling.temperature(0.7, 5).topK(9)))) {
                List<Step> cached = steps(model, request);
                List<Step> fresh = steps(model, request.withoutReuse());
                assertEquals(tokens(fresh), tokens(cached));
                for (int step = 0; step < STEPS; step++) {
                    assertNear(fresh.get(step).logits(), cached.get(step).logits(), "logits of step " + step);
                }
            }
            CodeHook twice = doubled("blocks.0.attn.hook_z");
            List<Integer> hooked = tokens(steps(model, greedy.with(twice)));
            assertEquals(hooked, tokens(steps(model, greedy.with(twice).withoutReuse())));
        }
    }

    /** Side by side in one batch, with its cache and without, each prompt is continued as it would be alone. */
    @ParameterizedTest
    @MethodSource("models")
    void promptsSideBySideAreContinuedAsAlone(String name) throws Exception {
        var golden = new GoldenModel(name);
        int[][] tokens = golden.tokens();
        List<int[]> prompts = List.of(
                Arrays.copyOf(tokens[0], 3), tokens[1], Arrays.copyOf(tokens[1], 1), Arrays.copyOf(tokens[0], 8));
        try (Model model = golden.load(Processing.RAW)) {
            var set = new MeanSource.PromptSet("two", List.of(List.of(1, 2, 3), List.of(4, 5)), false);
            GenerateRequest greedy = GenerateRequest.of(new int[] {0}, 5).pastEos();
            List<GenerateRequest> ways = List.of(
                    greedy,
                    greedy.withoutReuse(),
                    greedy.sampling(Sampling.temperature(0.7, 5).topK(9)),
                    greedy.with(List.of(new ZeroAblation(Site.head(1, 1)), new MeanAblation(Site.attention(0), set))),
                    greedy.with(List.of(new MeanAblation(Site.attention(0), new MeanSource.ThisPrompt()))),
                    greedy.with(List.of(new ZeroAblation(Site.attention(0).at(Positions.of(0, 2, 9))))),
                    greedy.with(doubled("blocks.0.attn.hook_z")));
            int arrays = model.nativeArrays();
            for (GenerateRequest way : ways) {
                var seen = new ArrayList<Step>();
                Generations all = new Generator(model).generateAll(prompts, way, Progress.NONE, seen::add);
                for (int row = 0; row < prompts.size(); row++) {
                    int of = row;
                    List<Step> alone = steps(
                            model, way.row(prompts.get(row), way.sampling().seed() + row));
                    List<Step> together =
                            seen.stream().filter(step -> step.row() == of).toList();
                    assertEquals(tokens(alone), tokens(together), "row " + row);
                    assertArrayEquals(
                            tokens(alone).stream().mapToInt(Integer::intValue).toArray(),
                            all.rows().get(row).tokens());
                    for (int step = 0; step < 5; step++) {
                        assertNear(alone.get(step).logits(), together.get(step).logits(), "logits of step " + step);
                    }
                }
            }
            assertEquals(arrays, model.nativeArrays());
        }
    }

    @Test
    void rowsSideBySideEndOnTheirOwn() throws Exception {
        var golden = new GoldenModel("gpt2");
        int[][] tokens = golden.tokens();
        List<int[]> prompts = List.of(tokens[0], Arrays.copyOf(tokens[1], 5), Arrays.copyOf(tokens[0], 2));
        try (Model model = golden.load(Processing.RAW)) {
            int room = model.config().nCtx();
            Generations full = new Generator(model)
                    .generateAll(
                            prompts, GenerateRequest.of(new int[] {0}, room).pastEos(), Progress.NONE, _ -> {});
            for (int row = 0; row < prompts.size(); row++) {
                Generation alone = new Generator(model)
                        .generate(GenerateRequest.of(prompts.get(row), room).pastEos());
                assertArrayEquals(alone.tokens(), full.rows().get(row).tokens(), "row " + row);
                assertEquals(Generation.End.CONTEXT_FULL, full.rows().get(row).end());
            }
            var done = new ArrayList<Integer>();
            GenerateRequest drawn = GenerateRequest.of(new int[] {0}, 30).sampling(Sampling.temperature(3, 1));
            Generations ended =
                    new Generator(model).generateAll(prompts, drawn, (at, of) -> done.add(of - at), _ -> {});
            assertEquals(done.stream().sorted(Comparator.reverseOrder()).toList(), done);
            for (int row = 0; row < prompts.size(); row++) {
                Generation alone = new Generator(model).generate(drawn.row(prompts.get(row), 1 + row));
                assertArrayEquals(alone.tokens(), ended.rows().get(row).tokens(), "row " + row);
                assertEquals(alone.end(), ended.rows().get(row).end());
            }
        }
    }

    @Test
    void rowsThatEndEarlyAreFilledUp() {
        var rows = new Generations(List.of(
                new Generation(new int[] {1, 2}, new int[] {5, 9}, Generation.End.END_OF_TEXT),
                new Generation(new int[] {3}, new int[] {6, 7, 8}, Generation.End.LENGTH)));
        assertArrayEquals(new int[][] {{5, 9, 9}, {6, 7, 8}}, rows.tokens(9));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt2", "llama", "bloom", "gemma2"})
    void aPatchscopeContinuesWithTheVectorPutIn(String name) throws Exception {
        var golden = new GoldenModel(name);
        int[] one = golden.tokens()[0];
        int[] other = Arrays.copyOf(golden.tokens()[1], 8);
        try (Model model = golden.load(Processing.RAW)) {
            int last = model.config().nLayers() - 1;
            GenerateRequest how = GenerateRequest.of(one, 5).pastEos();
            List<Integer> plain = tokens(steps(model, how));

            var same = new Patchscope.Place(one, 0, 4);
            assertEquals(plain, patched(model, Patchscope.identity(same, same), how), "its own vector changes nothing");

            var from = new Patchscope.Place(one, last, -1);
            var to = new Patchscope.Place(other, last, -1);
            assertEquals(
                    plain.getFirst(),
                    patched(model, Patchscope.identity(from, to), how).getFirst(),
                    "the last vector decides the next token");

            int d = model.config().dModel();
            var matrix = new float[d * d];
            IntStream.range(0, d).forEach(i -> matrix[i * d + (i + 1) % d] = 2);
            var offset = new float[d];
            Arrays.fill(offset, 0.5f);
            var middle = new Patchscope.Place(other, 0, 2);
            var scope = new Patchscope(same, middle, new Mapping(Tensor.of(matrix, d, d), Tensor.of(offset, d)));
            Tensor read = model.run(RunRequest.of(one).keep("resid_post0", "blocks.0.hook_resid_post"))
                    .kept()
                    .get("resid_post0")
                    .at(0, 4);
            for (int i = 0; i < d; i++) {
                assertEquals(2 * read.flat(i) + 0.5, scope.vector(model).flat((i + 1) % d), 1e-5);
            }
            assertEquals(byHand(model, scope, other, 5), patched(model, scope, how), "every step sees the vector");
            assertThrows(
                    IndexOutOfBoundsException.class,
                    () -> patched(model, Patchscope.identity(new Patchscope.Place(one, last + 1, 0), to), how));
            var narrow = new Patchscope(same, to, new Mapping(Tensor.of(new float[3 * d], d, 3), null));
            assertThrows(IllegalArgumentException.class, () -> patched(model, narrow, how));
        }
    }

    private static List<Integer> byHand(Model model, Patchscope scope, int[] prompt, int steps) throws Exception {
        Tensor vector = scope.vector(model);
        var tokens = new ArrayList<Integer>();
        int[] sequence = prompt;
        for (int step = 0; step < steps; step++) {
            Tensor between = model.run(RunRequest.of(sequence).stopAt(1)).residual();
            float[] values = between.toArray();
            vector.copyTo(values, 2 * vector.size());
            RunRequest above = RunRequest.of(sequence).startAt(1, Tensor.of(values, between.shape()));
            Tensor logits = model.run(above).logits().at(0, sequence.length - 1);
            int best = IntStream.range(0, logits.size()).reduce(0, (a, b) -> logits.flat(b) > logits.flat(a) ? b : a);
            sequence = Arrays.copyOf(sequence, sequence.length + 1);
            sequence[sequence.length - 1] = best;
            tokens.add(best);
        }
        return tokens;
    }

    private static List<Integer> patched(Model model, Patchscope scope, GenerateRequest how) throws Exception {
        var steps = new ArrayList<Step>();
        scope.generate(model, model, how, Progress.NONE, steps::add);
        return tokens(steps);
    }

    private static CodeHook doubled(String hook) {
        return new CodeHook(NameFilter.of(hook), (_, value) -> {
            float[] data = value.toArray();
            for (int i = 0; i < data.length; i++) data[i] *= 2;
            return Tensor.of(data, value.shape());
        });
    }

    private static List<Step> steps(Model model, GenerateRequest request) throws Exception {
        var steps = new ArrayList<Step>();
        new Generator(model).stream(request, Progress.NONE, steps::add);
        return steps;
    }

    private static List<Integer> tokens(List<Step> steps) {
        return steps.stream().map(Step::token).toList();
    }
}
