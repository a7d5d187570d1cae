package org.headscope.app.prompt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.headscope.app.Story;
import org.headscope.app.session.FirstExample;
import org.headscope.engine.experiment.Experiment;
import org.headscope.engine.io.ModelException;
import org.headscope.engine.model.Model;
import org.headscope.engine.model.Processing;
import org.headscope.engine.token.PromptException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is said about a corrupted prompt, with the tokenizer of the bundled model. */
class CorruptedTest {
    private static final Experiment DRINK = FirstExample.EXPERIMENT;

    private static Model model;

    @BeforeAll
    static void open() throws ModelException {
        model = Story.model(Processing.FOLDED);
    }

    private static Corrupted of(Experiment experiment) throws PromptException {
        var question = new LiveTokens.Question(model.tokenizer(), experiment.corrupted(), true);
        return Corrupted.of(
                model, experiment, model.tokenizer().encode(experiment.prompt(), true), LiveTokens.cut(question));
    }

    @Test
    void aChangedNameIsFound() throws PromptException {
        Corrupted corrupted = of(DRINK);
        assertEquals("1 of 16 differs", corrupted.summary());
        assertTrue(corrupted.guard().isNone());
        assertEquals(1, corrupted.alignment().differences());
    }

    @Test
    void withoutOneTheNamesCanBeExchanged() throws PromptException {
        Experiment alone = DRINK.withCorrupted("");
        assertEquals("none", of(alone).summary());
        assertEquals(DRINK, of(alone).guard().fix().apply(alone));
    }

    @Test
    void theSamePromptTwiceIsNoticed() throws PromptException {
        Experiment same = DRINK.withCorrupted(DRINK.prompt());
        assertTrue(of(same).guard().words().startsWith("Both prompts are the same"));
        assertEquals(DRINK, of(same).guard().fix().apply(same));
    }

    @Test
    void unequalLengthsAreNamedAndAligned() throws PromptException {
        Experiment longer = DRINK.withCorrupted(DRINK.corrupted().replace("Mary gave", "Mary then gave"));
        Guard guard = of(longer).guard();
        assertTrue(guard.words().contains("17 tokens and the prompt 16"), guard.words());
        Corrupted aligned = of(guard.fix().apply(longer));
        assertTrue(aligned.guard().isNone());
        assertEquals(DRINK.corrupted(), guard.fix().apply(longer).corrupted());
    }

    @Test
    void whereOnlyALengthDiffersThereIsNothingToAlign() throws PromptException {
        Guard guard = of(DRINK.withCorrupted(DRINK.prompt() + " the")).guard();
        assertTrue(guard.words().endsWith("Use words of as many tokens."), guard.words());
        assertNull(guard.fix());
    }

    @Test
    void longerThanTheContextIsRefused() throws PromptException {
        int room = model.config().nCtx();
        Corrupted corrupted = of(DRINK.withCorrupted(" to".repeat(room)));
        assertEquals(
                "The corrupted prompt has " + (room + 1) + " tokens, but the model reads at most " + room
                        + ": shorten it.",
                corrupted.problem());
        assertNull(corrupted.alignment());
    }

    @Test
    void halfACharacterIsRefusedInTheTokenizersWords() throws PromptException {
        Corrupted corrupted = of(DRINK.withCorrupted("half \uD83D"));
        assertTrue(corrupted.problem().endsWith("."), corrupted.problem());
    }
}
