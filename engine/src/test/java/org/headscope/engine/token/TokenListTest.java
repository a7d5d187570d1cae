package org.headscope.engine.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.headscope.engine.Bundled;
import org.headscope.engine.model.Model;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Lists of tokens as they are typed. */
class TokenListTest {
    private static Tokenizer tokenizer;

    @BeforeAll
    static void open() throws Exception {
        tokenizer = Model.tokenizer(Bundled.folder());
    }

    private static List<String> texts(String typed) throws PromptException {
        return TokenList.parse(tokenizer, typed).stream().map(Token::text).toList();
    }

    @Test
    void quotesKeepSpacesAndCommas() throws Exception {
        assertEquals(List.of(), texts("  "));
        assertEquals(List.of(" Mary"), texts("\" Mary\""));
        assertEquals(List.of(" Mary", ",", " to"), texts(" \" Mary\" ,\",\",  \" to\" "));
        assertEquals(List.of(".", ","), texts(" . , \",\""));
        assertEquals(List.of(" Mary", " to"), texts("\u2423Mary, \u2423to"), "as labels show them");
    }

    @Test
    void whatIsWrongIsSaidInASentence() {
        assertEquals(
                "There is nothing between two commas, or after the last one.",
                assertThrows(PromptException.class, () -> texts("\" Mary\",")).getMessage());
        assertThrows(PromptException.class, () -> texts(",.")).getMessage();
        assertEquals(
                "The quotes at \" Mary do not fit: write tokens like \" Mary\", \" John\".",
                assertThrows(PromptException.class, () -> texts("., \" Mary")).getMessage());
        String two = assertThrows(PromptException.class, () -> texts("\" Mary John\""))
                .getMessage();
        assertTrue(two.contains("tokens here"), two);
    }
}
