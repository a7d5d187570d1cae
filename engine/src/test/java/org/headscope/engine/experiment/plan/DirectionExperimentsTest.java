package org.headscope.engine.experiment.plan;

import static org.headscope.engine.experiment.plan.GoldenExperiment.found;
import static org.headscope.engine.experiment.plan.GoldenExperiment.run;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.headscope.engine.analysis.AnalysisInputs;
import org.headscope.engine.run.RunRequest;
import org.headscope.engine.tensor.Tensor;
import org.headscope.engine.token.PromptException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Directions of tokens and heads do what the same directions do when given as numbers. */
class DirectionExperimentsTest {
    private static final String HEAD = """
        {"kind": "head_output", "layer": 1, "head": 2, "prompt": [5, 9, 14, 3], "position": -2}\
        """;

    private static AnalysisInputs inputs;

    @BeforeAll
    static void load() throws Exception {
        inputs = new AnalysisInputs("gpt2");
    }

    @AfterAll
    static void close() {
        inputs.close();
    }

    /** The metric with a direction added to the stream, or taken out of it. */
    private static float metric(String change, String direction) throws Exception {
        String fields = change.equals("project_out")
                ? "\"directions\": [[1, -2, 0.5" + ", 0".repeat(29) + "], " + direction + "]"
                : "\"factor\": -1.5, \"direction\": " + direction;
        return found(run(inputs, "{\"kind\": \"next_tokens\"}", """
            {"interventions": [{"kind": "%s", "site": {"hook": "resid_post0"}, %s}]}\
            """.formatted(change, fields)), "metric")
                .flat(0);
    }

    private static float[] column(int token) {
        Tensor unembedding = inputs.model.parameter("unembed.W_U");
        var column = new float[unembedding.size(0)];
        for (int i = 0; i < column.length; i++) column[i] = unembedding.get(i, token);
        return column;
    }

    private static float[] difference(float[] to, float[] from) {
        var difference = new float[to.length];
        for (int i = 0; i < to.length; i++) difference[i] = to[i] - from[i];
        return difference;
    }

    /** z at position 2 of 4, through W_O. */
    private static float[] written() throws Exception {
        Tensor z = inputs.model
                .run(RunRequest.of(new int[] {5, 9, 14, 3}).keep("*.hook_z"))
                .kept()
                .get("z", 1)
                .at(0, 2, 2);
        Tensor writes = inputs.model.parameter("blocks.1.attn.W_O").at(2);
        var written = new float[writes.size(1)];
        for (int i = 0; i < z.size(); i++) {
            for (int out = 0; out < written.length; out++) written[out] += z.flat(i) * writes.get(i, out);
        }
        return written;
    }

    @ParameterizedTest
    @ValueSource(strings = {"add_direction", "project_out"})
    void namedDirectionsAreThoseNumbers(String change) throws Exception {
        assertEquals(
                metric(change, Arrays.toString(column(9))),
                metric(change, "{\"kind\": \"token\", \"token\": 9}"),
                1e-4);
        assertEquals(
                metric(change, Arrays.toString(difference(column(9), column(4)))),
                metric(change, "{\"kind\": \"difference\", \"to\": 9, \"from\": 4}"),
                1e-4);
        assertEquals(metric(change, Arrays.toString(written())), metric(change, HEAD), 1e-4);
        float plain =
                found(run(inputs, "{\"kind\": \"next_tokens\"}"), "metric").flat(0);
        assertTrue(Math.abs(metric(change, HEAD) - plain) > 1e-3, "it changes something");
    }

    @Test
    void whatTheModelDoesNotHaveIsRefused() {
        String head = assertThrows(
                        PromptException.class,
                        () -> metric("add_direction", HEAD.replace("\"head\": 2", "\"head\": 7")))
                .getMessage();
        assertEquals("There is no head 7 in this model, whose layers have 4.", head);
        String position = assertThrows(PromptException.class, () -> metric("project_out", HEAD.replace("-2", "-5")))
                .getMessage();
        assertEquals("There is no position -5 in a prompt of 4 tokens.", position);
        assertThrows(PromptException.class, () -> metric("add_direction", "{\"kind\": \"token\", \"token\": 5000}"));
    }
}
