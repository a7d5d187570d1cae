package org.headscope.engine.model;

import static org.headscope.engine.Near.assertNear;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.headscope.engine.GoldenModel;
import org.headscope.engine.TorchFixtures;
import org.headscope.engine.run.RunRequest;
import org.headscope.engine.run.RunResult;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A model is the same whether its weights come from safetensors or from a file of PyTorch. */
class TorchModelTest {
    @ParameterizedTest
    @ValueSource(strings = {"gpt2-bin", "gpt2-sharded-bin", "gpt2-training/step-7.pt", "gpt2-training/step-8.pt"})
    void givesTheSameLogits(String name) throws Exception {
        var golden = new GoldenModel(name.contains("sharded") ? "gpt2-sharded" : "gpt2");
        try (Model model = Model.load(TorchFixtures.path(name), Processing.RAW)) {
            assertEquals(TorchFixtures.path(name), model.folder());
            assertEquals(name.substring(name.indexOf('/') + 1), model.name());
            RunResult run = model.run(RunRequest.of(golden.tokens()));
            assertNear(golden.tensor("golden", "hf.logits"), run.logits(), "logits of transformers");
            assertNear(golden.tensor("golden", "tl.logits"), run.logits(), "logits");
        }
    }
}
