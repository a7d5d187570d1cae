package org.headscope.engine.experiment.plan;

import static org.headscope.engine.experiment.plan.GoldenExperiment.found;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.headscope.engine.analysis.AnalysisInputs;
import org.headscope.engine.experiment.result.Results;
import org.headscope.engine.tensor.Tensor;
import org.headscope.engine.token.PromptException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Experiments on prompts of different lengths find in each prompt what they find in it alone. */
class PaddedExperimentsTest {
    private static final int[][] PROMPTS = {{7, 1, 7, 1}, {5, 9, 14, 3, 5, 9, 14}, {4, 22, 4, 22, 4}};
    private static final int[][] CORRUPTED = {{7, 1, 2, 1}, {5, 8, 14, 3, 6, 9, 14}, {4, 22, 9, 22, 4}};
    private static final String OFF =
            "\"interventions\": [{\"kind\": \"zero\", \"site\": {\"hook\": \"z0\", \"unit\": 1}}]";

    private static AnalysisInputs inputs;

    @BeforeAll
    static void load() throws Exception {
        inputs = new AnalysisInputs("llama");
    }

    @AfterAll
    static void close() {
        inputs.close();
    }

    private static Results run(String analysis, String more, int... chosen) throws Exception {
        var fields = new ArrayList<String>();
        fields.add("\"prompts\": " + rows(PROMPTS, chosen));
        fields.add("\"corrupted\": " + rows(CORRUPTED, chosen));
        List<String> answers = Arrays.stream(chosen)
                .mapToObj(i -> "{\"right\": %d, \"wrong\": %d}".formatted(4 + i, 30 + i))
                .toList();
        fields.add("\"answers\": " + answers);
        if (!more.isEmpty()) fields.add(more);
        return GoldenExperiment.run(inputs, analysis, "{" + String.join(", ", fields) + "}");
    }

    private static String rows(int[][] tokens, int... chosen) {
        return Arrays.deepToString(
                Arrays.stream(chosen).mapToObj(i -> tokens[i]).toArray());
    }

    private static Results padded(String analysis, String side) throws Exception {
        return run(analysis, OFF + ", \"padding\": \"" + side + "\"", 0, 1, 2);
    }

    private static Results alone(String analysis, int prompt) throws Exception {
        return run(analysis, OFF, prompt);
    }

