package org.headscope.engine.experiment.plan;

import static org.headscope.engine.Near.assertNear;
import static org.headscope.engine.experiment.plan.GoldenExperiment.found;
import static org.headscope.engine.experiment.plan.GoldenExperiment.run;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.headscope.engine.analysis.AnalysisInputs;
import org.headscope.engine.experiment.result.Results;
import org.headscope.engine.io.ModelException;
import org.headscope.engine.io.SafetensorsWriter;
import org.headscope.engine.run.RunRequest;
import org.headscope.engine.tensor.Tensor;
import org.headscope.engine.token.PromptException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Experiments that put a vector of one prompt into others and let the model write on. */
class PatchscopeExperimentsTest {
    private static AnalysisInputs inputs;

    @TempDir
    Path folder;

    @BeforeAll
    static void load() throws Exception {
        inputs = new AnalysisInputs("gpt2");
    }

    @AfterAll
    static void close() {
        inputs.close();
    }

    private static String scope(int prompt, int from, int to, int position, String more) {
        return """
            {"kind": "patchscope", "source": {"prompt": %s, "layer": %d, "position": %d},
             "target": {"layer": %d, "position": %d}, "generate": {"max_new_tokens": 4, "past_eos": true}%s}\
            """.formatted(Arrays.toString(inputs.grid("tokens")[prompt]), from, position, to, position, more);
    }

    private static List<Object> written(Results results, int prompt) {
        return results.table("tokens").rows().stream()
                .filter(row -> row.getFirst().equals(prompt))
                .map(row -> row.get(2))
                .toList();
    }

    @Test
    void ofAPromptItsOwnVectorChangesNothing() throws Exception {
        Results plain = run(inputs, "{\"kind\": \"generate\", \"max_new_tokens\": 4, \"past_eos\": true}");
        Results patched = run(inputs, scope(1, 0, 0, 3, ""));
        assertEquals(written(plain, 1), written(patched, 1));
    }

    @Test
    void theLastVectorOfTheLastLayerDecidesTheNextToken() throws Exception {
        Results plain = run(inputs, "{\"kind\": \"generate\", \"max_new_tokens\": 1, \"past_eos\": true}");
        Results patched = run(inputs, scope(1, 1, 1, -1, ""));
        Object next = written(plain, 1).getFirst();
        assertNotEquals(next, written(plain, 0).getFirst());
        for (int prompt = 0; prompt < inputs.grid("tokens").length; prompt++) {
            assertEquals(next, written(patched, prompt).getFirst(), "prompt " + prompt);
        }
    }

    @Test
    void interventionsAreInTheRunThatIsContinuedOnly() throws Exception {
        String off = "{\"interventions\": [{\"kind\": \"zero\", \"site\": {\"hook\": \"resid_post0\"}}]}";
        Tensor read = found(run(inputs, scope(1, 0, 1, 3, ""), off), "vector");
        Tensor expected = inputs.model
                .run(RunRequest.of(inputs.grid("tokens")[1]).keep("*.hook_resid_post"))
                .kept()
                .get("resid_post", 0)
                .at(0, 3);
        assertNear(expected, read, 0, "vector");
    }

    @Test
    void theVectorIsMappedByWhatAFileHolds() throws Exception {
        int d = inputs.model.config().dModel();
        var matrix = new float[d * d];
        for (int i = 0; i < d; i++) matrix[i * d + (i + 1) % d] = 2;
        var offset = new float[d];
        Arrays.fill(offset, 0.5f);
        Path file = folder.resolve("map.safetensors");
        SafetensorsWriter.write(file, Map.of("matrix", Tensor.of(matrix, d, d), "offset", Tensor.of(offset, d)));
        String map = ", \"map\": \"" + file.toString().replace("\\", "\\\\") + "\"";
        Tensor plain = found(run(inputs, scope(0, 0, 0, 2, "")), "vector");
        Tensor mapped = found(run(inputs, scope(0, 0, 0, 2, map)), "vector");
        for (int i = 0; i < d; i++) assertEquals(2 * plain.flat(i) + 0.5, mapped.flat((i + 1) % d), 1e-5);

        SafetensorsWriter.write(file, Map.of("lens", Tensor.of(offset, d)));
        String said = assertThrows(ModelException.class, () -> run(inputs, scope(0, 0, 0, 2, map)))
                .getMessage();
        assertEquals(
                file + " is not a map of vectors: it should hold \"matrix\", \"offset\" or both, and nothing else.",
                said);
        SafetensorsWriter.write(file, Map.of("offset", Tensor.of(new float[3], 3)));
        assertThrows(IllegalArgumentException.class, () -> run(inputs, scope(0, 0, 0, 2, map)));
    }

    @Test
    void placesThatAreNotThereAreRefused() {
        String layer = assertThrows(PromptException.class, () -> run(inputs, scope(0, 2, 0, 2, "")))
                .getMessage();
        assertEquals("There is no layer 2 in this model, which has 2.", layer);
        String position = assertThrows(PromptException.class, () -> run(inputs, scope(0, 1, 0, 99, "")))
                .getMessage();
        assertTrue(position.startsWith("There is no position 99 in a prompt of "), position);
    }
}
