package org.headscope.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.headscope.app.resources.Resources;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineToolTest {
    @TempDir
    Path folder;

    @Test
    void withoutACommandTheWindowOpens() {
        var opened = new ArrayList<WindowOptions>();

        assertEquals(0, CommandLineRun.with(opened::add).code());
        assertEquals(List.of(WindowOptions.NONE), opened);
    }

    @Test
    void theWindowTakesAModelAndOptions() {
        var opened = new ArrayList<WindowOptions>();
        var ran = CommandLineRun.with(opened::add, "window", "primer-4l", "--exit-after-first-run");

        assertEquals(0, ran.code());
        assertTrue(opened.getFirst().exitAfterFirstRun());
        assertTrue(opened.getFirst().model().orElseThrow().endsWith("models/primer-4l"));
    }

    @Test
    void withoutAScreenOneSentenceSaysSo() {
        var ran = CommandLineRun.with(_ -> {
            throw new CommandException("There is no screen.");
        });
        ran.assertFails("headscope: There is no screen.");
    }

    @Test
    void helpNamesEveryCommand() {
        var ran = CommandLineRun.of("--help");

        assertEquals(0, ran.code());
        for (String command : List.of("info", "tokens", "cache", "generate", "self-test", "bench", "window")) {
            assertTrue(ran.out().contains("  " + command + " "), command);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"info", "tokens", "cache", "generate", "self-test", "bench", "window"})
    void everyCommandHasHelp(String command) {
        var ran = CommandLineRun.of(command, "--help");

        assertEquals(0, ran.code());
        assertTrue(ran.out().startsWith("Usage: headscope " + command), ran.out());
        assertFalse(ran.out().contains("exit-after-first-run"));
    }

    @Test
    void versionIsPrinted() {
        var ran = CommandLineRun.of("--version");

        assertEquals(0, ran.code());
        assertTrue(ran.out().startsWith("headscope "));
    }

    @Test
    void completionScriptIsPrinted() {
        var ran = CommandLineRun.of("generate-completion");

        assertEquals(0, ran.code());
        assertTrue(ran.out().contains("_complete_headscope"));
    }

    @Test
    void unknownCommandIsWrongUse() {
        var ran = CommandLineRun.of("fly");

        assertEquals(2, ran.code());
        assertEquals("", ran.out());
        assertTrue(ran.err().contains("fly"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"info", "tokens", "cache", "generate"})
    void aMissingModelIsWrongUse(String command) {
        assertEquals(2, CommandLineRun.of(command).code());
    }

    @Test
    void anUnknownModelIsNamed() {
        CommandLineRun.of("info", "gpt-17")
                .assertFails("headscope: There is no model \"gpt-17\": give a folder, or the name of a bundled model"
                        + " (primer-4l).");
    }

    @Test
    void aMissingFolderIsNamed() {
        Path missing = folder.resolve("über uns");
        CommandLineRun.of("info", missing.toString()).assertFails("headscope: There is no folder " + missing + ".");
    }

    @Test
    void aBrokenModelIsOneSentence() throws Exception {
        Path broken = Files.createDirectory(folder.resolve("kaputt und größer"));
        Files.writeString(broken.resolve("config.json"), "{\"model_type\": \"gpt2\"");
        CommandLineRun.of("info", broken.toString()).assertFailsSaying("config.json is not valid JSON");
    }

    @Test
    void infoDescribesTheBundledModel() throws Exception {
        var info = CommandLineRun.of("info", "primer-4l").json();

        assertEquals("gpt2", info.path("family").asText());
        assertEquals(4273664, info.path("parameters").asLong());
        assertEquals(4, info.path("config").path("n_layers").asInt());
        assertEquals(8, info.path("config").path("n_heads").asInt());
        assertEquals(0, info.path("tokenizer").path("bos").path("id").asInt(-1));
        assertEquals(12, info.path("fingerprint").asText().length());
        var memory = info.path("memory");
        long weights = memory.path("weight_bytes").asLong();
        assertTrue(weights >= info.path("weight_bytes").asLong()
                && weights < memory.path("needed_bytes").asLong());
        assertTrue(memory.path("needed_bytes").asLong()
                < memory.path("machine_bytes").asLong());
    }

    @Test
    void tokensKnowTheirSpans() throws Exception {
        var result = CommandLineRun.of("tokens", "primer-4l", "--text", "The cat sat")
                .json();
        var tokens = result.path("tokens");

        assertEquals("<|endoftext|>", tokens.get(0).path("text").asText());
        assertTrue(tokens.get(0).path("span").isMissingNode());
        var text = new StringBuilder();
        for (int i = 1; i < tokens.size(); i++)
            text.append(tokens.get(i).path("text").asText());
        assertEquals("The cat sat", text.toString());
        assertEquals(11, tokens.get(tokens.size() - 1).path("span").get(1).asInt());
        assertEquals(tokens.size(), result.path("ids").size());
    }

    @Test
    void noBosLeavesItOut() throws Exception {
        var result = CommandLineRun.of("tokens", "primer-4l", "--text", "The cat", "--no-bos")
                .json();
        assertFalse(result.path("starts_with_bos").asBoolean(true));
    }

    @Test
    void theFamilyOfTheModelSaysWhetherBosGoesInFrontByDefault() throws Exception {
        String neox =
                Resources.folder().resolveSibling("src/test/golden/gpt-neox").toString();
        var none = CommandLineRun.of("tokens", neox, "--text", "5 8").json();
        assertEquals("[5,8]", none.path("ids").toString());
        var asked = CommandLineRun.of("tokens", neox, "--text", "5 8", "--bos").json();
        assertEquals("[0,5,8]", asked.path("ids").toString());
        assertEquals(
                2,
                CommandLineRun.of("tokens", neox, "--text", "5 8", "--bos", "--no-bos")
                        .code());
    }

    @Test
    void idsSayWhatTheyStandFor() throws Exception {
        var ids = CommandLineRun.of("tokens", "primer-4l", "--text", "The cat")
                .json()
                .path("ids");
        var given = new ArrayList<String>();
        ids.forEach(id -> given.add(id.asText()));
        var result = CommandLineRun.of("tokens", "primer-4l", "--tokens", String.join(",", given))
                .json();

        assertEquals(ids, result.path("ids"));
        assertTrue(result.path("starts_with_bos").asBoolean());
        assertEquals("The", result.path("tokens").get(1).path("text").asText());
        assertTrue(result.path("tokens").get(1).path("span").isMissingNode());
    }

    @Test
    void aFileOfSeveralPromptsIsTooMuchForOne() throws Exception {
        Path file = folder.resolve("tokens.json");
        Files.writeString(file, "{\"tokens\": [[5, 8], [3, 1]]}");
        for (String command : List.of("tokens", "generate")) {
            CommandLineRun.of(command, "primer-4l", "--tokens-file", file.toString())
                    .assertFails("headscope: " + file + " holds 2 prompts, and this command takes one.");
        }
        Files.writeString(file, "{\"tokens\": [[5, 8]]}");
        var one = CommandLineRun.of("tokens", "primer-4l", "--tokens-file", file.toString())
                .json();
        assertEquals("[5,8]", one.path("ids").toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"tokens", "generate"})
    void aPromptIsGivenOnce(String command) {
        assertEquals(2, CommandLineRun.of(command, "primer-4l").code());
        assertEquals(
                2,
                CommandLineRun.of(command, "primer-4l", "--text", "a", "--tokens", "5")
                        .code());
    }

    @Test
    void anEmptyTextIsOneSentence() {
        CommandLineRun.of("tokens", "primer-4l", "--text", "", "--no-bos").assertFailsSaying("empty");
    }

    @Test
    void selfTestPasses() throws Exception {
        var report = CommandLineRun.of("self-test").json();

        assertEquals(report.path("total").asInt(), report.path("passed").asInt());
        assertTrue(report.path("total").asInt() >= 12);
        report.path("checks").forEach(check -> assertTrue(check.path("passed").asBoolean(), check.toString()));
    }

    @Test
    void selfTestFailsWhereNumbersDiffer() throws Exception {
        Path bundled = ModelArgument.bundledModel();
        for (String file : List.of("config.json", "model.safetensors", "tokenizer.json")) {
            Files.copy(bundled.resolve(file), folder.resolve(file));
        }
        String numbers = Files.readString(bundled.resolve("self-test.json"));
        Files.writeString(folder.resolve("self-test.json"), numbers.replace("-0.006974", "-0.016974"));
        var ran = CommandLineRun.of("self-test", folder.toString());

        ran.assertFailsSaying("headscope: 1 of ");
        assertTrue(ran.out().contains("\"passed\" : false"));
    }
}
