package org.headscope.engine.experiment.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CancellationException;
import org.headscope.engine.Bundled;
import org.headscope.engine.experiment.result.Results;
import org.headscope.engine.io.SafetensorsWriter;
import org.headscope.engine.model.Model;
import org.headscope.engine.model.Processing;
import org.headscope.engine.run.Progress;
import org.headscope.engine.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every analysis that an experiment file can ask for, each with what it cannot do without. */
class EveryAnalysisTest {
    private static final String BY_HEAD = "\"sites\": {\"kind\": \"heads\", \"hook\": \"z\"}";
    private static final String EXPERIMENT = """
        {
          "headscope_experiment": 1,
          "model": "primer-4l",
          "prompts": ["When Mary and John went to the store, John gave a drink to"],
          "corrupted": ["When Mary and John went to the store, Mary gave a drink to"],
          "answers": [{"right": " Mary", "wrong": " John"}],
          %s
          "analysis": {%s}
        }
        """;

    /** These compare runs of their own. */
    private static final List<String> WITHOUT_INTERVENTIONS = List.of(
            "path",
            "path_patching",
            "direct_path_patching",
            "path_attribution",
            "effects",
            "head_survey",
            "copy_suppression_ablation");

    @TempDir
    private Path folder;

    static List<String> analyses() {
        return List.of(
                "\"kind\": \"next_tokens\"",
                "\"kind\": \"cache\"",
                "\"kind\": \"logit_lens\"",
                "\"kind\": \"tuned_lens\", \"lens\": \"lens.safetensors\"",
                "\"kind\": \"attention_patterns\"",
                "\"kind\": \"score_writers\", \"layer\": 1, \"head\": 2, \"key\": 1",
                "\"kind\": \"query_key_dimensions\", \"layer\": 1, \"head\": 2",
                "\"kind\": \"head_detectors\"",
                "\"kind\": \"head_roles\", \"length\": 5, \"rows\": 2",
                "\"kind\": \"suppression_scores\", \"length\": 5, \"rows\": 2, \"prompts\": 3",
                "\"kind\": \"copy_suppression_ablation\", \"layer\": 3, \"head\": 3, \"over\": [\"Mary and John went"
                        + " to the store and John gave Mary a drink\", \"Tom and Anna went to the park and the long day"
                        + " was hot\"], \"predicted\": 3, \"per_source\": 2, \"negative_only\": false",
                "\"kind\": \"residual_decomposition\", \"parts\": {\"kind\": \"heads\"}",
                "\"kind\": \"direct_logit_attribution\"",
                "\"kind\": \"self_repair\"",
                "\"kind\": \"ablation_sweep\"",
                "\"kind\": \"activation_patching\", " + BY_HEAD,
                "\"kind\": \"attribution_patching\", " + BY_HEAD,
                "\"kind\": \"activation_times_gradient\", " + BY_HEAD,
                "\"kind\": \"path_patching\"",
                "\"kind\": \"path\", \"senders\": [{\"hook\": \"z1\", \"unit\": 6}], \"receivers\": [{\"hook\":"
                        + " \"k3\", \"unit\": 5}]",
                "\"kind\": \"direct_path_patching\", \"layer\": 3, \"head\": 2, \"receivers\": \"q\"",
                "\"kind\": \"path_attribution\", \"receivers\": \"k\"",
                "\"kind\": \"effects\", \"change\": {\"kind\": \"zero\", \"site\": {\"hook\": \"z3\", \"unit\": 5}}",
                "\"kind\": \"circuit\", \"circuit\": \"ov\", \"layer\": 1, \"head\": 2",
                "\"kind\": \"copying_scores\"",
                "\"kind\": \"composition_scores\"",
                "\"kind\": \"svd\", \"matrix\": {\"kind\": \"ov\", \"head\": 0}, \"layer\": 1",
                "\"kind\": \"circuit_rows\", \"circuit\": \"qk\", \"layer\": 1, \"head\": 2, \"tokens\": [\" Mary\"]",
                "\"kind\": \"circuit_ranks\", \"circuit\": \"ov\", \"layer\": 1, \"head\": 2, \"embedding\": {\"part\":"
                        + " \"including_mlp\", \"attention\": true}",
                "\"kind\": \"neighbours\", \"tokens\": [\" Mary\"], \"embedding\": {\"part\": \"mlp\"}",
                "\"kind\": \"activation_statistics\", \"hooks\": [\"z1\"]",
                "\"kind\": \"head_survey\", \"corpus\": [\"corpus.txt\"], \"survey\": \"heads.survey\", \"total\":"
                        + " true",
                "\"kind\": \"test_prompt\", \"answers\": [\" Mary\"]",
                "\"kind\": \"generate\", \"max_new_tokens\": 2",
                "\"kind\": \"patchscope\", \"source\": {\"prompt\": \"When Mary and John\", \"layer\": 2}, "
                        + "\"target\": {\"layer\": 1, \"position\": -2}, \"generate\": {\"max_new_tokens\": 2}");
    }

