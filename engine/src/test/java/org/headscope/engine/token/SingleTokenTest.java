package org.headscope.engine.token;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.headscope.engine.Bundled;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SingleTokenTest {
    private static Tokenizer tokenizer;

    @BeforeAll
    static void open() throws Exception {
        tokenizer = Tokenizer.open(Bundled.folder(), 4096, OptionalInt.of(0));
    }

    @AfterAll
    static void close() {
        tokenizer.close();
    }

    private static String refused(String text) {
        return assertThrows(PromptException.class, () -> SingleToken.of(tokenizer, text))
                .getMessage();
    }

    @Test
    void aTextMustBeOneToken() throws Exception {
        SingleToken mary = SingleToken.of(tokenizer, " Mary");
        assertEquals(" Mary", tokenizer.text(mary.id()));
        assertEquals("\"\" makes no token, but one is needed.", refused(""));
        assertEquals("\" Mary John\" is 2 tokens here (␣Mary · ␣John), but one is needed.", refused(" Mary John"));
    }

    @Test
    void aSpaceThatIsMissingIsPointedOut() throws Exception {
        int split = -1;
        for (int id = 1; split < 0; id++) {
            String text = tokenizer.text(id);
            boolean word = text.matches(" [a-z]{4,}")
                    && tokenizer.split(text.substring(1)).size() > 1;
            if (word) split = id;
        }
        String word = tokenizer.text(split).substring(1);
        String said = refused(word);
        assertTrue(said.endsWith("), but one is needed; \" " + word + "\" is one."), said);
    }

    @Test
    void positionsOfATokenAreFound() throws Exception {
        Tokens tokens = tokenizer.encode("When Mary and John went, John said to Mary that John", true);
        SingleToken john = SingleToken.of(tokenizer, " John");
        int[] expected = IntStream.range(0, tokens.size())
                .filter(position -> tokens.get(position).text().equals(" John"))
                .toArray();
        assertEquals(3, expected.length);
        assertArrayEquals(expected, tokens.positions(john.id()));
        assertEquals(expected[0], john.first(tokens));
        assertEquals(expected[2], john.last(tokens));
        assertArrayEquals(new int[] {0}, tokens.positions(0));
        SingleToken to = SingleToken.of(tokenizer, " store");
        assertEquals(
                "The token \" store\" is not in the prompt.",
                assertThrows(PromptException.class, () -> to.first(tokens)).getMessage());
    }
}
