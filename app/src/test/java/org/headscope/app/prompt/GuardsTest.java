package org.headscope.app.prompt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.OptionalInt;
import org.headscope.app.resources.Resources;
import org.headscope.engine.experiment.Experiment;
import org.headscope.engine.io.ModelException;
import org.headscope.engine.io.Prompt;
import org.headscope.engine.io.PromptFile;
import org.headscope.engine.token.PromptException;
import org.headscope.engine.token.Tokenizer;
import org.headscope.engine.token.Tokens;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The warnings beside the fields, with the tokenizer of the bundled model. */
class GuardsTest {
    private static final String DRINK = "When Mary and John went to the store, John gave a drink to";

    private static Tokenizer tokenizer;

    @BeforeAll
    static void open() throws ModelException {
        tokenizer = Tokenizer.open(Resources.bundledModel(), 4096, OptionalInt.of(0));
    }

    @AfterAll
    static void close() {
        tokenizer.close();
    }

    private static Guards guards(String prompt, String answer, String wrong) {
        return guards(tokenizer, Experiment.of(prompt, answer, wrong));
    }

    private static Guards guards(Tokenizer with, Experiment experiment) {
        Tokens tokens;
        try {
            tokens = with.encode(experiment.prompt(), experiment.prependBos());
        } catch (PromptException e) {
            tokens = null;
        }
        return Guards.of(with, experiment, tokens, null);
    }

    @Test
    void aGoodPromptHasNoWarning() {
        assertEquals(Guards.NONE, guards(DRINK, " Mary", " John"));
    }

    @Test
    void noBundledPromptHasAWarning() throws ModelException {
        for (Prompt prompt : PromptFile.read(Resources.promptLibrary()).prompts()) {
            assertEquals(Guards.NONE, guards(prompt.text(), prompt.answer(), prompt.wrong()), prompt.title());
        }
    }

    @Test
    void trailingSpaceIsTakenAway() {
        Guard guard = guards(DRINK + " ", " Mary", "").prompt();
        assertTrue(guard.words().contains("ends with a space"), guard.words());
        assertEquals(
                DRINK, guard.fix().apply(Experiment.of(DRINK + " ", "", "")).prompt());
    }

    @Test
    void emptyAndBlankPromptsAreNamed() {
        assertTrue(guards("", "", "").prompt().words().contains("empty"));
        assertTrue(guards("   ", "", "").prompt().words().contains("white space"));
        assertTrue(guards("\n", "", "").prompt().words().contains("white space"));
    }

    @Test
    void aWordWithoutItsSpaceIsNoticedAndPutRight() {
        Guards guards = guards(DRINK, "Mary", "John");
        assertTrue(
                guards.answer().words().contains("no space in front"),
                guards.answer().words());
        Experiment typed = Experiment.of(DRINK, "Mary", "John");
        assertEquals(" Mary", guards.answer().fix().apply(typed).answer());
        assertEquals(" John", guards.wrong().fix().apply(typed).wrong());
    }

    @Test
    void digitsAfterDigitsAndWordsAfterQuotesNeedNoSpace() {
        assertTrue(guards("from 1741 to the year 17", "5", "3").answer().isNone());
        assertTrue(guards("He said \"", "no", "").answer().isNone());
    }

    @Test
    void severalTokensAreNamed() {
        Guard guard = guards(DRINK, " Maryland supercat", "").answer();
        String first = TokenLabel.of(tokenizer.split(" Maryland supercat").getFirst());
        assertTrue(guard.words().contains("Only the first one, " + first), guard.words());
        assertNull(guard.fix());
    }

    @Test
    void bothAnswersAlike() {
        assertTrue(guards(DRINK, " Mary", " Mary").wrong().words().contains("same token"));
        assertTrue(guards(DRINK, "", " Mary").answer().words().contains("type the answer too"));
    }

    @Test
    void halfACharacterInAnAnswer() {
        assertTrue(guards(DRINK, " \uD83D", "").answer().words().contains("half a character"));
    }

    @Test
    void idsNeedNoSpaces(@TempDir Path empty) throws ModelException {
        Tokenizer ids = Tokenizer.open(empty, 50, OptionalInt.of(0));
        Guards good = guards(ids, Experiment.of("5 8 13 ", "21", "34"));
        assertEquals(Guards.NONE, good);

        assertTrue(
                guards(ids, Experiment.of("5 8", "Mary", "")).answer().words().contains("no token id"));
    }
}
