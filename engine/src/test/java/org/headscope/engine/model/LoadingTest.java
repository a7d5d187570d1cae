package org.headscope.engine.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.headscope.engine.Golden;
import org.headscope.engine.Near;
import org.headscope.engine.ResidentMemory;
import org.headscope.engine.TinyCheckpoint;
import org.headscope.engine.io.ModelException;
import org.headscope.engine.run.RunRequest;
import org.headscope.engine.tensor.Tensor;
import org.headscope.engine.token.IdTokenizer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which folders open, and what those that do not are told. */
class LoadingTest {
    private static final int[] PROMPT = {3, 1, 4, 1, 5, 9};

    @TempDir
    Path temp;

    @Test
    void aFolderWithoutTokenizerTakesIds() throws Exception {
        try (Model model = load(TinyCheckpoint.random(1))) {
            assertTrue(model.tokenizer() instanceof IdTokenizer);
            int[] ids = model.tokenizer().encode("3 1 4", false).ids();
            assertEquals(3, model.run(RunRequest.of(ids)).logits().size(1));
        }
    }

    @Test
    void aFolderMayHaveSpacesAndUmlautsInItsName() throws Exception {
        Path folder = temp.resolve("Modelle für Zoë/my model 模型");
        try (Model model = Model.load(TinyCheckpoint.random(1).write(folder), Processing.FOLDED)) {
            assertEquals("my model 模型", model.name());
            assertEquals(folder, model.folder());
        }
    }

    @Test
    void namesMayComeWithoutTheirPrefix() throws Exception {
        TinyCheckpoint tiny = TinyCheckpoint.random(1);
        try (Model with = tiny.load(Processing.RAW);
                Model without = tiny.withoutPrefix().load(Processing.RAW)) {
            Near.assertNear(logits(with), logits(without), 0, "logits");
        }
    }

    @Test
    void anUnembeddingOfItsOwnIsUsed() throws Exception {
        TinyCheckpoint tied = TinyCheckpoint.random(1);
        TinyCheckpoint own = TinyCheckpoint.random(1).fill("lm_head.weight", 0, 29, 12);
        try (Model first = tied.load(Processing.RAW);
                Model second = own.load(Processing.RAW)) {
            Tensor unembed = second.parameter("unembed.W_U");
            for (int id = 0; id < 29; id++) {
                for (int d = 0; d < 12; d++) {
                    assertEquals(own.tensor("lm_head.weight").get(id, d), unembed.get(d, id));
                    assertEquals(
                            tied.tensor("transformer.wte.weight").get(id, d),
                            first.parameter("unembed.W_U").get(d, id));
                }
            }
            assertEquals(first.parameterCount() + 29 * 12, second.parameterCount());
        }
    }

    @Test
    void anUnembeddingThatIsNotTiedMustBeThere() {
        TinyCheckpoint tiny = TinyCheckpoint.random(1).config("tie_word_embeddings", false);
        assertRefused(
                tiny,
                "config.json says that the unembedding is not tied to the embedding (tie_word_embeddings is false),"
                        + " but the weights hold no tensor \"lm_head.weight\": save or download the model again with"
                        + " its language-modelling head.");
        try (Model own = tiny.fill("lm_head.weight", 0, 29, 12).load(Processing.RAW)) {
            assertEquals(
                    tiny.tensor("lm_head.weight").get(7, 3),
                    own.parameter("unembed.W_U").get(3, 7));
        }
        assertRefused(
                TinyCheckpoint.random(1).config("tie_word_embeddings", "no"),
                "The field tie_word_embeddings in config.json is \"no\" but should be true or false.");
    }

    @Test
    void parametersAreThoseOfTheFile() {
        long inFile = TinyCheckpoint.random(1).count();
        for (Processing processing : List.of(Processing.RAW, Processing.FOLDED)) {
            try (Model model = TinyCheckpoint.random(1).load(processing)) {
                assertEquals(inFile, model.parameterCount(), processing.describe());
            }
        }
    }

    @Test
    void attentionMayBeScaledByLayer() {
        assertEquals(List.of(2.0, 2.0, 2.0, 2.0), scales(TinyCheckpoint.random(1)));
        assertEquals(
                List.of(2.0, 4.0, 6.0, 8.0),
                scales(TinyCheckpoint.random(1).config("scale_attn_by_inverse_layer_idx", true)));
        assertEquals(
                List.of(1.0, 1.0, 1.0, 1.0), scales(TinyCheckpoint.random(1).config("scale_attn_weights", false)));
    }

    @Test
    void theScaleDividesTheScores() throws Exception {
        TinyCheckpoint byLayer = TinyCheckpoint.random(1).config("scale_attn_by_inverse_layer_idx", true);
        try (Model model = byLayer.load(Processing.RAW)) {
            var kept = model.run(RunRequest.of(PROMPT).keep("*")).kept();
            Tensor q = kept.get("q3");
            Tensor k = kept.get("k3");
            double score = 0;
            for (int e = 0; e < 4; e++) score += q.get(0, 5, 1, e) * k.get(0, 2, 1, e);
            assertEquals(score / 8, kept.get("attn_scores3").get(0, 1, 5, 2), 1e-5);
        }
    }

