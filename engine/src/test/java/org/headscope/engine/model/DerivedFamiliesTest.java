package org.headscope.engine.model;

import static org.headscope.engine.Near.assertNear;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.headscope.engine.GoldenModel;
import org.headscope.engine.hook.NameFilter;
import org.headscope.engine.io.SafetensorsFile;
import org.headscope.engine.io.SafetensorsWriter;
import org.headscope.engine.run.RunRequest;
import org.headscope.engine.run.RunResult;
import org.headscope.engine.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Families without golden numbers of their own: either the weights of a family that has some, stored as the other family
 * stores them, or compared with a forward pass in plain loops that is first held against golden numbers itself.
 */
class DerivedFamiliesTest {
    @TempDir
    Path temp;

    /** Phi-3 is Llama with queries, keys and values in one matrix and the two of the MLP in another. */
    @Test
    void phi3IsLlamaWithFusedMatrices() throws Exception {
        var golden = new GoldenModel("llama");
        Map<String, Tensor> tensors = tensors(golden.file("model"));
        for (int layer = 0; layer < 2; layer++) {
            String attn = "model.layers." + layer + ".self_attn.";
            String mlp = "model.layers." + layer + ".mlp.";
            fuse(
                    tensors,
                    attn + "qkv_proj.weight",
                    attn + "q_proj.weight",
                    attn + "k_proj.weight",
                    attn + "v_proj.weight");
            fuse(tensors, mlp + "gate_up_proj.weight", mlp + "gate_proj.weight", mlp + "up_proj.weight");
        }
        ObjectNode config = golden.json("config.json").deepCopy();
        config.put("model_type", "phi3").putNull("rope_scaling").putNull("sliding_window");
        assertLogits(golden, write(config, tensors));
    }

    /** minGPT, and so Othello-GPT, is GPT-2 with matrices stored one by one and transposed. */
    @Test
    void minGptIsGpt2UnderOtherNames() throws Exception {
        var golden = new GoldenModel("gpt2");
        Map<String, Tensor> gpt2 = tensors(golden.file("model"));
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("tok_emb.weight", gpt2.get("transformer.wte.weight"));
        tensors.put("head.weight", gpt2.get("transformer.wte.weight"));
        tensors.put("pos_emb", gpt2.get("transformer.wpe.weight").reshape(1, 64, 32));
        norm(gpt2, "transformer.ln_f", tensors, "ln_f");
        for (int layer = 0; layer < 2; layer++) {
            String from = "transformer.h." + layer + ".";
            String to = "blocks." + layer + ".";
            norm(gpt2, from + "ln_1", tensors, to + "ln1");
            norm(gpt2, from + "ln_2", tensors, to + "ln2");
            List<String> projections = List.of("query", "key", "value");
            for (int part = 0; part < 3; part++) {
                Tensor all = transposed(gpt2.get(from + "attn.c_attn.weight"));
                Tensor bias = gpt2.get(from + "attn.c_attn.bias");
                String name = to + "attn." + projections.get(part);
                tensors.put(name + ".weight", rows(all, part * 32, 32).reshape(32, 32));
                tensors.put(name + ".bias", rows(bias, part * 32, 32));
            }
            linear(gpt2, from + "attn.c_proj", tensors, to + "attn.proj");
            // minGPT's MLP is four times as wide as the model; what the golden one lacks of that is zeros
            linear(gpt2, from + "mlp.c_fc", tensors, to + "mlp.0");
            linear(gpt2, from + "mlp.c_proj", tensors, to + "mlp.2");
            tensors.compute(to + "mlp.0.weight", (_, w) -> padded(w, 128, 32));
            tensors.compute(
                    to + "mlp.0.bias",
                    (_, b) -> padded(b.reshape(64, 1), 128, 1).reshape(128));
            tensors.compute(to + "mlp.2.weight", (_, w) -> padded(w, 32, 128));
        }
        ObjectNode config = new ObjectMapper().createObjectNode().put("model_type", "mingpt");
        config.put("n_layer", 2).put("n_head", 4).put("n_embd", 32);
        config.put("vocab_size", 199).put("block_size", 64).put("activation_function", "gelu_new");
        assertLogits(golden, write(config, tensors));
    }

