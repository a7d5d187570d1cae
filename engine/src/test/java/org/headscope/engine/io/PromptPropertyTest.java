package org.headscope.engine.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.NotEmpty;
import net.jqwik.api.constraints.StringLength;

class PromptPropertyTest {
    @Provide
    Arbitrary<String> oddText() {
        return Arbitraries.strings()
                .withChars("{}[]\",;:\\\t\r\n\0 aprompt\uFEFF\uD83D\uDE00")
                .ofMaxLength(60);
    }

    @Property(tries = 2000)
    void noTextBreaksTheReader(@ForAll @From("oddText") String text, @ForAll("endings") String ending) {
        try {
            var prompts = PromptFile.parse("odd" + ending, "prompt,answer\n".repeat(ending.length() & 1) + text);
            for (Prompt prompt : prompts.prompts()) {
                assertFalse(prompt.text().isEmpty());
                assertTrue(Quoted.isWellFormed(prompt.text()) && prompt.text().indexOf('\0') < 0);
            }
        } catch (ModelException e) {
            assertTrue(e.getMessage().startsWith("odd"), e.getMessage());
        }
    }

    @Provide
    Arbitrary<String> endings() {
        return Arbitraries.of("", ".txt", ".jsonl", ".json", ".csv", ".tsv");
    }

    @Property(tries = 300)
    void quotedFieldsComeBackAsTheyWere(
            @ForAll @NotEmpty @StringLength(max = 20) String text, @ForAll @StringLength(max = 9) String answer)
            throws ModelException {
        String prompt = clean(text) + ".";
        String row =
                "\"" + prompt.replace("\"", "\"\"") + "\",\"" + clean(answer).replace("\"", "\"\"") + "\"";
        var prompts = PromptFile.parse("p.csv", "prompt,answer\n" + row);
        assertEquals(List.of(), prompts.badLines());
        assertEquals(
                new Prompt(prompt, "", clean(answer), "", "", ""),
                prompts.prompts().getFirst());
    }

    private static String clean(String text) {
        var kept = new StringBuilder();
        text.codePoints()
                .filter(c -> c != 0 && c != '\r' && (c < 0xD800 || c > 0xDFFF))
                .forEach(kept::appendCodePoint);
        return kept.toString();
    }
}
