package org.headscope.engine.io;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.headscope.engine.Golden;
import org.headscope.engine.model.Model;
import org.headscope.engine.model.Processing;
import org.headscope.engine.token.Tokenizer;

/** The small files of a model folder, damaged in any way, are refused in a sentence or taken as what they say. */
class FolderPropertyTest {
    private static final List<String> PIECES = List.of(
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            "\"",
            "0",
            "-1",
            "1e400",
            "null",
            "true",
            "\\u0000",
            "\"a\": 1,",
            "9".repeat(30));

    private static final String TOKENIZER =
            "{\"version\": \"1.0\", \"added_tokens\": [{\"id\": 0, \"content\": \"<|end|>\", \"special\": true,"
                + " \"single_word\": false, \"lstrip\": false, \"rstrip\": false, \"normalized\": false}],"
                + " \"normalizer\": null, \"pre_tokenizer\": {\"type\": \"ByteLevel\", \"add_prefix_space\": false,"
                + " \"trim_offsets\": true, \"use_regex\": true}, \"post_processor\": null, \"decoder\": {\"type\":"
                + " \"ByteLevel\", \"add_prefix_space\": true, \"trim_offsets\": true, \"use_regex\": true},"
                + " \"model\": {\"type\": \"BPE\", \"dropout\": null, \"unk_token\": null,"
                + " \"continuing_subword_prefix\": null, \"end_of_word_suffix\": null, \"fuse_unk\": false,"
                + " \"byte_fallback\": false, \"vocab\": {\"<|end|>\": 0, \"a\": 1, \"b\": 2, \"ab\": 3, \"\u0120\":"
                + " 4}, \"merges\": [\"a b\"]}}";

    private static Path folder;
    private static String config;
    private static String index;

    @BeforeContainer
    static void makeFolder() throws IOException {
        folder = Files.createTempDirectory("folder");
        Path golden = Golden.folder("gpt2-sharded");
        config = Files.readString(golden.resolve("config.json"));
        index = Files.readString(golden.resolve("model.safetensors.index.json"));
        try (var files = Files.list(golden)) {
            for (Path shard : files.filter(file -> file.toString().endsWith(".safetensors"))
                    .toList()) {
                Files.copy(shard, folder.resolve(shard.getFileName()));
            }
        }
    }

    @AfterContainer
    static void removeFolder() throws IOException {
        try (var files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        }
    }

    /** Cuts, repeats, replaces and puts in. */
    private static byte[] damaged(String text, long seed, int times) {
        var random = new Random(seed);
        var damaged = new StringBuilder(text);
        for (int i = 0; i < times && !damaged.isEmpty(); i++) {
            int at = random.nextInt(damaged.length());
            int end = Math.min(damaged.length(), at + 1 + random.nextInt(8));
            switch (random.nextInt(5)) {
                case 0 -> damaged.delete(at, end);
                case 1 -> damaged.insert(at, PIECES.get(random.nextInt(PIECES.size())));
                case 2 -> damaged.setCharAt(at, (char) (random.nextInt(1 << 7)));
                case 3 -> damaged.insert(end, damaged.substring(at, end));
                default -> damaged.replace(at, end, PIECES.get(random.nextInt(PIECES.size())));
            }
        }
        byte[] bytes = damaged.toString().getBytes(StandardCharsets.UTF_8);
        if (random.nextInt(8) == 0 && bytes.length > 0) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return bytes;
    }

    private interface Opening {
        AutoCloseable open() throws Exception;
    }

    private static void open(Opening opening) throws Exception {
        try {
            opening.open().close();
        } catch (ModelException e) {
            assertTrue(e.getMessage().length() > 20 && e.getMessage().indexOf('\n') < 0, e.getMessage());
        }
    }

    @Property(tries = 300)
    void configurations(@ForAll long seed, @ForAll @IntRange(min = 1, max = 4) int times) throws Exception {
        Files.write(folder.resolve("config.json"), damaged(config, seed, times));
        Files.writeString(folder.resolve("model.safetensors.index.json"), index);
        open(() -> Model.open(folder, Processing.FOLDED));
    }

    @Property(tries = 300)
    void listsOfShards(@ForAll long seed, @ForAll @IntRange(min = 1, max = 4) int times) throws Exception {
        Files.writeString(folder.resolve("config.json"), config);
        Files.write(folder.resolve("model.safetensors.index.json"), damaged(index, seed, times));
        open(() -> Model.open(folder, Processing.FOLDED));
    }

    @Property(tries = 800)
    void tokenizers(@ForAll long seed, @ForAll @IntRange(min = 0, max = 4) int times) throws Exception {
        Path own = Files.createDirectories(folder.resolve("tokenizer"));
        Files.write(own.resolve("tokenizer.json"), damaged(TOKENIZER, seed, times));
        open(() -> {
            Tokenizer tokenizer = Tokenizer.open(own, 5, OptionalInt.of(0));
            tokenizer.split("ab <|end|> bab\u00e4");
            tokenizer.decode(3, 0, 4);
            return tokenizer;
        });
    }

    @Property(tries = 300)
    void settingsOfTokenizers(@ForAll long seed, @ForAll @IntRange(min = 0, max = 4) int times) throws Exception {
        Path own = Files.createDirectories(folder.resolve("tokenizer"));
        Files.writeString(own.resolve("tokenizer.json"), TOKENIZER);
        String settings = "{\"bos_token\": {\"content\": \"<|end|>\", \"lstrip\": false}, \"model_max_length\": 1024}";
        Files.write(own.resolve("tokenizer_config.json"), damaged(settings, seed, times));
        try {
            open(() -> Tokenizer.open(own, 5, OptionalInt.empty()));
        } finally {
            Files.delete(own.resolve("tokenizer_config.json"));
        }
    }
}
