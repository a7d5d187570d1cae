package org.headscope.engine.analysis;

import static org.headscope.engine.Near.assertNear;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import org.headscope.engine.Golden;
import org.headscope.engine.GoldenModel;
import org.headscope.engine.hook.Intervention;
import org.headscope.engine.hook.MeanAblation;
import org.headscope.engine.hook.MeanSource;
import org.headscope.engine.hook.Site;
import org.headscope.engine.hook.ZeroAblation;
import org.headscope.engine.model.Model;
import org.headscope.engine.model.Processing;
import org.headscope.engine.run.RunRequest;
import org.headscope.engine.run.RunResult;
import org.headscope.engine.tensor.Tensor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Ablations, lens and head scores equal what TransformerLens computes for the same weights. */
class GoldenAnalysesTest {
    private static final GoldenModel GOLDEN = new GoldenModel("gpt2");
    private static final int LAYERS = 2;
    private static final int HEADS = 4;

    private static Model model;
    private static JsonNode inputs;
    private static RunRequest prompts;

    @BeforeAll
    static void load() throws Exception {
        model = GOLDEN.load(Processing.FOLDED);
        inputs = new ObjectMapper()
                .readTree(Golden.folder("gpt2").resolve("golden-analyses.json").toFile())
                .get("inputs");
        prompts = RunRequest.of(new ObjectMapper().convertValue(inputs.get("tokens"), int[][].class));
    }

    @AfterAll
    static void close() {
        model.close();
    }

    @Test
    void zeroAblationOfEachHead() throws Exception {
        for (int layer = 0; layer < LAYERS; layer++) {
            for (int head = 0; head < HEADS; head++) {
                assertLoss("zero_head_z", new ZeroAblation(Site.head(layer, head)), layer, head);
            }
        }
    }

    @Test
    void meanAblationOfEachHead() throws Exception {
        for (int layer = 0; layer < LAYERS; layer++) {
            for (int head = 0; head < HEADS; head++) {
                var mean = new MeanAblation(Site.head(layer, head), new MeanSource.ThisPrompt());
                assertLoss("mean_head_z", mean, layer, head);
            }
        }
    }

    @Test
    void zeroAblationOfEachMlpAndAttentionLayer() throws Exception {
        for (int layer = 0; layer < LAYERS; layer++) {
            assertLoss("zero_mlp_out", new ZeroAblation(Site.mlp(layer)), layer);
            assertLoss("zero_attn_out", new ZeroAblation(Site.attention(layer)), layer);
        }
    }

    private static void assertLoss(String ablation, Intervention intervention, int... where) throws Exception {
        RunResult clean = model.run(prompts);
        RunResult ablated = model.run(prompts.with(intervention));
        String what = ablation + " of " + intervention.site().label();
        assertEquals(golden("ablate." + ablation + ".loss").get(where), ablated.loss(), 1e-4, what);
        assertNear(
                golden("ablate." + ablation + ".loss_change_per_token").at(where),
                difference(ablated.lossPerToken(), clean.lossPerToken()),
                what);
    }

    @ParameterizedTest
    @CsvSource({"accumulated_resid, false", "accumulated_resid.incl_mid, true"})
    void theRowsOfTheLensAreTheAccumulatedResidualStream(String entry, boolean subSteps) throws Exception {
        Tensor expected = golden(entry);
        RunResult run = model.run(prompts.keep("*.hook_resid_*"));
        List<LensRow> rows = LensRow.of(LAYERS, subSteps);
        assertEquals(expected.size(0), rows.size());
        for (int row = 0; row < rows.size(); row++) {
            assertNear(
                    expected.at(row),
                    run.kept().get(rows.get(row).hook()),
                    rows.get(row).label());
        }
    }

    @Test
    void theLensReadsLogProbabilitiesWithEachVectorsOwnScale() throws Exception {
        Tensor expected = golden("logit_lens.log_probs");
        Tensor residual = golden("accumulated_resid");
        for (int row = 0; row < expected.size(0); row++) {
            for (int batch = 0; batch < expected.size(1); batch++) {
                Tensor read = model.readOut(residual.at(row, batch), null);
                assertNear(expected.at(row, batch), read, "row " + row + " of prompt " + batch);
            }
        }
    }

