package org.headscope.engine.model;

import static org.headscope.engine.Near.assertNear;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.headscope.engine.GoldenModel;
import org.headscope.engine.algebra.FactoredMatrix;
import org.headscope.engine.run.RunRequest;
import org.headscope.engine.run.RunResult;
import org.headscope.engine.tensor.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Refactored attention matrices compute the same, and are what they are said to be (interpretability.md B.5, B.7). */
class RefactoringTest {
    /** With biases of queries and keys; with ALiBi; rotated; rotated and normalised; grouped. */
    @ParameterizedTest
    @ValueSource(strings = {"gpt2", "bloom", "gpt-neox", "llama3-rope", "llama", "attn-only", "gemma2"})
    void logitsPatternsAndProductsStay(String name) throws Exception {
        var golden = new GoldenModel(name);
        RunRequest request = RunRequest.of(golden.tokens()).keep("*.attn.hook_attn_scores", "*.hook_attn_out");
        try (Model before = golden.load(Processing.FOLDED);
                Model after = golden.load(Processing.FOLDED.refactored())) {
            RunResult expected = before.run(request);
            RunResult actual = after.run(request);
            assertNear(expected.logits(), actual.logits(), "logits");
            for (String hook : expected.kept().names()) {
                assertNear(expected.kept().get(hook), actual.kept().get(hook), hook);
            }
            for (int layer = 0; layer < before.config().nLayers(); layer++) {
                assertNear(ov(before, layer), ov(after, layer), "OV");
                assertNear(qk(before, layer), qk(after, layer), "QK");
            }
        }
    }

    private static Tensor ov(Model model, int layer) {
        return new FactoredMatrix(parameter(model, layer, "W_V"), parameter(model, layer, "W_O")).matrix();
    }

    private static Tensor qk(Model model, int layer) {
        Tensor keys = FactoredMatrix.transposed(parameter(model, layer, "W_K"));
        return new FactoredMatrix(parameter(model, layer, "W_Q"), keys).matrix();
    }

    private static Tensor parameter(Model model, int layer, String name) {
        return model.parameter("blocks." + layer + ".attn." + name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt2", "gpt-neox"})
    void valuesAreReadAlongOrthogonalDirectionsAndWrittenAlongOrthonormalOnes(String name) throws Exception {
        try (Model model = new GoldenModel(name).load(Processing.FOLDED.refactored())) {
            for (int head : List.of(0, model.config().nHeads() - 1)) {
                Tensor wO = parameter(model, 1, "W_O").at(head);
                assertDiagonal(new FactoredMatrix(wO, FactoredMatrix.transposed(wO)).matrix(), true);
                Tensor wV = parameter(model, 1, "W_V").at(head);
                assertDiagonal(new FactoredMatrix(FactoredMatrix.transposed(wV), wV).matrix(), false);
            }
        }
    }

    private static void assertDiagonal(Tensor matrix, boolean ones) {
        for (int i = 0; i < matrix.size(); i++) {
            boolean diagonal = i / matrix.size(0) == i % matrix.size(0);
            if (!diagonal) assertEquals(0, matrix.flat(i), 1e-4);
            else if (ones) assertEquals(1, matrix.flat(i), 1e-4);
        }
    }
}
