package org.headscope.app.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.headscope.app.FullDisk;
import org.headscope.app.resources.Resources;
import org.headscope.engine.io.SafetensorsFile;
import org.headscope.engine.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CacheCommandTest {
    @TempDir
    Path folder;

    @Test
    void rawGivesTheGoldenTensors() throws Exception {
        SafetensorsFile written = cache("--raw");

        compare("golden", "tl.cache.", written);
        near(golden("golden").read("tl.logits"), written.read("logits"), "logits");
        near(golden("golden").read("tl.loss_per_token"), written.read("loss_per_token"), "loss");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "--folded"})
    void foldedIsTheDefault(String option) throws Exception {
        SafetensorsFile written = option.isEmpty() ? cache() : cache(option);

        compare("golden-processed", "cache.", written);
        near(golden("golden-processed").read("logits"), written.read("logits"), "logits");
    }

    @Test
    void optionalHooksFireWhereTheyAreNamed() throws Exception {
        SafetensorsFile split = cache(
                "--raw",
                "--names",
                "*hook_result",
                "--names",
                "*.hook_?_input",
                "--names",
                "*hook_mlp_in",
                "--names",
                "*");
        compare("golden-flags", "split.cache.", split);
        compare("golden-flags", "attn_in.cache.", cache("--raw", "--names", "*hook_attn_in", "--names", "*"));
    }

    @Test
    void namesChoose() throws Exception {
        SafetensorsFile written = cache("--names", "z1", "--names", "*.hook_pattern");
        Set<String> expected = Set.of(
                "blocks.1.attn.hook_z",
                "blocks.0.attn.hook_pattern",
                "blocks.1.attn.hook_pattern",
                "logits",
                "loss_per_token");
        assertEquals(expected, Set.copyOf(written.names()));
    }

    @Test
    void tokensAreTakenAsTheyAre() throws Exception {
        Path out = folder.resolve("ids.safetensors");
        var ran =
                CommandLineRun.of("cache", model(), "--tokens", "5,8,13", "--names", "embed", "--out", out.toString());

        assertEquals("[[5,8,13]]", ran.json().path("tokens").toString());
        assertArrayEquals(
                new int[] {1, 3, 32},
                SafetensorsFile.open(out).read("hook_embed").shape());
    }

    @ParameterizedTest
    @CsvSource({"--raw, 2", "--no-bos, 1"})
    void aTextGetsABos(String option, int length) throws Exception {
        Path out = folder.resolve("text.safetensors");
        CommandLineRun.of("cache", "primer-4l", "--text", "The", option, "--names", "embed", "--out", out.toString())
                .json();
        assertEquals(length, SafetensorsFile.open(out).read("hook_embed").size(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"--tokens 5 --text a", "--raw --folded --tokens 5", "--tokens five", "--raw"})
    void wrongUse(String options) {
        String[] given = ("cache " + model() + " --out x " + options).split(" ");
        assertEquals(2, CommandLineRun.of(given).code());
    }

    @Test
    void outIsNeeded() {
        assertEquals(2, CommandLineRun.of("cache", model(), "--tokens", "5").code());
    }

    @Test
    void unknownNamesAreRefused() {
        CommandLineRun.of("cache", model(), "--tokens", "5", "--names", "*.hook_zz", "--out", "x")
                .assertFails("headscope: No hook point of this model is called *.hook_zz; names are such as"
                        + " blocks.0.attn.hook_z and *.hook_resid_post.");
    }

    @Test
    void idsOutsideTheVocabularyAreRefused() {
        CommandLineRun.of("cache", model(), "--tokens", "5,199", "--out", "x")
                .assertFails("headscope: Token id 199 is not in the vocabulary: this model takes ids from 0 to 198.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}|has no list",
                "{\"tokens\": []}|has no list",
                "{\"tokens\": [5, 8]}|something else than lists",
                "{\"tokens\": [[5, \"a\"]]}|no token id",
                "{\"tokens\": [[5, 8.5]]}|no token id",
                "{\"tokens\": [[5, 8], [5]]}|equally many tokens",
                "{\"tokens\": [[]]}|no tokens",
                "{\"tokens\"|not valid JSON"
            })
    void aBrokenTokensFileIsOneSentence(String content, String said) throws Exception {
        Path file = Files.writeString(folder.resolve("tokens.json"), content);
        CommandLineRun.of("cache", model(), "--tokens-file", file.toString(), "--out", "x")
                .assertFailsSaying(said);
    }

    @Test
    void aFileThatCannotBeWrittenIsOneSentence() {
        Path out = folder.resolve("missing/folder/x.safetensors");
        CommandLineRun.of("cache", model(), "--tokens", "5", "--out", out.toString())
                .assertFailsSaying(out.toString());
    }

    @Test
    void aFullDiskIsOneSentenceAndTheOldFileStays() throws Exception {
        try (var disk = FullDisk.mount(folder.resolve("disk"))) {
            Path out = disk.folder().resolve("cache.safetensors");
            String[] small = {"cache", model(), "--tokens", "5", "--names", "embed", "--out", out.toString()};
            CommandLineRun.of(small).json();
            byte[] before = Files.readAllBytes(out);
            String batch = goldenFolder().resolve("tokens.json").toString();
            CommandLineRun.of("cache", model(), "--tokens-file", batch, "--out", out.toString())
                    .assertFails("headscope: " + out + " cannot be written because the disk is full.");
            assertArrayEquals(before, Files.readAllBytes(out));
            assertEquals(List.of("cache.safetensors"), disk.names());
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aDeviceIsNoFileToWrite() {
        CommandLineRun.of("cache", model(), "--tokens", "5", "--out", "/dev/full")
                .assertFailsSaying("/dev/full is no file that can be replaced");
    }

    @Test
    void aFolderCannotBeWritten() {
        CommandLineRun.of("cache", model(), "--tokens", "5", "--out", folder.toString())
                .assertFailsSaying("choose another name");
    }

    private SafetensorsFile cache(String... options) throws Exception {
        Path out = folder.resolve("cache.safetensors");
        Path tokens = goldenFolder().resolve("tokens.json");
        var args = new ArrayList<>(List.of("cache", model(), "--tokens-file", tokens.toString()));
        args.addAll(List.of(options));
        args.addAll(List.of("--out", out.toString()));
        CommandLineRun.of(args.toArray(String[]::new)).json();
        return SafetensorsFile.open(out);
    }

    /** Fails, too, if a key of the golden file is missing. */
    private static void compare(String file, String prefix, SafetensorsFile written) throws Exception {
        SafetensorsFile golden = golden(file);
        Set<String> names =
                golden.names().stream().filter(name -> name.startsWith(prefix)).collect(Collectors.toSet());
        assertTrue(names.size() > 1);
        for (String name : names) {
            String key = name.substring(prefix.length());
            near(golden.read(name), written.read(key), key);
        }
    }

    private static void near(Tensor expected, Tensor actual, String what) {
        assertArrayEquals(expected.shape(), actual.shape(), what);
        for (int i = 0; i < expected.size(); i++) {
            if (expected.flat(i) != actual.flat(i)) assertEquals(expected.flat(i), actual.flat(i), 1e-4, what);
        }
    }

    private static SafetensorsFile golden(String file) throws Exception {
        return SafetensorsFile.open(goldenFolder().resolve(file + ".safetensors"));
    }

    private static String model() {
        return goldenFolder().toString();
    }

    private static Path goldenFolder() {
        return Resources.folder().resolveSibling("src/test/golden/gpt2");
    }
}
