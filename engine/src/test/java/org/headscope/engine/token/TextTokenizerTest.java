package org.headscope.engine.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.headscope.engine.io.ModelException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextTokenizerTest {
    static final Path PRIMER = Path.of("..", "resources", "models", "primer-4l");
    private static final int D_VOCAB = 4096;
    private static final String FAMILY = "👨‍👩‍👧";

    private static final Tokenizer TOKENIZER;
    private static final PlainBpe REFERENCE;

    static {
        try {
            TOKENIZER = Tokenizer.open(PRIMER, D_VOCAB, OptionalInt.of(0));
            REFERENCE = new PlainBpe(PRIMER.resolve("tokenizer.json"));
        } catch (ModelException | IOException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    @Test
    void idsAndSpansOfAKnownPrompt() throws PromptException {
        Tokens tokens = TOKENIZER.encode("When Mary and John", true);
        assertEquals(
                List.of(
                        new Token(0, "<|endoftext|>", -1, -1),
                        new Token(55, "W", 0, 1),
                        new Token(448, "hen", 1, 4),
                        new Token(556, " Mary", 4, 9),
                        new Token(277, " and", 9, 13),
                        new Token(575, " John", 13, 18)),
                tokens.list());
        assertTrue(tokens.startsWithBos());
        assertEquals("When Mary and John", tokens.text());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "When Mary and John went to the store, John gave a drink to",
                "def load(self, name):\n    \"\"\"load the name\n\n    :param name: the name as str\n    \"\"\"",
                " ",
                "   ",
                " \n\t ",
                "\r\n\r\n",
                "a\u0000b",
                "\u0000",
                "It's we'll they'VE I'm d'accord 'tis",
                "12345 67,890.12 ½ ٣",
                "schöne Grüße, ein Maß",
                "e\u0301 Z\u0351\u036Balgo",
                "שלום עולם",
                "مرحبا بالعالم",
                "漢字 かな 한국어",
                "😀 \uD83C\uDDE9\uD83C\uDDEA " + FAMILY,
                "☃x☃",
                "\uFEFFbom",
                "\u00A0\u2003\u3000x\u0085y",
                "a<|endoftext|>b",
                "<|endoftext|>",
                "<|endoftext|> <|endoftext|>",
                "<|endoftext",
                "\uFFFD",
                "x  y   z    "
            })
    void agreesWithThePlainAlgorithm(String text) throws PromptException {
        check(text);
    }

    @Property(tries = 400)
    void agreesWithThePlainAlgorithmOnAnyText(@ForAll("texts") String text) throws PromptException {
        check(text);
    }

    @Provide
    Arbitrary<String> texts() {
        Arbitrary<String> snippets = Arbitraries.of(
                "When",
                " Mary",
                " the",
                " ",
                "  ",
                "\n",
                "\t",
                "'s",
                "'ll",
                "1",
                "42",
                ".",
                ", ",
                "é",
                "e\u0301",
                "ש",
                "م",
                "漢",
                "한",
                "😀",
                FAMILY,
                "\u200D",
                "\u0000",
                "<|endoftext|>",
                "<|",
                "ß",
                "_",
                "\"\"\"",
                "\u00A0");
        Arbitrary<String> characters = Arbitraries.integers()
                .between(0, Character.MAX_CODE_POINT)
                .filter(point -> Character.isDefined(point) && Character.getType(point) != Character.SURROGATE)
                .map(Character::toString);
        return Arbitraries.frequencyOf(
                        net.jqwik.api.Tuple.of(4, snippets),
                        net.jqwik.api.Tuple.of(1, characters),
                        net.jqwik.api.Tuple.of(2, Arbitraries.strings().ascii().ofMaxLength(8)))
                .list()
                .ofMaxSize(40)
                .map(parts -> String.join("", parts));
    }

    private static void check(String text) throws PromptException {
        Tokens tokens = TOKENIZER.encode(text, true);
        assertEquals(0, tokens.get(0).id());
        int[] ids = Arrays.copyOfRange(tokens.ids(), 1, tokens.size());
        assertEquals(REFERENCE.encode(text), Arrays.stream(ids).boxed().toList());
        assertEquals(text, TOKENIZER.decode(ids));
        checkSpans(text, tokens.list().subList(1, tokens.size()));
    }

    static void checkSpans(String text, List<Token> tokens) {
        int covered = 0;
        Token before = null;
        for (Token token : tokens) {
            boolean shared = before != null && token.start() == before.start() && token.end() == before.end();
            assertTrue(shared || token.start() == covered, () -> token + " leaves a gap or overlaps");
            assertTrue(token.end() > token.start(), () -> token + " covers nothing");
            assertFalse(Character.isLowSurrogate(text.charAt(token.start())));
            if (!token.text().contains("\\x")) {
                assertEquals(token.text(), text.substring(token.start(), token.end()));
            }
            covered = token.end();
            before = token;
        }
        assertEquals(text.length(), covered);
    }

    @Test
    void bytesOfOneCharacterShareItsSpanAndShowAsHex() throws PromptException {
        Tokens tokens = TOKENIZER.encode("a☃😀b", false);
        assertEquals(
                List.of("a", "\\xE2", "\\x98", "\\x83", "\\xF0", "\\x9F", "\\x98", "\\x80", "b"),
                tokens.list().stream().map(Token::text).toList());
        assertEquals(
                List.of(0, 1, 1, 1, 2, 2, 2, 2, 4),
                tokens.list().stream().map(Token::start).toList());
        assertEquals(
                List.of(1, 2, 2, 2, 4, 4, 4, 4, 5),
                tokens.list().stream().map(Token::end).toList());
    }

    @Test
    void noTwoIdsLookAlike() {
        Set<String> texts = new HashSet<>();
        IntStream.range(0, D_VOCAB).forEach(id -> assertTrue(texts.add(TOKENIZER.text(id)), () -> "id " + id));
        assertEquals("<id 4096>", TOKENIZER.text(4096));
        assertEquals("<id -1>", TOKENIZER.text(-1));
    }

    @Test
    void typedSpecialTextIsTheSpecialToken() throws PromptException {
        Tokens tokens = TOKENIZER.encode("hi<|endoftext|> there", false);
        assertEquals(new Token(0, "<|endoftext|>", 2, 15), tokens.get(2));
        assertFalse(tokens.startsWithBos());
        assertTrue(TOKENIZER.encode("<|endoftext|>", false).startsWithBos());
        assertEquals(2, TOKENIZER.encode("<|endoftext|>", true).size());
    }

    @Test
    void emptyPromptIsBosAloneOrASentence() throws PromptException {
        assertEquals(List.of(TOKENIZER.token(0)), TOKENIZER.encode("", true).list());
        String message = assertThrows(PromptException.class, () -> TOKENIZER.encode("", false))
                .getMessage();
        assertTrue(message.startsWith("The prompt is empty"), message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\uD83D", "ab\uDE00c", "\uD83D\uD83D\uDE00", "x\uD83D"})
    void loneSurrogatesAreRefused(String text) {
        String message = assertThrows(PromptException.class, () -> TOKENIZER.encode(text, true))
                .getMessage();
        assertTrue(message.matches("Character \\d of the prompt \\(U\\+D[8E][03][0D]\\) is one half .*"), message);
        assertEquals(List.of(), TOKENIZER.split(text));
    }

    @Test
    void singleTokensAndSplitAnswers() {
        assertEquals(OptionalInt.of(556), TOKENIZER.single(" Mary"));
        assertEquals(OptionalInt.empty(), TOKENIZER.single("When"));
        assertEquals(OptionalInt.empty(), TOKENIZER.single(""));
        assertEquals(
                List.of("W", "hen"),
                TOKENIZER.split("When").stream().map(Token::text).toList());
    }

    @Test
    void idsAreTakenAsTheyAre() throws PromptException {
        Tokens tokens = TOKENIZER.ofIds(55, 448, 556);
        assertEquals("When Mary", tokens.text());
        assertEquals(new Token(556, " Mary", -1, -1), tokens.get(2));
        assertFalse(tokens.startsWithBos());
        assertEquals(
                "Token id 4096 is not in the vocabulary: this model takes ids from 0 to 4095.",
                assertThrows(PromptException.class, () -> TOKENIZER.ofIds(1, 4096))
                        .getMessage());
        assertThrows(PromptException.class, () -> TOKENIZER.ofIds());
    }

    @Test
    void decodingHalfACharacterGivesTheReplacementCharacter() {
        assertEquals("a\uFFFD", TOKENIZER.decode(65, 159));
        assertEquals("<|endoftext|>W<id 9999>", TOKENIZER.decode(0, 55, 9999));
    }

    @ParameterizedTest
    @ValueSource(strings = {"When Mary and John went to the store. ", "a", " ", "\n", "😀", "ab1!", "\u0301", "the"})
    void aMegabyteOfTextTakesSeconds(String part) {
        String text = part.repeat(1_000_000 / part.length());
        Tokens tokens = assertTimeout(Duration.ofSeconds(15), () -> TOKENIZER.encode(text, true));
        assertEquals(text.length(), tokens.get(tokens.size() - 1).end());
    }

    @Test
    void manyThreadsGetTheSameTokens() throws PromptException {
        int[] wanted = TOKENIZER.encode("The capital of France is Paris.", true).ids();
        assertTrue(IntStream.range(0, 2000).parallel().allMatch(i -> {
            try {
                return Arrays.equals(
                        wanted,
                        TOKENIZER
                                .encode("The capital of France is Paris.", true)
                                .ids());
            } catch (PromptException e) {
                return false;
            }
        }));
    }
}
