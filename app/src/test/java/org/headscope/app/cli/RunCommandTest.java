package org.headscope.app.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import org.headscope.app.resources.Resources;
import org.headscope.engine.io.SafetensorsFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands run and script from end to end. */
class RunCommandTest {
    @TempDir
    Path folder;

    private static Path golden() {
        return Resources.folder().resolveSibling("src/test/golden/gpt2");
    }

    /** An experiment on a tiny model beside it. */
    private Path experiment(String fields) throws Exception {
        String model = golden().toString().replace("\\", "/");
        return Files.writeString(
                folder.resolve("experiment.json"),
                "{\"headscope_experiment\": 1, \"model\": \"" + model + "\", " + fields + "}");
    }

    private CommandLineRun run(Path file) {
        return CommandLineRun.of(
                "run", file.toString(), "--out", folder.resolve("out").toString());
    }

    @Test
    void theLossIsTheGoldenOne() throws Exception {
        String tokens = new ObjectMapper()
                .readTree(golden().resolve("tokens.json").toFile())
                .path("tokens")
                .toString();
        var ran = run(experiment("\"prompts\": " + tokens + ", \"analysis\": {\"kind\": \"next_tokens\"}"));
        double expected = SafetensorsFile.open(golden().resolve("golden-analyses.safetensors"))
                .read("loss")
                .flat(0);
        assertEquals(expected, ran.json().at("/numbers/loss").doubleValue(), 1e-4);
        JsonNode written =
                new ObjectMapper().readTree(folder.resolve("out/results.json").toFile());
        assertEquals(expected, written.at("/numbers/loss/value").doubleValue(), 1e-4);
        assertEquals(tokens, written.path("tokens").toString());
        assertEquals(
                "norms folded, writing weights centred, unembedding centred, value biases folded",
                written.path("processing").asText());
        assertTrue(Files.readString(folder.resolve("out/report.html")).startsWith("<!DOCTYPE html>"));
    }

    @Test
    void theModelLiesRelativeToTheFile() throws Exception {
        for (String name : new String[] {"config.json", "model.safetensors"}) {
            Files.createDirectories(folder.resolve("tiny"));
            Files.copy(golden().resolve(name), folder.resolve("tiny").resolve(name));
        }
        Path file = Files.writeString(
                folder.resolve("experiment.json"),
                "{\"headscope_experiment\": 1, \"model\": \"./tiny\", \"analysis\": {\"kind\": \"copying_scores\"}}");
        assertEquals("tiny", run(file).json().path("model").asText());
    }