    /** Folded weights as TransformerLens saves them: norms without parameters. */
    @ParameterizedTest
    @ValueSource(strings = {"attn-only", "solu"})
    void foldedWeightsAreACheckpointOfTheirOwn(String name) throws Exception {
        var golden = new GoldenModel(name);
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (String parameter : golden.names("golden-processed", "state.")) {
            tensors.put(parameter, golden.tensor("golden-processed", "state." + parameter));
        }
        ObjectNode config = golden.json("config.json").deepCopy();
        config.put("normalization_type", "LNPre");
        for (Processing processing : List.of(Processing.RAW, Processing.FOLDED)) {
            try (Model model = Model.load(write(config, tensors), processing)) {
                RunResult run = model.run(RunRequest.of(golden.tokens()).keep(NameFilter.ALL));
                assertNear(golden.tensor("golden-processed", "logits"), run.logits(), "logits");
                for (String hook : golden.names("golden-processed", "cache.")) {
                    assertNear(
                            golden.tensor("golden-processed", "cache." + hook),
                            run.kept().get(hook),
                            hook);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shortformerEqualsPlainLoops(boolean fieldOfOldToys) throws Exception {
        var golden = new GoldenModel("attn-only");
        ObjectNode config = golden.json("config.json").deepCopy();
        config.put("normalization_type", "LNPre").put("eps", 0.01);
        if (fieldOfOldToys) config.put("shortformer_pos", true);
        else config.put("positional_embedding_type", "shortformer");
        var plain = new PlainShortformer(golden.file("model"), 2, 0.01);
        for (Processing processing : List.of(Processing.RAW, Processing.FOLDED)) {
            try (Model model = Model.load(write(config, tensors(golden.file("model"))), processing)) {
                double[][] expected = plain.logits(golden.tokens()[0]);
                if (processing.centreUnembed()) centreRows(expected);
                assertSame(expected, model, golden.tokens()[0]);
            }
        }
    }

    /** With parameters between norm and positions nothing can be folded into what reads both. */
    @Test
    void shortformerNormsWithParametersStayUnfolded() throws Exception {
        var golden = new GoldenModel("attn-only");
        ObjectNode config = golden.json("config.json").deepCopy();
        config.put("positional_embedding_type", "shortformer");
        Path folder = write(config, tensors(golden.file("model")));
        try (Model raw = Model.load(folder, Processing.RAW);
                Model folded = Model.load(folder, Processing.FOLDED)) {
            assertEquals(NormKind.LAYER_NORM, folded.config().norm());
            RunRequest request = RunRequest.of(golden.tokens());
            assertNear(raw.run(request).lossPerToken(), folded.run(request).lossPerToken(), "loss");
        }
    }

    /** The plain loops are right where there are golden numbers, so they can be trusted where there are none. */
    @ParameterizedTest
    @ValueSource(strings = {"llama", "qwen3", "gemma", "gemma2"})
    void thePlainLoopsEqualGoldenNumbers(String name) throws Exception {
        var golden = new GoldenModel(name);
        var plain = new PlainLlama(golden.json("config.json"), golden.file("model"));
        for (int row = 0; row < golden.tokens().length; row++) {
            assertNear(golden.tensor("golden", "hf.logits").at(row), tensor(plain.logits(golden.tokens()[row])), name);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void gemma3EqualsPlainLoops(boolean oldNames) throws Exception {
        ObjectNode config = new ObjectMapper().createObjectNode().put("model_type", "gemma3_text");
        config.put("hidden_size", 24).put("num_hidden_layers", 4).put("intermediate_size", 40);
        config.put("num_attention_heads", 4).put("num_key_value_heads", 2).put("head_dim", 10);
        config.put("vocab_size", 61).put("max_position_embeddings", 64).put("rms_norm_eps", 0.002);
        config.put("query_pre_attn_scalar", 7).put("sliding_window", 5).put("final_logit_softcapping", 9.0);
        config.put("hidden_activation", "gelu_pytorch_tanh");
        if (oldNames) {
            config.put("sliding_window_pattern", 3).put("rope_theta", 900.0).put("rope_local_base_freq", 30.0);
            config.putObject("rope_scaling").put("rope_type", "linear").put("factor", 4.0);
        } else {
            config.putArray("layer_types")
                    .add("sliding_attention")
                    .add("sliding_attention")
                    .add("full_attention")
                    .add("sliding_attention");
            ObjectNode rope = config.putObject("rope_parameters");
            rope.putObject("full_attention")
                    .put("rope_type", "linear")
                    .put("rope_theta", 900.0)
                    .put("factor", 4.0);
            rope.putObject("sliding_attention").put("rope_type", "default").put("rope_theta", 30.0);
        }
        Path folder = write(config, gemma3(new Random(3)));
        int[] tokens = new Random(4).ints(20, 0, 61).toArray();
        double[][] expected =
                new PlainLlama(config, SafetensorsFile.open(folder.resolve("model.safetensors"))).logits(tokens);
        for (Processing processing : List.of(Processing.RAW, Processing.FOLDED)) {
            try (Model model = Model.load(folder, processing)) {
                assertEquals(List.of(5, 5, 0, 5), model.config().attention().windows());
                assertSame(expected, model, tokens);
            }
        }
    }

    private static Map<String, Tensor> gemma3(Random random) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("model.embed_tokens.weight", random(random, 61, 24));
        tensors.put("model.norm.weight", random(random, 24));
        for (int layer = 0; layer < 4; layer++) {
            String at = "model.layers." + layer + ".";
            for (String norm : List.of(
                    "input_layernorm",
                    "post_attention_layernorm",
                    "pre_feedforward_layernorm",
                    "post_feedforward_layernorm")) {
                tensors.put(at + norm + ".weight", random(random, 24));
            }
            tensors.put(at + "self_attn.q_proj.weight", random(random, 40, 24));
            tensors.put(at + "self_attn.k_proj.weight", random(random, 20, 24));
            tensors.put(at + "self_attn.v_proj.weight", random(random, 20, 24));
            tensors.put(at + "self_attn.o_proj.weight", random(random, 24, 40));
            tensors.put(at + "self_attn.q_norm.weight", random(random, 10));
            tensors.put(at + "self_attn.k_norm.weight", random(random, 10));
            tensors.put(at + "mlp.gate_proj.weight", random(random, 40, 24));
            tensors.put(at + "mlp.up_proj.weight", random(random, 40, 24));
            tensors.put(at + "mlp.down_proj.weight", random(random, 24, 40));
        }
        return tensors;
    }

    private void assertLogits(GoldenModel golden, Path folder) throws Exception {
        try (Model model = Model.load(folder, Processing.RAW)) {
            RunResult run = model.run(RunRequest.of(golden.tokens()));
            assertNear(golden.tensor("golden", "hf.logits"), run.logits(), "logits");
        }
    }

    private static void assertSame(double[][] expected, Model model, int[] tokens) throws Exception {
        assertNear(tensor(expected), model.run(RunRequest.of(tokens)).logits().at(0), "logits");
    }

    /** What centring the unembedding does to logits. */
    private static void centreRows(double[][] logits) {
        for (double[] row : logits) {
            double mean = Arrays.stream(row).average().orElseThrow();
            for (int i = 0; i < row.length; i++) row[i] -= mean;
        }
    }

    private Path write(JsonNode config, Map<String, Tensor> tensors) throws Exception {
        Path folder = Files.createTempDirectory(temp, "model");
        Files.writeString(folder.resolve("config.json"), config.toString());
        SafetensorsWriter.write(folder.resolve("model.safetensors"), tensors);
        return folder;
    }

    private static Map<String, Tensor> tensors(SafetensorsFile file) throws Exception {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (String name : file.names()) tensors.put(name, file.read(name));
        return tensors;
    }

    private static void fuse(Map<String, Tensor> tensors, String name, String... parts) {
        int columns = tensors.get(parts[0]).size(1);
        double[][] rows = Stream.of(parts)
                .map(tensors::remove)
                .flatMap(part -> Stream.of(rowsOf(part)))
                .toArray(double[][]::new);
        assertEquals(columns, rows[0].length);
        tensors.put(name, tensor(rows));
    }

    private static void norm(Map<String, Tensor> from, String name, Map<String, Tensor> to, String as) {
        to.put(as + ".weight", from.get(name + ".weight"));
        to.put(as + ".bias", from.get(name + ".bias"));
    }

    private static void linear(Map<String, Tensor> from, String name, Map<String, Tensor> to, String as) {
        to.put(as + ".weight", transposed(from.get(name + ".weight")));
        to.put(as + ".bias", from.get(name + ".bias"));
    }

    private static Tensor transposed(Tensor matrix) {
        var data = new float[matrix.size()];
        for (int i = 0; i < matrix.size(0); i++) {
            for (int j = 0; j < matrix.size(1); j++) data[j * matrix.size(0) + i] = matrix.get(i, j);
        }
        return Tensor.of(data, matrix.size(1), matrix.size(0));
    }

    /** Some rows of a matrix, or values of a vector, as a vector. */
    private static Tensor rows(Tensor tensor, int from, int count) {
        int width = tensor.size() / tensor.size(0);
        float[] data = Arrays.copyOfRange(tensor.toArray(), from * width, (from + count) * width);
        return Tensor.of(data, data.length);
    }

    private static Tensor padded(Tensor matrix, int rows, int columns) {
        var data = new float[rows * columns];
        for (int i = 0; i < matrix.size(0); i++) {
            for (int j = 0; j < matrix.size(1); j++) data[i * columns + j] = matrix.get(i, j);
        }
        return Tensor.of(data, rows, columns);
    }

    private static double[][] rowsOf(Tensor matrix) {
        var rows = new double[matrix.size(0)][matrix.size(1)];
        for (int i = 0; i < matrix.size(0); i++) {
            for (int j = 0; j < matrix.size(1); j++) rows[i][j] = matrix.get(i, j);
        }
        return rows;
    }

    private static Tensor tensor(double[][] rows) {
        var data = new float[rows.length * rows[0].length];
        for (int i = 0; i < data.length; i++) data[i] = (float) rows[i / rows[0].length][i % rows[0].length];
        return Tensor.of(data, rows.length, rows[0].length);
    }

    private static Tensor random(Random random, int... shape) {
        var data = new float[Arrays.stream(shape).reduce(1, Math::multiplyExact)];
        for (int i = 0; i < data.length; i++) data[i] = (float) (0.4 * random.nextGaussian());
        return Tensor.of(data, shape);
    }
}
