package org.headscope.engine.model;

import static org.headscope.engine.Near.assertNear;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.headscope.engine.Golden;
import org.headscope.engine.GoldenModel;
import org.headscope.engine.hook.CodeHook;
import org.headscope.engine.hook.NameFilter;
import org.headscope.engine.hook.OptionalHooks;
import org.headscope.engine.run.RunRequest;
import org.headscope.engine.run.RunResult;
import org.headscope.engine.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every activation, logit and loss equals what TransformerLens and transformers compute for the same weights, in each folder
 * of src/test/golden: adding a model is adding a folder.
 */
class GoldenForwardTest {
    private static final OptionalHooks SPLIT = new OptionalHooks(true, false, true, false, true);
    private static final OptionalHooks ATTN_IN = new OptionalHooks(false, true, false, false, false);

    static List<String> models() {
        return Golden.models();
    }

    @ParameterizedTest
    @MethodSource("models")
    void rawActivationsEqualTransformerLens(String name) throws Exception {
        var golden = new GoldenModel(name);
        try (Model model = golden.load(Processing.RAW)) {
            RunResult run = model.run(RunRequest.of(golden.tokens()).keep(NameFilter.ALL));

            compareHooks(golden, "golden", "tl.cache.", run);
            assertNear(golden.tensor("golden", "tl.logits"), run.logits(), "logits");
            if (golden.names("golden", "hf.").contains("logits")) {
                assertNear(golden.tensor("golden", "hf.logits"), run.logits(), "logits of transformers");
            }
            assertNear(golden.tensor("golden", "tl.loss_per_token"), run.lossPerToken(), "loss per token");
            assertEquals(golden.tensor("golden", "tl.loss").flat(0), run.loss(), 1e-4);
        }
    }

