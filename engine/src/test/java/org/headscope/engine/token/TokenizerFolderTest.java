package org.headscope.engine.token;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.headscope.engine.io.ModelException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenizerFolderTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    private ObjectNode primer() throws IOException {
        return (ObjectNode)
                JSON.readTree(TextTokenizerTest.PRIMER.resolve("tokenizer.json").toFile());
    }

    private Tokenizer open(ObjectNode json, int dVocab) throws IOException, ModelException {
        JSON.writeValue(folder.resolve("tokenizer.json").toFile(), json);
        return Tokenizer.open(folder, dVocab, OptionalInt.empty());
    }

    @Test
    void tokenizerLargerThanTheVocabularyIsRefused() {
        String message = assertThrows(
                        ModelException.class, () -> Tokenizer.open(TextTokenizerTest.PRIMER, 199, OptionalInt.of(0)))
                .getMessage();
        assertTrue(message.contains("token ids up to 4095") && message.contains("ends at 198 (d_vocab 199)"), message);
    }

    private void writeBpeFiles() throws IOException {
        ObjectNode model = (ObjectNode) primer().path("model");
        JSON.writeValue(folder.resolve("vocab.json").toFile(), model.path("vocab"));
        var merges = new StringBuilder("#version: 0.2\n");
        for (JsonNode pair : model.path("merges")) {
            merges.append(pair.path(0).asText())
                    .append(' ')
                    .append(pair.path(1).asText())
                    .append('\n');
        }
        Files.writeString(folder.resolve("merges.txt"), merges);
    }

    @Test
    void theTwoFilesOfAByteLevelBpeAreATokenizerToo() throws Exception {
        writeBpeFiles();
        String text = "When Mary's dog ate 12 größere <|endoftext|> cakes,  \n\tit was 🙂 fine.";
        try (Tokenizer two = Tokenizer.open(folder, 4096, OptionalInt.of(0));
                Tokenizer one = Tokenizer.open(TextTokenizerTest.PRIMER, 4096, OptionalInt.of(0))) {
            assertInstanceOf(TextTokenizer.class, two);
            assertEquals(List.copyOf(one.split(text)), List.copyOf(two.split(text)));
            assertEquals(text, two.decode(two.encode(text, false).ids()));
            assertArrayEquals(
                    one.encode(text, true).ids(), two.encode(text, true).ids());
        }
    }

    @Test
    void brokenBpeFilesAreRefused() throws Exception {
        writeBpeFiles();
        Files.writeString(folder.resolve("merges.txt"), "nothing like\nthat\n");
        assertRefused("cannot be read as a tokenizer");
        Files.writeString(folder.resolve("vocab.json"), "[1, 2]");
        assertRefused("vocab.json is not a JSON object.");
    }

    private void assertRefused(String part) {
        String said = assertThrows(ModelException.class, () -> Tokenizer.open(folder, 4096, OptionalInt.empty()))
                .getMessage();
        assertTrue(said.contains(part), said);
    }

    @Test
    void paddedVocabularyIsFine() throws ModelException {
        try (Tokenizer tokenizer = Tokenizer.open(TextTokenizerTest.PRIMER, 4224, OptionalInt.of(0))) {
            assertEquals(4224, tokenizer.vocabSize());
            assertEquals(new Token(4223, "<id 4223>", -1, -1), tokenizer.token(4223));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "null",
                "{}",
                "{\"model\": 3}",
                "{\"model\": {\"type\": \"BPE\", \"vocab\": {\"a\": \"b\"}}}",
                "{\"model\": {\"type\": \"WHAT\", \"vocab\": {\"a\": 1}, \"merges\": []}}",
                "{\"model\": {\"type\": \"BPE\", \"vocab\": {\"a\": 1}, \"merges\": [[\"a\", \"q\"]]}}",
                "\u0000\u0001"
            })
    void brokenFilesAreNamed(String content) throws IOException {
        Path file = folder.resolve("tokenizer.json");
        Files.writeString(file, content);
        String message = assertThrows(ModelException.class, () -> Tokenizer.open(folder, 199, OptionalInt.empty()))
                .getMessage();
        assertTrue(message.startsWith(file + " cannot be read as a tokenizer"), message);
    }

    @Test
    void cutOffFileIsRefused() throws IOException {
        String whole = Files.readString(TextTokenizerTest.PRIMER.resolve("tokenizer.json"));
        Files.writeString(folder.resolve("tokenizer.json"), whole.substring(0, whole.length() / 2));
        assertThrows(ModelException.class, () -> Tokenizer.open(folder, 4096, OptionalInt.empty()));
    }

    @Test
    void folderInPlaceOfTheFileIsRefused() throws IOException {
        Files.createDirectory(folder.resolve("tokenizer.json"));
        assertThrows(ModelException.class, () -> Tokenizer.open(folder, 4096, OptionalInt.empty()));
    }

    @Test
    void bosComesFromTheTokenizerIfTheModelNamesNone() throws Exception {
        open(primer(), 4096).close();
        for (String bos : List.of("\"<|endoftext|>\"", "{\"content\": \"<|endoftext|>\", \"lstrip\": false}")) {
            Files.writeString(folder.resolve("tokenizer_config.json"), "{\"bos_token\": " + bos + "}");
            try (Tokenizer tokenizer = Tokenizer.open(folder, 4096, OptionalInt.empty())) {
                assertEquals(OptionalInt.of(0), tokenizer.bosId());
            }
        }
        Files.writeString(folder.resolve("tokenizer_config.json"), "{\"bos_token\": null}");
        try (Tokenizer tokenizer = Tokenizer.open(folder, 4096, OptionalInt.empty())) {
            assertEquals(OptionalInt.empty(), tokenizer.bosId());
            assertEquals(2, tokenizer.encode("When", true).size());
            assertThrows(PromptException.class, () -> tokenizer.encode("", true));
        }
        Files.writeString(folder.resolve("tokenizer_config.json"), "{");
        assertThrows(ModelException.class, () -> Tokenizer.open(folder, 4096, OptionalInt.empty()));
    }

    @Test
    void bosThatTheVocabularyLacksIsNone() throws ModelException {
        try (Tokenizer tokenizer = Tokenizer.open(TextTokenizerTest.PRIMER, 4096, OptionalInt.of(50256))) {
            assertEquals(OptionalInt.empty(), tokenizer.bosId());
        }
    }

    @Test
    void bosOfThePostProcessorIsNotDoubled() throws Exception {
        ObjectNode json = primer();
        json.set("post_processor", JSON.readTree("""
            {"type": "TemplateProcessing",
             "single": [{"SpecialToken": {"id": "<|endoftext|>", "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}}],
             "pair": [{"Sequence": {"id": "A", "type_id": 0}}, {"Sequence": {"id": "B", "type_id": 0}}],
             "special_tokens": {"<|endoftext|>": {"id": "<|endoftext|>", "ids": [0], "tokens": ["<|endoftext|>"]}}}\
            """));
        JSON.writeValue(folder.resolve("tokenizer.json").toFile(), json);
        try (Tokenizer tokenizer = Tokenizer.open(folder, 4096, OptionalInt.of(0))) {
            assertArrayEquals(
                    new int[] {0, 55, 448}, tokenizer.encode("When", true).ids());
            assertArrayEquals(
                    new int[] {55, 448}, tokenizer.encode("When", false).ids());
        }
    }

    @Test
    void truncationAndPaddingOfTheFileAreSwitchedOff() throws Exception {
        ObjectNode json = primer();
        json.set(
                "truncation",
                JSON.readTree(
                        "{\"direction\": \"Right\", \"max_length\": 5, \"strategy\": \"LongestFirst\", \"stride\":"
                                + " 0}"));
        json.set("padding", JSON.readTree("""
            {"strategy": {"Fixed": 9}, "direction": "Right", "pad_to_multiple_of": null, "pad_id": 0,
             "pad_type_id": 0, "pad_token": "<|endoftext|>"}\
            """));
        try (Tokenizer tokenizer = open(json, 4096)) {
            assertEquals(
                    7, tokenizer.encode("When Mary and John went to", false).size());
            assertEquals(1, tokenizer.encode(" Mary", false).size());
        }
    }

    @Test
    void normalizedTextKeepsSpansOfWhatWasTyped() throws Exception {
        ObjectNode json = primer();
        json.set("normalizer", JSON.readTree("{\"type\": \"NFC\"}"));
        json.set(
                "post_processor",
                JSON.readTree(
                        "{\"type\": \"ByteLevel\", \"add_prefix_space\": false, \"trim_offsets\": true, \"use_regex\":"
                                + " true}"));
        String text = "😀 e\u0301 Mary  and\n";
        try (Tokenizer tokenizer = open(json, 4096)) {
            List<Token> tokens = tokenizer.split(text);
            int covered = 0;
            for (Token token : tokens) {
                assertTrue(token.start() <= covered && token.end() >= covered, token::toString);
                covered = token.end();
            }
            assertEquals(text.length(), covered);
            Token mary = tokens.stream()
                    .filter(token -> token.text().equals(" Mary"))
                    .findFirst()
                    .orElseThrow();
            assertEquals(" Mary", text.substring(mary.start(), mary.end()));
            Token accent = tokens.stream()
                    .filter(token -> token.text().equals("\\xC3"))
                    .findFirst()
                    .orElseThrow();
            assertEquals("e\u0301", text.substring(accent.start(), accent.end()));
        }
    }

    @Test
    void spaceThatTheTokenizerPutsInFrontCoversNothing() throws Exception {
        ObjectNode json = primer();
        json.set(
                "pre_tokenizer",
                JSON.readTree(
                        "{\"type\": \"ByteLevel\", \"add_prefix_space\": true, \"trim_offsets\": true, \"use_regex\":"
                                + " true}"));
        try (Tokenizer tokenizer = open(json, 4096)) {
            assertEquals(
                    List.of(new Token(556, " Mary", 0, 4), new Token(277, " and", 4, 8)), tokenizer.split("Mary and"));
            assertEquals(List.of(new Token(556, " Mary", 0, 5)), tokenizer.split(" Mary"));
        }
    }

    @Test
    void sentencePieceVocabulary() throws Exception {
        ObjectNode json = (ObjectNode) JSON.readTree("""
            {"version": "1.0", "added_tokens": [{"id": 0, "content": "<s>", "single_word": false, "lstrip": false,
               "rstrip": false, "normalized": false, "special": true}],
             "normalizer": {"type": "Sequence", "normalizers": [{"type": "Prepend", "prepend": "▁"},
               {"type": "Replace", "pattern": {"String": " "}, "content": "▁"}]},
             "pre_tokenizer": null, "post_processor": null,
             "decoder": {"type": "Sequence", "decoders": [
               {"type": "Replace", "pattern": {"String": "▁"}, "content": " "}, {"type": "ByteFallback"},
               {"type": "Fuse"}, {"type": "Strip", "content": " ", "start": 1, "stop": 0}]},
             "model": {"type": "BPE", "dropout": null, "unk_token": null, "continuing_subword_prefix": null,
               "end_of_word_suffix": null, "fuse_unk": true, "byte_fallback": true, "ignore_merges": false,
               "vocab": {"<s>": 0, "▁": 1, "a": 2, "b": 3, "▁a": 4, "<0xE2>": 5, "<0x98>": 6, "<0x83>": 7},
               "merges": [["▁", "a"]]}}\
            """);
        try (Tokenizer tokenizer = open(json, 8)) {
            List<Token> tokens = tokenizer.split("ab a☃b");
            assertEquals(
                    List.of(" a", "b", " a", "\\xE2", "\\x98", "\\x83", "b"),
                    tokens.stream().map(Token::text).toList());
            assertEquals(
                    List.of(0, 1, 2, 4, 4, 4, 5),
                    tokens.stream().map(Token::start).toList());
            assertEquals(
                    List.of(1, 2, 4, 5, 5, 5, 6),
                    tokens.stream().map(Token::end).toList());
            assertEquals(
                    "ab a☃b",
                    tokenizer.decode(tokens.stream().mapToInt(Token::id).toArray()));
            assertThrows(PromptException.class, () -> tokenizer.encode("", false));
        }
    }

    @Test
    void closingTwiceIsFineAndUseAfterIsAnError() throws Exception {
        Tokenizer tokenizer = Tokenizer.open(TextTokenizerTest.PRIMER, 4096, OptionalInt.of(0));
        tokenizer.close();
        tokenizer.close();
        assertThrows(IllegalStateException.class, () -> tokenizer.encode("a", true));
    }

    @Test
    void folderWithoutTokenizerTakesIds() throws ModelException {
        assertInstanceOf(IdTokenizer.class, Tokenizer.open(folder, 199, OptionalInt.of(1)));
    }
}