    @Test
    void whatConfigLeavesOutIsAsInGpt2() throws Exception {
        TinyCheckpoint bare = TinyCheckpoint.of(1, 6, 12, 29, 24)
                .fill("unused", 0, 3)
                .config("n_inner", null)
                .config("activation_function", null)
                .config("layer_norm_epsilon", null);
        for (int layer = 0; layer < 6; layer++) {
            bare.fill("transformer.h." + layer + ".mlp.c_fc.weight", 0, 12, 48)
                    .fill("transformer.h." + layer + ".mlp.c_fc.bias", 0, 48)
                    .fill("transformer.h." + layer + ".mlp.c_proj.weight", 0, 48, 12);
        }
        try (Model model = bare.load(Processing.RAW)) {
            assertEquals(6, model.config().nLayers());
            assertEquals(48, model.config().dMlp());
            assertEquals(1e-5, model.config().eps());
            assertEquals(Activation.GELU_NEW, model.config().activation());
        }
    }

    private static List<Double> scales(TinyCheckpoint checkpoint) {
        try (Model model = checkpoint.load(Processing.RAW)) {
            return model.config().attnScale();
        }
    }

    @ParameterizedTest
    @CsvSource({"gelu_new", "gelu_fast", "gelu_pytorch_tanh", "gelu", "relu", "silu", "swish"})
    void activationFunctions(String name) throws Exception {
        try (Model model = load(TinyCheckpoint.random(1).config("activation_function", name))) {
            var kept = model.run(RunRequest.of(PROMPT).keep("*")).kept();
            Tensor pre = kept.get("blocks.1.mlp.hook_pre");
            Tensor post = kept.get("blocks.1.mlp.hook_post");
            for (int i = 0; i < pre.size(); i++) assertEquals(activation(name, pre.flat(i)), post.flat(i), 1e-5);
        }
    }

