package org.headscope.engine.model;

import static org.headscope.engine.Near.assertNear;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Set;
import org.headscope.engine.GoldenModel;
import org.headscope.engine.hook.NameFilter;
import org.headscope.engine.hook.OptionalHooks;
import org.headscope.engine.run.RunRequest;
import org.headscope.engine.run.RunResult;
import org.headscope.engine.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every activation, logit and loss equals what TransformerLens computes for the same weights. */
class GoldenForwardTest {
    @ParameterizedTest
    @ValueSource(strings = {"gpt2", "gpt2-sharded", "gpt2-f16", "gpt2-bf16", "gpt2-hubnames"})
    void rawActivationsEqualTransformerLens(String name) throws Exception {
        var golden = new GoldenModel(name);
        try (Model model = golden.load(Processing.RAW)) {
            RunResult run = model.run(RunRequest.of(golden.tokens()).keep(NameFilter.ALL));

            compareHooks(golden, "golden", "tl.cache.", run);
            assertNear(golden.tensor("golden", "tl.logits"), run.logits(), "logits");
            assertNear(golden.tensor("golden", "hf.logits"), run.logits(), "logits of transformers");
            assertNear(golden.tensor("golden", "tl.loss_per_token"), run.lossPerToken(), "loss per token");
            assertEquals(golden.tensor("golden", "tl.loss").flat(0), run.loss(), 1e-4);
        }
    }

    @Test
    void foldedActivationsEqualTransformerLens() throws Exception {
        var golden = new GoldenModel("gpt2");
        try (Model model = golden.load(Processing.FOLDED)) {
            RunResult run = model.run(RunRequest.of(golden.tokens()).keep(NameFilter.ALL));

            compareHooks(golden, "golden-processed", "cache.", run);
            assertNear(golden.tensor("golden-processed", "logits"), run.logits(), "logits");
            assertNear(golden.tensor("golden-analyses", "loss_per_token"), run.lossPerToken(), "loss per token");
        }
    }

    @Test
    void foldedParametersEqualTransformerLens() throws Exception {
        var golden = new GoldenModel("gpt2");
        try (Model model = golden.load(Processing.FOLDED)) {
            for (String name : golden.names("golden-processed", "state.")) {
                assertNear(golden.tensor("golden-processed", "state." + name), model.parameter(name), 1e-6, name);
            }
        }
    }

    @Test
    void optionalHooksEqualTransformerLens() throws Exception {
        var golden = new GoldenModel("gpt2");
        var split = new OptionalHooks(true, false, true, false, true);
        var attnIn = new OptionalHooks(false, true, false, false, false);
        try (Model model = golden.load(Processing.RAW)) {
            var request = RunRequest.of(golden.tokens()).keep(NameFilter.ALL);
            compareHooks(golden, "golden-flags", "split.cache.", model.run(request.optional(split)));
            compareHooks(golden, "golden-flags", "attn_in.cache.", model.run(request.optional(attnIn)));
        }
    }

    @Test
    void optionalHooksDoNotChangeTheResult() throws Exception {
        var golden = new GoldenModel("gpt2");
        try (Model model = golden.load(Processing.RAW)) {
            RunResult run = model.run(
                    RunRequest.of(golden.tokens()).optional(OptionalHooks.ALL).keep(NameFilter.ALL));
            assertNear(golden.tensor("golden", "tl.logits"), run.logits(), "logits");
            assertEquals(
                    model.hookNames(OptionalHooks.ALL),
                    run.kept().names().stream().toList());
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
            assertNear(golden.tensor(file, prefix + name), run.kept().get(name), name);
        }
    }
}
