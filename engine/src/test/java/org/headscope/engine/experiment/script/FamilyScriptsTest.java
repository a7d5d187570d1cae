package org.headscope.engine.experiment.script;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.headscope.engine.Golden;
import org.headscope.engine.GoldenModel;
import org.headscope.engine.experiment.plan.Plan;
import org.headscope.engine.experiment.plan.PlanFile;
import org.headscope.engine.experiment.plan.Setup;
import org.headscope.engine.io.ModelException;
import org.headscope.engine.model.Model;
import org.headscope.engine.model.ModelConfig;
import org.headscope.engine.model.Processing;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Scripts load models of every family by the converter that TransformerLens has for it. */
class FamilyScriptsTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @TempDir
    Path folder;

    static List<String> models() {
        return Golden.models().stream().filter(name -> !name.equals("falcon")).toList();
    }

    private String print(Model model) throws Exception {
        ObjectNode experiment = MAPPER.createObjectNode().put("headscope_experiment", 1);
        experiment
                .put("model", model.name())
                .putArray("prompts")
                .addArray()
                .add(5)
                .add(9)
                .add(14);
        experiment.putObject("analysis").put("kind", "cache");
        Path file = Files.writeString(folder.resolve("experiment.json"), experiment.toString());
        Plan plan = PlanFile.read(file);
        return Script.of(Setup.of(plan, model, folder), "models/" + model.name());
    }

    @ParameterizedTest
    @MethodSource("models")
    void aScriptLoadsTheModelThatItNames(String name) throws Exception {
        for (Processing processing : List.of(Processing.FOLDED, Processing.RAW)) {
            try (Model model = Model.open(Golden.folder(name), processing)) {
                String script = print(model);
                assertTrue(script.contains("\nMODEL = \"models/" + name + "\"\n"), script);
                ModelConfig config = model.config();
                assertTrue(script.contains("    n_layers=" + config.nLayers() + ",\n"), script);
                assertTrue(script.contains("    d_model=" + config.dModel() + ",\n"), script);
                String fold = processing.foldNorms() ? "True" : "False";
                assertTrue(script.contains("    fold_ln=" + fold + ",\n"), script);
                assertLoads(
                        new GoldenModel(name)
                                .json("config.json")
                                .path("model_type")
                                .asText(),
                        script);
                assertIsPython(script);
            }
        }
    }

    /** The module and function of TransformerLens that read a family, as it calls them. */
    private static void assertLoads(String family, String script) {
        String converter = switch (family) {
            case "" -> null;
            case "gpt_neo" -> "neo";
            case "gpt_neox" -> "neox";
            case "gemma2" -> "gemma";
            default -> family;
        };
        if (converter == null) {
            assertTrue(script.contains("state_dict = load_file(MODEL + \"/model.safetensors\")"), script);
            return;
        }
        String function = "convert_" + converter + "_weights";
        assertTrue(
                script.contains("from transformer_lens.pretrained.weight_conversions import " + function + "\n"),
                script);
        assertTrue(script.contains("AutoModelForCausalLM.from_pretrained(MODEL)"), script);
        assertTrue(script.contains("state_dict = " + function + "(hf_model, cfg)"), script);
    }

    private void assertIsPython(String script) throws Exception {
        Path file = Files.writeString(folder.resolve("script.py"), script);
        assertEquals(0, PythonProcess.parses(file), script);
    }

    @Test
    void aFamilyThatTransformerLensDoesNotReadIsRefused() throws Exception {
        try (Model model = Model.open(Golden.folder("falcon"), Processing.FOLDED)) {
            String said = assertThrows(ModelException.class, () -> print(model)).getMessage();
            assertEquals(
                    "TransformerLens does not read the weights of falcon models, so there is no script for this one.",
                    said);
        }
    }

    /** Families without golden weights, told apart by their configuration. */
    @ParameterizedTest
    @CsvSource({"phi3, phi3", "gemma3_text, gemma"})
    void variantsOfLlamaAreReadAsTheyAreCalled(String type, String converter) throws Exception {
        ObjectNode config = new GoldenModel("llama").json("config.json").deepCopy();
        config.put("model_type", type).putNull("rope_scaling");
        config.put("sliding_window", 8).put("hidden_activation", "gelu_pytorch_tanh");
        Path model = Files.createDirectories(folder.resolve("model"));
        Files.writeString(model.resolve("config.json"), config.toString());
        Files.copy(Golden.folder("llama").resolve("model.safetensors"), model.resolve("model.safetensors"));
        try (Model open = Model.open(model, Processing.FOLDED)) {
            String script = print(open);
            assertTrue(script.contains("state_dict = convert_" + converter + "_weights(hf_model, cfg)"), script);
            assertIsPython(script);
        }
    }
}
