package org.headscope.app.prompt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.headscope.app.Story;
import org.headscope.engine.experiment.Experiment;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OldAnswersTest {
    private final OldAnswers answers = new OldAnswers();

    @BeforeEach
    void start() {
        answers.see(Story.DRINK);
    }

    private Guard after(Experiment now) {
        answers.see(now);
        return answers.guard(now);
    }

    @Test
    void answersOfThePromptBeforeAreNamedAndCanBeCleared() {
        Experiment anew = Story.DRINK.withPrompt("Sarah had a red ball and Tom had a blue kite. Sarah picked up her");
        Guard guard = after(anew);
        assertTrue(guard.words().contains("Mary") && guard.words().contains("John"), guard.words());
        assertEquals("Clear", guard.action());
        assertEquals(anew.withAnswers("", ""), guard.fix().apply(anew));
        assertTrue(after(anew.withAnswers(" ball", " kite")).isNone());
        assertTrue(after(anew.withAnswers(" sky", "")).isNone(), "typed for this prompt");
    }

    @Test
    void aPromptThatIsOnlyChangedKeepsItsAnswersInPeace() {
        assertTrue(after(Story.DRINK).isNone());
        assertTrue(after(Story.DRINK.withPrompt("When Tom and Sue went to the store, Sue gave a drink to"))
                .isNone());
        assertTrue(after(Story.DRINK.withPrompt("There was a girl called Mary. I saw"))
                .isNone());
        assertTrue(after(Story.DRINK.withPrompt("")).isNone());
        assertFalse(after(Story.DRINK.withPrompt("Once upon a time")).isNone());
    }
}