    @Test
    void otherWeightsAreTold() throws Exception {
        var ran = run(experiment("\"fingerprint\": \"abc\", \"analysis\": {\"kind\": \"copying_scores\"}"));
        assertEquals(0, ran.code());
        assertTrue(
                ran.err().startsWith("headscope: These are other weights than the experiment was made with"),
                ran.err());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"analysis\": {\"kind\": \"next_tokens\", \"foo\": 1}|analysis: there is no field \"foo\"",
                "\"analysis\": {\"kind\": \"next_tokens\"}|This analysis needs the field \"prompts\" of the"
                        + " experiment.",
                "\"prompts\": [[5, 8], [5]], \"analysis\": {\"kind\": \"next_tokens\"}|prompts[1]: this prompt has 1"
                        + " tokens, but the first one has 2",
                "\"prompts\": [[5, 8]], \"corrupted\": [[5]], \"analysis\": {\"kind\": \"next_tokens\"}|corrupted[0]:"
                        + " this prompt has 1 tokens, but prompts[0] has 2",
                "\"prompts\": [[5, 8], [5]], \"padding\": \"middle\", \"analysis\": {\"kind\":"
                        + " \"next_tokens\"}|padding: there should be one of \"left\", \"right\"",
                "\"prompts\": [[5, 8]], \"analysis\": {\"kind\": \"self_repair\"}|needs the field"
                        + " \"interventions\"",
                "\"prompts\": [[5, 800]], \"analysis\": {\"kind\": \"next_tokens\"}|Token id 800 is not in the"
                        + " vocabulary",
                "\"prompts\": [[5, 8]], \"analysis\": {\"kind\": \"direct_logit_attribution\"}|needs the field"
                        + " \"right\" in \"answers\"",
                "\"prompts\": [[5, 8]], \"interventions\": [{\"kind\": \"zero\", \"site\": {\"hook\": \"z9\"}}],"
                        + " \"analysis\": {\"kind\": \"next_tokens\"}|There is no",
                "\"prompts\": [[5, 8]], \"analysis\": {\"kind\": \"circuit\", \"circuit\": \"ov\", \"layer\": 9,"
                        + " \"head\": 0}|There is no layer 9 in this model, which has 2.",
                "\"prompts\": [[5, 8]], \"analysis\": {\"kind\": \"activation_patching\", \"sites\": {\"kind\":"
                        + " \"heads\", \"hook\": \"z\"}}|needs the field \"corrupted\"",
                "\"prompts\": [[5, 8]], \"analysis\": {\"kind\": \"tuned_lens\", \"lens\": \"missing.pt\"}|missing.pt"
            })
    void whatCannotBeRunIsOneSentence(String fields, String said) throws Exception {
        run(experiment(fields)).assertFailsSaying(said);
    }

    @Test
    void aFolderOfOtherFilesIsRefusedBeforeAnythingIsComputed() throws Exception {
        Path out = Files.createDirectories(folder.resolve("out"));
        Files.writeString(out.resolve("thesis.txt"), "");
        run(experiment("\"analysis\": {\"kind\": \"copying_scores\"}"))
                .assertFailsSaying("holds other files than results");
    }

    @ParameterizedTest
    @ValueSource(strings = {"run", "run x.json", "run --out y", "script", "script a b"})
    void wrongUse(String line) {
        assertEquals(2, CommandLineRun.of(line.split(" ")).code());
    }

    @ParameterizedTest
    @ValueSource(strings = {"run missing.json --out out", "script missing.json"})
    void aMissingFileIsOneSentence(String line) {
        CommandLineRun.of(line.split(" ")).assertFails("headscope: There is no file missing.json.");
    }

    @Test
    void theScriptNamesModelTokensAndHooks() throws Exception {
        var ran = CommandLineRun.of(
                "script",
                experiment("\"prompts\": [[5, 8, 13]], \"interventions\": [{\"kind\": \"zero\", \"site\":"
                                + " {\"hook\": \"z1\", \"unit\": 2}}], \"analysis\": {\"kind\": \"next_tokens\"}")
                        .toString());
        assertEquals(0, ran.code(), ran.err());
        assertTrue(ran.out().contains("[5, 8, 13],"), ran.out());
        assertTrue(ran.out().contains("hooks = [(\"blocks.1.attn.hook_z\", intervention_0)]"), ran.out());
        assertTrue(ran.out().contains("MODEL = \"" + golden()), ran.out());
    }

    @Test
    void aModelThatTransformerLensDoesNotReadHasNoScript() throws Exception {
        String falcon = golden().resolveSibling("falcon").toString();
        Path file = Files.writeString(
                folder.resolve("experiment.json"),
                "{\"headscope_experiment\": 1, \"model\": \"" + falcon
                        + "\", \"analysis\": {\"kind\": \"copying_scores\"}}");
        CommandLineRun.of("script", file.toString())
                .assertFails(
                        "headscope: TransformerLens does not read the weights of falcon models, so there is no script"
                                + " for this one.");
    }

    @Test
    void aCacheOfPromptsOfDifferentLengthsHasNumbersButNoScript() throws Exception {
        Path file = experiment(
                "\"prompts\": [[5, 8, 13], [7, 1]], \"padding\": \"left\", \"analysis\": {\"kind\": \"cache\"}");
        assertEquals(0, run(file).code());
        CommandLineRun.of("script", file.toString())
                .assertFails("headscope: There is no script for cache of prompts of different lengths.");
    }

    @Test
    void theSameExperimentGivesTheSameBytes() throws Exception {
        Path file = Resources.folder().resolve("experiments/indirect-object.json");
        for (String out : new String[] {"one", "two"}) {
            CommandLineRun.of(
                            "run", file.toString(), "--out", folder.resolve(out).toString())
                    .json();
        }
        for (String name : new String[] {"results.json", "results.safetensors", "report.html", "attribution.csv"}) {
            assertArrayEquals(
                    Files.readAllBytes(folder.resolve("one").resolve(name)),
                    Files.readAllBytes(folder.resolve("two").resolve(name)),
                    name);
        }
    }
}
