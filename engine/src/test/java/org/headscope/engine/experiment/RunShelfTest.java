package org.headscope.engine.experiment;

import static org.headscope.engine.Bundled.DRINK;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.headscope.engine.Bundled;
import org.headscope.engine.hook.Site;
import org.headscope.engine.hook.ZeroAblation;
import org.headscope.engine.model.Model;
import org.headscope.engine.model.Processing;
import org.headscope.engine.run.Progress;
import org.junit.jupiter.api.Test;

/** Runs that come back without computing, and pairs of runs that somebody chose. */
class RunShelfTest {
    private static final Experiment WITHOUT_35 = DRINK.plus(new ZeroAblation(Site.head(3, 5)));
    private static final Experiment JOHN =
            DRINK.withPrompt("When Mary and John went to the store, Mary gave a drink to");

    @Test
    void whatWasRunBeforeIsTheSameRunAgain() throws Exception {
        try (Model model = Bundled.load(Processing.FOLDED)) {
            var laboratory = new Laboratory(model);
            Comparison first = laboratory.run(WITHOUT_35, Progress.NONE);
            Comparison clean = laboratory.run(DRINK, Progress.NONE);
            assertSame(first.before(), clean.after());
            assertSame(first.after(), laboratory.run(WITHOUT_35, Progress.NONE).after());
        }
    }

    @Test
    void aRunBesideIsTheOneThatWasThere() throws Exception {
        try (Model model = Bundled.load(Processing.FOLDED)) {
            var laboratory = new Laboratory(model);
            Run clean = laboratory.run(DRINK, Progress.NONE).after();
            assertSame(clean, laboratory.beside(DRINK, Progress.NONE));
            Run john = laboratory.beside(JOHN, Progress.NONE);
            assertSame(john, laboratory.run(JOHN, Progress.NONE).after());
        }
    }

    @Test
    void whatFoundNoRoomIsComputedAnewWithTheSameNumbers() throws Exception {
        try (Model model = Bundled.load(Processing.FOLDED)) {
            var laboratory = new Laboratory(model, 0);
            Run first = laboratory.run(WITHOUT_35, Progress.NONE).after();
            laboratory.run(JOHN, Progress.NONE);
            Run again = laboratory.run(WITHOUT_35, Progress.NONE).after();
            assertNotSame(first, again);
            assertEquals(first.metric().value(), again.metric().value(), 1e-5);
        }
    }

    @Test
    void aThousandRunsStayWithinTheirMemory() throws Exception {
        try (Model model = Bundled.load(Processing.FOLDED)) {
            long room = 4L << 20;
            var shelf = new RunShelf(room);
            var laboratory = new Laboratory(model, 0);
            Run run = laboratory.run(DRINK, Progress.NONE).after();
            for (int i = 0; i < 1000; i++) {
                shelf.add(new Run(i, DRINK.withAnswers(" " + i, ""), run.tokens(), run.result(), 0, answers(model)));
            }
            assertTrue(
                    shelf.get(DRINK.withAnswers(" 0", "")) != null, "runs that share their values cost nothing more");
            for (int i = 0; i < 20; i++) {
                shelf.add(laboratory
                        .run(DRINK.withPrompt("Prompt number " + i), Progress.NONE)
                        .after());
            }
            assertTrue(shelf.bytes() <= room, shelf.bytes() + " bytes");
        }
    }

    @Test
    void aPinnedRunMayBeOfAnotherPromptAsLong() throws Exception {
        try (Model model = Bundled.load(Processing.FOLDED)) {
            var laboratory = new Laboratory(model);
            Comparison pair = laboratory.run(DRINK, JOHN, Progress.NONE);
            assertTrue(pair.isPinned());
            assertFalse(pair.isClean());
            assertEquals(JOHN, pair.before().experiment());
            assertTrue(
                    pair.before().metric().value() < 0 && pair.after().metric().value() > 0);
        }
    }

    @Test
    void aPinnedRunOfAnotherLengthIsNotComparedWith() throws Exception {
        try (Model model = Bundled.load(Processing.FOLDED)) {
            var laboratory = new Laboratory(model);
            Comparison pair = laboratory.run(WITHOUT_35, DRINK.withPrompt("Short"), Progress.NONE);
            assertFalse(pair.isPinned());
            assertEquals(DRINK, pair.before().experiment());
            assertEquals(
                    DRINK,
                    laboratory
                            .run(WITHOUT_35, DRINK.withPrompt(""), Progress.NONE)
                            .before()
                            .experiment());
        }
    }

    private static Answers answers(Model model) {
        return Answers.of(model, DRINK);
    }
}