    /** Folding may add one constant to all logits of a position, which no probability and no loss shows. */
    @ParameterizedTest
    @MethodSource("models")
    void foldedWeightsGiveTheSameLosses(String name) throws Exception {
        var golden = new GoldenModel(name);
        try (Model model = golden.load(Processing.FOLDED)) {
            RunResult run = model.run(RunRequest.of(golden.tokens()).keep(NameFilter.ALL));
            assertNear(golden.tensor("golden", "tl.loss_per_token"), run.lossPerToken(), "loss per token");
            for (int layer = 0; layer < model.config().nLayers(); layer++) {
                String pattern = "blocks." + layer + ".attn.hook_pattern";
                assertNear(
                        golden.tensor("golden", "tl.cache." + pattern),
                        run.kept().get(pattern),
                        pattern);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void foldedActivationsEqualTransformerLens(String name) throws Exception {
        var golden = new GoldenModel(name);
        assumeTrue(golden.has("golden-processed"), "there are no numbers for folded weights");
        try (Model model = golden.load(Processing.FOLDED)) {
            RunResult run = model.run(RunRequest.of(golden.tokens()).keep(NameFilter.ALL));

            compareHooks(golden, "golden-processed", "cache.", run);
            assertNear(golden.tensor("golden-processed", "logits"), run.logits(), "logits");
            for (String parameter : golden.names("golden-processed", "state.")) {
                Tensor expected = golden.tensor("golden-processed", "state." + parameter);
                assertNear(expected, model.parameter(parameter), 1e-6, parameter);
            }
            if (golden.has("golden-analyses")) {
                assertNear(golden.tensor("golden-analyses", "loss_per_token"), run.lossPerToken(), "loss per token");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void optionalHooksEqualTransformerLens(String name) throws Exception {
        var golden = new GoldenModel(name);
        assumeTrue(golden.has("golden-flags"), "there are no numbers for optional hook points");
        try (Model model = golden.load(Processing.RAW)) {
            var request = RunRequest.of(golden.tokens()).keep(NameFilter.ALL);
            compareHooks(golden, "golden-flags", "split.cache.", model.run(request.optional(SPLIT)));
            if (!golden.names("golden-flags", "attn_in.").isEmpty()) {
                compareHooks(golden, "golden-flags", "attn_in.cache.", model.run(request.optional(ATTN_IN)));
            }
            if (!golden.names("golden-flags", "ungroup.").isEmpty()) {
                var ungrouped = OptionalHooks.NONE.ungrouped();
                compareHooks(golden, "golden-flags", "ungroup.cache.", model.run(request.optional(ungrouped)));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void aConfigWithOldNamesReadsTheSame(String name) throws Exception {
        var golden = new GoldenModel(name);
        JsonNode legacy = golden.json("config-legacy.json");
        assumeFalse(legacy.isMissingNode(), "there is no config with old names");
        JsonNode now = golden.json("config.json");
        assertEquals(config(now), config(legacy));
    }

    private static ModelConfig config(JsonNode json) throws Exception {
        return Family.of(json).config(new ConfigReader(json));
    }

    @ParameterizedTest
    @MethodSource("models")
    void hookPointsFireAsTheCatalogueSays(String name) throws Exception {
        var golden = new GoldenModel(name);
        try (Model model = golden.load(Processing.RAW)) {
            OptionalHooks all = OptionalHooks.ALL.ungrouped();
            for (OptionalHooks optional : List.of(OptionalHooks.NONE, SPLIT, all)) {
                var fired = new ArrayList<String>();
                var listening = new CodeHook(NameFilter.ALL, (hook, _) -> {
                    fired.add(hook);
                    return null;
                });
                var request = RunRequest.of(golden.tokens()).optional(optional).keep(NameFilter.ALL);
                RunResult run = model.run(request.with(listening));
                assertEquals(model.hookNames(optional), fired);
                assertEquals(fired, List.copyOf(run.kept().names()));
                assertNear(golden.tensor("golden", "tl.logits"), run.logits(), "logits");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void aRandomModelOfTheSameConfigRuns(String name) throws Exception {
        var golden = new GoldenModel(name);
        try (Model stored = golden.load(Processing.RAW);
                Model random = RandomModel.of(golden.json("config.json"))) {
            assertEquals(stored.config(), random.config());
            assertEquals(stored.parameterCount(), random.parameterCount());
            RunResult run = random.run(RunRequest.of(golden.tokens()));
            assertTrue(Math.abs(run.loss() - Math.log(random.config().dVocab())) < 1, "knows nothing");
        }
    }

    @Test
    void normalizedInputsAreWhatTheProjectionsRead() throws Exception {
        var golden = new GoldenModel("gpt2");
        try (Model model = golden.load(Processing.RAW)) {
            RunResult run = model.run(
                    RunRequest.of(golden.tokens()).optional(OptionalHooks.ALL).keep(NameFilter.ALL));
            for (String input : Set.of("q", "k", "v")) {
                Tensor perHead = run.kept().get("blocks.1.hook_" + input + "_normalized_input");
                Tensor shared = model.run(RunRequest.of(golden.tokens()).keep("blocks.1.ln1.hook_normalized"))
                        .kept()
                        .get("blocks.1.ln1.hook_normalized");
                Tensor weight = model.parameter("blocks.1.ln1.w");
                Tensor bias = model.parameter("blocks.1.ln1.b");
                for (int d = 0; d < weight.size(); d++) {
                    double expected = shared.get(1, 7, d) * weight.flat(d) + bias.flat(d);
                    assertEquals(expected, perHead.get(1, 7, 3, d), 1e-5);
                }
            }
        }
    }

    /** Fails, too, if a hook of the golden file is missing from the run. */
    private static void compareHooks(GoldenModel golden, String file, String prefix, RunResult run) throws Exception {
        Set<String> names = golden.names(file, prefix);
        assertFalse(names.isEmpty());
        for (String name : names) {
            assertTrue(run.kept().has(name), name);
            assertNear(golden.tensor(file, prefix + name), run.kept().get(name), name);
        }
    }
}