    @Test
    void theLensReadsWithAGivenScaleToo() throws Exception {
        RunResult run = model.run(prompts.keep("blocks.1.hook_resid_post", "ln_final.hook_scale"));
        float[] scale = run.kept().get("ln_final.hook_scale").at(0).toArray();
        Tensor read = model.readOut(run.kept().get("resid_post1").at(0), scale);
        for (int pos = 0; pos < scale.length; pos++) {
            double logProbability =
                    run.logits().get(0, pos, 17) - run.logSumExp().get(0, pos);
            assertEquals(logProbability, read.get(pos, 17), 1e-4);
        }
    }

    @Test
    void theLogitDifference() throws Exception {
        Tensor expected = golden("logit_diff.pos_-1");
        Tensor logits = model.run(prompts).logits();
        for (int batch = 0; batch < expected.size(); batch++) {
            Tensor last = logits.at(batch, logits.size(1) - 1);
            int correct = inputs.get("correct").get(batch).intValue();
            int incorrect = inputs.get("incorrect").get(batch).intValue();
            assertEquals(expected.flat(batch), last.flat(correct) - last.flat(incorrect), 1e-4);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".exclude_bos", ".exclude_current", ".exclude_both"})
    void headDetectors(String excluded) throws Exception {
        boolean bos = excluded.equals(".exclude_bos") || excluded.equals(".exclude_both");
        boolean current = excluded.equals(".exclude_current") || excluded.equals(".exclude_both");
        var kinds = Map.of(
                "previous_token_head", DetectionPattern.PREVIOUS_TOKEN,
                "duplicate_token_head", DetectionPattern.DUPLICATE_TOKEN,
                "induction_head", DetectionPattern.INDUCTION);
        int[] tokens = repeatedTokens();
        RunResult run = model.run(RunRequest.of(tokens).keep("*pattern"));
        for (String kind : kinds.keySet()) {
            var detector = new HeadDetector(kinds.get(kind), bos, current);
            String entry = "detect." + kind;
            for (int layer = 0; layer < LAYERS; layer++) {
                for (int head = 0; head < HEADS; head++) {
                    Tensor pattern = run.kept().get("pattern", layer).at(0, head);
                    double closeness = detector.closeness(pattern, tokens);
                    String what = kind + excluded + " " + layer + "." + head;
                    assertEquals(
                            golden(entry + ".mul" + excluded).get(layer, head),
                            detector.share(pattern, tokens),
                            1e-4,
                            what);
                    assertEquals(golden(entry + ".abs" + excluded).get(layer, head), closeness, 1.01e-3, what);
                    if (excluded.isEmpty()) {
                        assertEquals(golden(entry + ".abs_unrounded").get(layer, head), closeness, 1e-4, what);
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"previous_token, 1", "duplicate, 6", "induction, 5"})
    void stripes(String stripe, int back) throws Exception {
        int[] tokens = repeatedTokens();
        RunResult run = model.run(RunRequest.of(tokens).keep("*pattern"));
        for (int layer = 0; layer < LAYERS; layer++) {
            for (int head = 0; head < HEADS; head++) {
                Tensor pattern = run.kept().get("pattern", layer).at(0, head);
                double mean = HeadRoles.stripe(pattern, back, tokens.length, back);
                assertEquals(golden("stripe." + stripe).get(layer, head), mean, 1e-4);
            }
        }
    }

    private static int[] repeatedTokens() {
        return new ObjectMapper().convertValue(inputs.get("repeated_tokens").get(0), int[].class);
    }

    private static Tensor golden(String entry) throws Exception {
        return GOLDEN.tensor("golden-analyses", entry);
    }

    private static Tensor difference(Tensor a, Tensor b) {
        var data = new float[a.size()];
        for (int i = 0; i < data.length; i++) data[i] = a.flat(i) - b.flat(i);
        return Tensor.of(data, a.shape());
    }
}