    /** @param axis the axis of prompts */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"kind\": \"direct_logit_attribution\", \"unit\": \"head\"} | attribution | 1",
                "{\"kind\": \"direct_logit_attribution\", \"positions\": [-2, 1]} | constant | 0",
                "{\"kind\": \"residual_decomposition\", \"parts\": {\"kind\": \"components\"}, \"norm\": \"cached\","
                        + " \"positions\": [0, -1]} | parts | 1",
                "{\"kind\": \"logit_lens\", \"positions\": [-1, 1], \"log_probabilities\": true} | log_probabilities"
                        + " | 0",
                "{\"kind\": \"head_detectors\"} | share | 0",
                "{\"kind\": \"self_repair\", \"position\": -2} | by_prompt | 0",
                "{\"kind\": \"self_repair\"} | after | 1",
            })
    void eachPromptIsAsAlone(String analysis, String name, int axis) throws Exception {
        for (String side : List.of("left", "right")) {
            Tensor all = found(padded(analysis, side), name);
            for (int prompt = 0; prompt < PROMPTS.length; prompt++) {
                Tensor one = found(alone(analysis, prompt), name);
                assertNear(one, all.slice(axis, prompt, prompt + 1), side + " " + prompt);
            }
        }
    }

    private static void assertNear(Tensor expected, Tensor actual, String what) {
        org.headscope.engine.Near.assertNear(expected, actual, what);
    }

    /** Numbers that are a mean over prompts. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"kind\": \"next_tokens\"} | metric",
                "{\"kind\": \"ablation_sweep\"} | heads",
                "{\"kind\": \"activation_patching\", \"sites\": {\"kind\": \"heads\", \"hook\": \"z\"}} | metric",
                "{\"kind\": \"attribution_patching\", \"sites\": {\"kind\": \"heads\", \"hook\": \"k\"}} | estimate",
                "{\"kind\": \"activation_times_gradient\", \"sites\": {\"kind\": \"heads\", \"hook\": \"v\"}} |"
                        + " estimate",
                "{\"kind\": \"path_attribution\", \"receivers\": \"q\"} | estimate",
            })
    void theMeanIsOverPromptsAlone(String analysis, String name) throws Exception {
        for (String side : List.of("left", "right")) {
            Tensor all = found(padded(analysis, side), name);
            var mean = new float[all.size()];
            for (int prompt = 0; prompt < PROMPTS.length; prompt++) {
                Tensor one = found(alone(analysis, prompt), name);
                for (int i = 0; i < mean.length; i++) mean[i] += one.flat(i) / PROMPTS.length;
            }
            assertNear(Tensor.of(mean, all.shape()), all, side);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"left", "right"})
    void tokensArePredictedAsAlone(String side) throws Exception {
        String analysis = "{\"kind\": \"next_tokens\", \"top\": 3}";
        Results all = padded(analysis, side);
        var rows = all.table("next_tokens").rows().iterator();
        Tensor losses = found(all, "loss_per_token");
        for (int prompt = 0; prompt < PROMPTS.length; prompt++) {
            Results one = alone(analysis, prompt);
            for (List<Object> row : one.table("next_tokens").rows()) {
                List<Object> same = rows.next();
                assertEquals(prompt, same.getFirst());
                assertEquals(row.subList(1, 6), same.subList(1, 6));
                assertEquals((double) row.getLast(), (double) same.getLast(), 1e-5);
            }
            Tensor own = found(one, "loss_per_token");
            int start = side.equals("left") ? losses.size(1) - own.size(1) : 0;
            for (int place = 0; place < losses.size(1); place++) {
                boolean token = place >= start && place < start + own.size(1);
                float expected = token ? own.get(0, place - start) : Float.NaN;
                assertEquals(expected, losses.get(prompt, place), 1e-4f);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"left, blocks.1.attn.hook_pattern", "right, blocks.1.attn.hook_pattern", "left, blocks.0.attn.hook_z"})
    void placesWithoutATokenHaveNoNumbers(String side, String hook) throws Exception {
        String analysis = "{\"kind\": \"cache\", \"names\": [\"" + hook + "\"]}";
        Tensor all = found(padded(analysis, side), hook);
        for (int prompt = 0; prompt < PROMPTS.length; prompt++) {
            int length = PROMPTS[prompt].length;
            int start = side.equals("left") ? 7 - length : 0;
            Tensor one = found(alone(analysis, prompt), hook);
            boolean pattern = hook.endsWith("pattern");
            Tensor row = all.slice(0, prompt, prompt + 1);
            Tensor tokens = pattern
                    ? row.slice(2, start, start + length).slice(3, start, start + length)
                    : row.slice(1, start, start + length);
            assertNear(one, tokens, side + " " + prompt);
            int numbers = 0;
            for (int i = 0; i < row.size(); i++) if (!Float.isNaN(row.flat(i))) numbers++;
            assertEquals(one.size(), numbers);
        }
    }

    @Test
    void theFirstPromptIsThatAlone() throws Exception {
        String writers = "{\"kind\": \"score_writers\", \"layer\": 1, \"head\": 2, \"key\": 1}";
        assertNear(found(alone(writers, 0), "score_split"), found(padded(writers, "left"), "score_split"), "writers");
        String dimensions = "{\"kind\": \"query_key_dimensions\", \"layer\": 1, \"head\": 2}";
        assertNear(
                found(alone(dimensions, 0), "query_key_dimensions"),
                found(padded(dimensions, "left"), "query_key_dimensions"),
                "dimensions");
    }

    @Test
    void whatNeedsPromptsOfOneLengthSaysSo() {
        assertSaid(
                "prompts[1]: this prompt has 7 tokens, but the first one has 4",
                () -> run("{\"kind\": \"next_tokens\"}", "", 0, 1));
        assertSaid(
                "Prompts of different lengths have no positions in common",
                () -> padded("{\"kind\": \"logit_lens\"}", "left"));
        assertSaid(
                "This analysis takes prompts of as many tokens each.",
                () -> padded("{\"kind\": \"circuit\", \"circuit\": \"full_ov\", \"layer\": 0, \"head\": 0}", "right"));
        assertSaid(
                "corrupted[0]: this prompt has 2 tokens, but prompts[0] has 4",
                () -> run(
                        "{\"kind\": \"next_tokens\"}", "\"padding\": \"left\", \"corrupted\": [[7, 1], [1, 2]]", 0, 1));
    }

    private static void assertSaid(String start, org.junit.jupiter.api.function.Executable run) {
        String said = assertThrows(PromptException.class, run).getMessage();
        assertTrue(said.startsWith(start), said);
    }
}
