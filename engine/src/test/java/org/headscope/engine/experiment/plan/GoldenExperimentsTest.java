package org.headscope.engine.experiment.plan;

import static org.headscope.engine.Near.assertNear;
import static org.headscope.engine.experiment.plan.GoldenExperiment.found;
import static org.headscope.engine.experiment.plan.GoldenExperiment.run;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.headscope.engine.analysis.AnalysisInputs;
import org.headscope.engine.experiment.result.Results;
import org.headscope.engine.run.RunRequest;
import org.headscope.engine.tensor.Tensor;
import org.headscope.engine.token.PromptException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Experiments written as JSON find the numbers that TransformerLens computes. */
class GoldenExperimentsTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final List<String> MODELS = AnalysisInputs.MODELS;
    private static final Map<String, AnalysisInputs> INPUTS = new HashMap<>();

    @BeforeAll
    static void load() throws Exception {
        for (String name : MODELS) INPUTS.put(name, new AnalysisInputs(name));
    }

    @AfterAll
    static void close() {
        INPUTS.values().forEach(AnalysisInputs::close);
    }

    @ParameterizedTest
    @FieldSource("MODELS")
    void directLogitAttribution(String name) throws Exception {
        AnalysisInputs inputs = INPUTS.get(name);
        Results components = run(inputs, "{\"kind\": \"direct_logit_attribution\"}");
        Tensor expected = inputs.expected("logit_attrs.decompose.pos_-1.diff");
        assertNear(expected, found(components, "attribution").reshape(expected.shape()), "components");
        assertEquals(
                inputs.labels("logit_attrs.decompose.pos_-1.diff"),
                components.grid("attribution").axes().getFirst().labels());
        Tensor heads = inputs.expected("logit_attrs.heads.pos_-1.diff");
        Tensor all = found(run(inputs, "{\"kind\": \"direct_logit_attribution\", \"unit\": \"head\"}"), "attribution");
        assertNear(heads, all.slice(0, 0, heads.size(0)).reshape(heads.shape()), "heads");
    }

    /** Without a head, its attribution is gone; what else changes is the repair. */
    @ParameterizedTest
    @FieldSource("MODELS")
    void selfRepair(String name) throws Exception {
        AnalysisInputs inputs = INPUTS.get(name);
        String off = "{\"interventions\": [{\"kind\": \"zero\", \"site\": {\"hook\": \"z0\", \"unit\": 1}}]}";
        Results results = run(inputs, "{\"kind\": \"self_repair\"}", off);
        Tensor byPrompt = found(results, "by_prompt");
        Tensor heads = inputs.expected("logit_attrs.heads.pos_-1.diff");
        Tensor differences = inputs.expected("logit_diff.pos_-1");
        Tensor before = found(results, "before");
        Tensor after = found(results, "after");
        List<String> parts = results.grid("before").axes().getFirst().labels();
        for (int prompt = 0; prompt < byPrompt.size(0); prompt++) {
            assertEquals(differences.flat(prompt), byPrompt.get(prompt, 0), 1e-4, "clean");
            assertEquals(heads.get(1, prompt), byPrompt.get(prompt, 1), 1e-4, "direct");
            assertEquals(heads.get(1, prompt), before.get(parts.indexOf("0.1"), prompt), 1e-4, "before");
            assertEquals(0, after.get(parts.indexOf("0.1"), prompt), 1e-6, "after");
            double moved = 0;
            for (int part = 0; part < parts.size(); part++) moved += after.get(part, prompt) - before.get(part, prompt);
            double whole = byPrompt.get(prompt, 3) - byPrompt.get(prompt, 0);
            assertEquals(whole, moved + byPrompt.get(prompt, 5), 1e-4, "all that moved");
            assertEquals(whole + byPrompt.get(prompt, 1), byPrompt.get(prompt, 4), 1e-4, "repair");
        }
        float metric =
                found(run(inputs, "{\"kind\": \"next_tokens\"}", off), "metric").flat(0);
        assertEquals(metric, found(results, "changed").flat(0), 1e-4);
        List<Object> own = results.table("moves").rows().stream()
                .filter(row -> row.get(1).equals("yes"))
                .findFirst()
                .orElseThrow();
        assertEquals("0.1", own.getFirst());
        assertEquals(found(results, "direct").flat(0), -(double) own.getLast(), 1e-5);
        String said = assertThrows(PromptException.class, () -> run(inputs, "{\"kind\": \"self_repair\"}"))
                .getMessage();
        assertTrue(said.startsWith("This analysis needs the field \"interventions\""), said);
    }

    @ParameterizedTest
    @FieldSource("MODELS")
    void logitLens(String name) throws Exception {
        AnalysisInputs inputs = INPUTS.get(name);
        Tensor found =
                found(run(inputs, "{\"kind\": \"logit_lens\", \"log_probabilities\": true}"), "log_probabilities");
        Tensor expected = inputs.expected("logit_lens.log_probs");
        for (int row = 0; row < expected.size(0); row++) {
            for (int batch = 0; batch < expected.size(1); batch++) {
                for (int pos = 0; pos < expected.size(2); pos++) {
                    assertNear(expected.at(row, batch, pos), found.at(batch, pos, row), "row " + row);
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"gpt2, zero", "gpt2, mean", "llama, zero", "llama, mean"})
    void ablationSweep(String name, String how) throws Exception {
        AnalysisInputs inputs = INPUTS.get(name);
        Results results = run(
                inputs,
                "{\"kind\": \"ablation_sweep\", \"ablation\": \"" + how + "\"}",
                "{\"metric\": {\"kind\": \"loss\"}}");
        double base = found(results, "metric").flat(0);
        assertEquals(inputs.expected("loss").flat(0), base, 1e-4);
        Tensor losses = inputs.expected("ablate." + how + "_head_z.loss");
        Tensor effects = found(results, "heads");
        for (int i = 0; i < losses.size(); i++) assertEquals(losses.flat(i) - base, effects.flat(i), 1e-4);
        if (how.equals("mean")) return;
        Tensor mlps = inputs.expected("ablate.zero_mlp_out.loss");
        for (int i = 0; i < mlps.size(); i++)
            assertEquals(mlps.flat(i) - base, found(results, "mlps").flat(i), 1e-4);
    }

    static Stream<Arguments> patches() {
        return MODELS.stream()
                .flatMap(name -> INPUTS.get(name).entries().stream()
                        .filter(entry -> entry.startsWith("patch.") && !entry.endsWith("_metric")
                                || entry.startsWith("attribution.") && !entry.contains(".grad."))
                        .map(entry -> Arguments.of(name, entry)));
    }

    @ParameterizedTest
    @MethodSource("patches")
    void patching(String name, String entry) throws Exception {
        AnalysisInputs inputs = INPUTS.get(name);
        String[] parts = entry.split("\\.");
        boolean exact = parts[0].equals("patch");
        Results results = run(
                inputs,
                "{\"kind\": \"%s_patching\", \"sites\": %s}"
                        .formatted(exact ? "activation" : "attribution", sites(parts[1])));
        assertNear(inputs.expected(entry), found(results, exact ? "metric" : "estimate"), entry + " of " + name);
        assertNear(inputs.expected("patch.corrupted_metric"), found(results, "base"), "base");
        assertNear(inputs.expected("patch.clean_metric"), found(results, "donor"), "donor");
    }

    private static String sites(String entry) {
        String hook = entry.replaceFirst("_(all_pos|by_pos|by_dest_pos)$", "");
        if (entry.endsWith("_by_dest_pos")) return "{\"kind\": \"pattern_by_destination\"}";
        String kind =
                entry.endsWith("_all_pos") ? "heads" : entry.endsWith("_by_pos") ? "heads_by_position" : "by_position";
        return "{\"kind\": \"%s\", \"hook\": \"%s\"}".formatted(kind, hook);
    }

    /** The gradient is TransformerLens's, the activation that of a run of its own. */
    @ParameterizedTest
    @FieldSource("MODELS")
    void activationTimesGradient(String name) throws Exception {
        AnalysisInputs inputs = INPUTS.get(name);
        int[][] tokens = inputs.grid("corrupted_tokens");
        Results results = run(
                inputs,
                "{\"kind\": \"activation_times_gradient\", \"sites\": " + sites("resid_pre") + "}",
                "{\"prompts\": " + MAPPER.writeValueAsString(tokens) + "}");
        Tensor gradient = inputs.expected("attribution.grad.resid_pre"); // [layer, prompt, pos, d_model]
        var kept =
                inputs.model.run(RunRequest.of(tokens).keep("*.hook_resid_pre")).kept();
        Tensor estimate = found(results, "estimate");
        for (int layer = 0; layer < estimate.size(0); layer++) {
            for (int pos = 0; pos < estimate.size(1); pos++) {
                double sum = 0;
                for (int prompt = 0; prompt < tokens.length; prompt++) {
                    Tensor value = kept.get("resid_pre", layer).at(prompt, pos);
                    for (int i = 0; i < value.size(); i++) {
                        sum += (double) value.flat(i) * gradient.get(layer, prompt, pos, i);
                    }
                }
                assertEquals(sum, estimate.get(layer, pos), 1e-4, layer + " at " + pos);
            }
        }
        assertNear(inputs.expected("patch.corrupted_metric"), found(results, "metric"), "metric");
    }

    static Stream<Arguments> paths() {
        return MODELS.stream()
                .flatMap(name -> INPUTS.get(name).entries().stream()
                        .filter(entry -> entry.startsWith("path."))
                        .map(entry -> Arguments.of(name, entry)));
    }

    @ParameterizedTest
    @MethodSource("paths")
    void pathPatching(String name, String entry) throws Exception {
        AnalysisInputs inputs = INPUTS.get(name);
        String[] parts = entry.split("\\.");
        String receivers = parts[1].substring("head_to_".length());
        Results results = run(inputs, """
            {"kind": "path_patching", "receivers": "%s", "direction": "%s", "mlps": %s, "final_norm": %s}\
            """.formatted(
                        receivers,
                        parts[3].equals("base_clean") ? "noising" : "denoising",
                        parts[2].equals("mlp_live"),
                        !parts[2].equals("ln_frozen")));
        assertNear(inputs.expected(entry), found(results, "effects"), entry + " of " + name);
    }
}
