package org.headscope.engine.token;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdTokenizerTest {
    private final Tokenizer tokenizer = new IdTokenizer(199, OptionalInt.of(1));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "5 8 13",
                "5, 8, 13",
                "5,8,13",
                "[5, 8, 13]",
                "[[5, 8, 13]]",
                " 5\n8\t13 ",
                "<5> <8> <13>;",
                "005 8 13"
            })
    void takesIdsInAnyUsualForm(String text) throws PromptException {
        assertArrayEquals(new int[] {5, 8, 13}, tokenizer.encode(text, false).ids());
    }

    @Test
    void tokensPointAtTheTypedNumbers() throws PromptException {
        Tokens tokens = tokenizer.encode("5, 198", true);
        assertEquals(
                List.of(new Token(1, "<1>", -1, -1), new Token(5, "<5>", 0, 1), new Token(198, "<198>", 3, 6)),
                tokens.list());
        assertTrue(tokens.startsWithBos());
        assertEquals("1 5 198", tokenizer.decode(tokens.ids()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"199", "-1", "abc", "5.0", "99999999999999999999", "5 \uD83D", "x\u0000", "٣", "<x>"})
    void badIdsAreNamedWithTheRange(String text) {
        String message = assertThrows(PromptException.class, () -> tokenizer.encode(text, true))
                .getMessage();
        assertTrue(
                message.endsWith("is no token id: this model has no tokenizer and takes ids from 0 to 198."), message);
        assertTrue(message.contains(text.substring(text.indexOf(' ') + 1)), message);
        assertEquals(List.of(), tokenizer.split(text));
    }

    @Test
    void emptyPrompt() throws PromptException {
        assertArrayEquals(new int[] {1}, tokenizer.encode(" ", true).ids());
        assertThrows(PromptException.class, () -> tokenizer.encode("", false));
        assertThrows(PromptException.class, () -> new IdTokenizer(199, OptionalInt.empty()).encode("", true));
        assertThrows(PromptException.class, () -> new IdTokenizer(199, OptionalInt.of(199)).encode("", true));
    }

    @Test
    void answers() {
        assertEquals(OptionalInt.of(8), tokenizer.single(" 8"));
        assertEquals(OptionalInt.of(8), tokenizer.single("<8>"));
        assertEquals(OptionalInt.empty(), tokenizer.single("8 9"));
        assertEquals(OptionalInt.empty(), tokenizer.single("eight"));
    }
}