    @Test
    void noneIsMissing() throws Exception {
        var asked = new TreeSet<String>();
        for (String analysis : analyses()) asked.add(kind(analysis));
        var known = new TreeSet<String>();
        for (JsonNode form : PlanFile.schema().at("/properties/analysis/oneOf")) {
            known.add(form.at("/properties/kind/const").asText());
        }
        assertEquals(known, asked);
    }

    @ParameterizedTest
    @MethodSource("analyses")
    void leavesNoNativeMemoryBehind(String analysis) throws Exception {
        Model model = Bundled.laboratory(Processing.RAW).model();
        Plan plan = plan(analysis);
        writeLens(model);
        Files.writeString(folder.resolve("corpus.txt"), "Mary went home. Then John went home, and Mary saw John.");
        Setup setup = Setup.of(plan, model, folder);
        run(plan, setup, Progress.NONE);
        int arrays = model.nativeArrays();
        Results results = run(plan, setup, Progress.NONE);
        assertTrue(!results.grids().isEmpty() || !results.tables().isEmpty(), "there are results");
        assertEquals(arrays, model.nativeArrays(), "native arrays after a run");
        var stops = new int[1];
        assertThrows(CancellationException.class, () -> {
            run(plan, setup, (_, _) -> {
                if (++stops[0] == 2) throw new CancellationException();
            });
            // what is too short to be stopped
            throw new CancellationException();
        });
        assertEquals(arrays, model.nativeArrays(), "native arrays after a stop");
    }

    private Plan plan(String analysis) throws Exception {
        boolean plain = WITHOUT_INTERVENTIONS.contains(kind(analysis));
        String off =
                plain ? "" : "\"interventions\": [{\"kind\": \"zero\", \"site\": {\"hook\": \"z3\", \"unit\": 3}}],";
        Path file = folder.resolve("experiment.json");
        Files.writeString(file, EXPERIMENT.formatted(off, analysis));
        return PlanFile.read(file);
    }

    private static Results run(Plan plan, Setup setup, Progress progress) throws Exception {
        var results = new Results();
        plan.analysis().run(setup, results, progress);
        return results;
    }

    /** A lens that translates nothing. */
    private void writeLens(Model model) throws Exception {
        int width = model.config().dModel();
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (int layer = 0; layer < model.config().nLayers(); layer++) {
            tensors.put(layer + ".weight", Tensor.of(new float[width * width], width, width));
            tensors.put(layer + ".bias", Tensor.of(new float[width], width));
        }
        SafetensorsWriter.write(folder.resolve("lens.safetensors"), tensors);
    }

    private static String kind(String analysis) throws Exception {
        return new ObjectMapper().readTree("{" + analysis + "}").get("kind").asText();
    }
}