    private static double activation(String name, double x) {
        return switch (name) {
            case "relu" -> Math.max(0, x);
            case "silu", "swish" -> x / (1 + Math.exp(-x));
            case "gelu" -> x * normalBelow(x);
            default -> 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)));
        };
    }

    /** Probability that a standard normal number lies below x, by the trapezium rule. */
    private static double normalBelow(double x) {
        int steps = 2000;
        double width = x / steps;
        double sum = 0;
        for (int i = 0; i < steps; i++) {
            double middle = (i + 0.5) * width;
            sum += Math.exp(-middle * middle / 2) * width;
        }
        return 0.5 + sum / Math.sqrt(2 * Math.PI);
    }

    @Test
    void aMissingTensorIsNamed() {
        assertRefused(
                TinyCheckpoint.random(1).remove("transformer.h.2.mlp.c_fc.bias"),
                "No tensor \"transformer.h.2.mlp.c_fc.bias\" is in model.safetensors.");
        assertRefused(
                TinyCheckpoint.random(1).remove("transformer.wte.weight"),
                "No tensor \"wte.weight\" is in model.safetensors.");
    }

    @Test
    void aTensorOfTheWrongShapeIsNamed() {
        assertRefused(
                TinyCheckpoint.random(1).fill("transformer.h.1.attn.c_proj.weight", 0, 12, 11),
                "model.safetensors: tensor \"transformer.h.1.attn.c_proj.weight\" has the shape [12, 11], but"
                        + " config.json asks for [12, 12].");
        assertRefused(
                TinyCheckpoint.random(1).fill("lm_head.weight", 0, 30, 12),
                "model.safetensors: tensor \"lm_head.weight\" has the shape [30, 12], but config.json asks for [29,"
                        + " 12].");
    }

    @Test
    void aTensorThatHoldsNoNumbersIsNamed() {
        String damaged =
                "model.safetensors: tensor \"transformer.h.3.ln_2.weight\" holds values that are not numbers (NaN or"
                        + " infinite): the file is damaged, or the training diverged.";
        for (float value : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
            assertRefused(TinyCheckpoint.random(1).change("transformer.h.3.ln_2.weight", 5, value), damaged);
        }
    }

    @Test
    void anUnknownArchitectureIsNamed() {
        assertRefused(
                TinyCheckpoint.random(1).config("model_type", "mamba"),
                "The architecture \"mamba\" is not supported; Headscope reads: gpt2, ");
        assertRefused(
                TinyCheckpoint.random(1).config("model_type", null),
                "config.json does not name an architecture (model_type); Headscope reads: gpt2, ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "n_head | 5 | config.json gives n_embd 12, which n_head 5 does not divide; the heads must share it"
                        + " evenly.",
                "n_head | 0 | The field n_head in config.json is 0 but should be a whole number from 1 to 100000000.",
                "n_embd | -3 | The field n_embd in config.json is -3 but should be a whole number from 1 to 100000000.",
                "n_layer | 1000000000 | The field n_layer in config.json is 1000000000 but should be",
                "n_layer | 1001 | config.json gives n_layer 1001; more than 1000 layers are refused.",
                "n_layer | 5 | No tensor \"transformer.h.4.ln_1.weight\" is in model.safetensors.",
                "vocab_size | 1000000000 | The field vocab_size in config.json is 1000000000 but should be",
                "vocab_size | 99999999 | tensor \"transformer.wte.weight\" has the shape [29, 12], but config.json"
                        + " asks for",
                "n_embd | 99999999 | tensor \"transformer.wte.weight\" has the shape [29, 12], but config.json asks"
                        + " for",
                "n_positions | 99999999 | tensor \"transformer.wpe.weight\" has the shape [24, 12], but config.json"
                        + " asks for",
                "n_inner | 99999999 | tensor \"transformer.h.0.mlp.c_fc.weight\" has the shape [12, 20], but"
                        + " config.json",
                "layer_norm_epsilon | -1 | The field layer_norm_epsilon in config.json is -1 but should be a number of"
                        + " at"
            })
    void anAbsurdNumberInConfigIsRefusedBeforeMemoryIsTaken(String field, long value, String sentence) {
        assertRefused(TinyCheckpoint.random(1).config(field, value), sentence);
    }

    @Test
    void aFieldOfTheWrongKindIsNamed() {
        assertRefused(
                TinyCheckpoint.random(1).config("n_layer", "two"), "The field n_layer in config.json is \"two\" but");
        assertRefused(TinyCheckpoint.random(1).config("n_layer", 2.5), "The field n_layer in config.json is 2.5 but");
        assertRefused(TinyCheckpoint.random(1).config("n_layer", null), "config.json lacks the field n_layer.");
        assertRefused(TinyCheckpoint.random(1).config("scale_attn_weights", 1), "is 1 but should be true or false.");
        assertRefused(
                TinyCheckpoint.random(1).config("activation_function", "x".repeat(500)),
                "The activation function \"xxx");
        assertRefused(TinyCheckpoint.random(1).config("n_embd", "9".repeat(500)), "The field n_embd in config.json is");
    }

    @Test
    void aFolderThatIsNoModelIsRefused() throws Exception {
        Path nowhere = temp.resolve("nowhere");
        assertSentence(nowhere, "There is no folder " + nowhere + ".");
        Path empty = Files.createDirectory(temp.resolve("empty"));
        assertSentence(empty, "it has no config.json");
        Path noWeights = TinyCheckpoint.random(1).write(temp.resolve("no weights"));
        Files.delete(noWeights.resolve("model.safetensors"));
        assertSentence(noWeights, "has no model.safetensors");
        Path folderAsFile = TinyCheckpoint.random(1).write(temp.resolve("a folder as a file"));
        Files.delete(folderAsFile.resolve("model.safetensors"));
        Files.createDirectory(folderAsFile.resolve("model.safetensors"));
        assertSentence(folderAsFile, "model.safetensors");
    }

    @Test
    void aTruncatedFileIsRefused() throws Exception {
        Path folder = TinyCheckpoint.random(1).write(temp.resolve("cut"));
        Path file = folder.resolve("model.safetensors");
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length - 100));
        assertSentence(folder, "model.safetensors");
    }

    @Test
    void aTokenizerThatDoesNotFitTheVocabularyIsRefused() throws Exception {
        Path folder = TinyCheckpoint.random(1).write(temp.resolve("misfit"));
        Path bundled = Golden.folder("gpt2").resolve("../../../../resources/models/primer-4l/tokenizer.json");
        Files.copy(bundled, folder.resolve("tokenizer.json"));
        assertSentence(folder, "tokenizer.json");
    }

    @Test
    void aFolderThatIsRefusedLeavesNoMemoryBehind() throws Exception {
        TinyCheckpoint large = TinyCheckpoint.of(1, 1, 96, 40_000, 24).change("transformer.ln_f.bias", 0, Float.NaN);
        Path folder = large.write(temp.resolve("large"));
        for (int i = 0; i < 5; i++) assertSentence(folder, "transformer.ln_f.bias");
        long before = ResidentMemory.bytes();
        for (int i = 0; i < 40; i++) assertSentence(folder, "transformer.ln_f.bias");
        long weights = 4L * 96 * 40_000;
        assertTrue(ResidentMemory.bytes() - before < 10 * weights, "40 refusals keep the memory of less than 10");
    }

    private Model load(TinyCheckpoint checkpoint) throws ModelException {
        return Model.load(checkpoint.write(temp.resolve("tiny")), Processing.RAW);
    }

    private void assertRefused(TinyCheckpoint checkpoint, String sentence) {
        var refusal = assertThrows(ModelException.class, () -> load(checkpoint));
        assertTrue(refusal.getMessage().contains(sentence), refusal.getMessage());
        assertTrue(refusal.getMessage().length() < 400, "short enough to read");
    }

    private static void assertSentence(Path folder, String part) {
        var refusal = assertThrows(ModelException.class, () -> Model.load(folder, Processing.FOLDED));
        assertTrue(refusal.getMessage().contains(part), refusal.getMessage());
        assertTrue(refusal.getMessage().endsWith("."), refusal.getMessage());
    }

    private static Tensor logits(Model model) throws Exception {
        return model.run(RunRequest.of(PROMPT)).logits();
    }
}
