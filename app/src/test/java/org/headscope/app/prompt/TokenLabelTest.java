package org.headscope.app.prompt;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.headscope.engine.token.Token;
import org.junit.jupiter.api.Test;

class TokenLabelTest {
    private static String label(String text) {
        return TokenLabel.of(new Token(1, text, 0, text.length()));
    }

    @Test
    void whiteSpaceIsVisible() {
        assertEquals("␣Mary", label(" Mary"));
        assertEquals("⏎⏎", label("\n\n"));
        assertEquals("a␣b", label("a\u00A0b"));
    }

    @Test
    void charactersWithoutAPictureAreNumbers() {
        assertEquals("\\x00", label("\0"));
        assertEquals("\\u200D", label("\u200D"));
        assertEquals("\\u202E", label("\u202E"));
        assertEquals("\\xE2\\x82", label("\\xE2\\x82"));
    }

    @Test
    void aLoneCombiningMarkStandsOnACircle() {
        assertEquals("\u25CC\u0301", label("\u0301"));
        assertEquals("e\u0301", label("e\u0301"));
    }

    @Test
    void aLongTokenIsCut() {
        assertEquals(24, label("=".repeat(100)).length());
    }

    @Test
    void aPageOfALongPromptIsCountedAsPeopleCount() {
        assertEquals("the first 240 of 255 tokens", TokenStrip.pageWords(0, 255));
        assertEquals("the last 15 of 255 tokens", TokenStrip.pageWords(1, 255));
        assertEquals("positions 240 to 479 of 700 tokens", TokenStrip.pageWords(1, 700));
    }
}
