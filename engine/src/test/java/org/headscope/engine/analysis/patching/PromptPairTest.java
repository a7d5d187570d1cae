package org.headscope.engine.analysis.patching;

import static org.headscope.engine.Bundled.DRINK;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.headscope.engine.Bundled;
import org.headscope.engine.analysis.LensMetric;
import org.headscope.engine.analysis.patching.PromptPair.Direction;
import org.headscope.engine.experiment.Experiment;
import org.headscope.engine.experiment.Laboratory;
import org.headscope.engine.experiment.Run;
import org.headscope.engine.hook.Positions;
import org.headscope.engine.hook.Site;
import org.headscope.engine.model.Model;
import org.headscope.engine.model.Processing;
import org.headscope.engine.run.Progress;
import org.headscope.engine.tensor.Tensor;
import org.headscope.engine.token.PromptException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who gets the drink, and who if the other one gives. */
class PromptPairTest {
    private static final Experiment PAIR =
            DRINK.withCorrupted("When Mary and John went to the store, Mary gave a drink to");

    /** Where the giver is named. */
    private static final int GIVER = 11;

    private static Laboratory laboratory;
    private static Model model;

    @BeforeAll
    static void open() throws Exception {
        laboratory = Bundled.laboratory(Processing.RAW);
        model = laboratory.model();
    }

    private static Run run(Experiment experiment) throws PromptException {
        return laboratory.beside(experiment, Progress.NONE);
    }

    @Test
    void theMetricIsTheOneOfTheExperiment() throws Exception {
        for (Experiment asked : new Experiment[] {PAIR, PAIR.withAnswers(" Mary", ""), PAIR.withAnswers("", "")}) {
            PromptPair pair = PromptPair.of(laboratory, asked);
            assertEquals(run(asked).metric().value(), pair.before(Direction.NOISING, Progress.NONE), 1e-4);
            assertEquals(
                    run(asked.withPrompt(asked.corrupted())).metric().value(),
                    pair.before(Direction.DENOISING, Progress.NONE),
                    1e-4);
        }
    }

    @Test
    void theGiversNameAloneTurnsTheAnswerOver() throws Exception {
        PromptPair pair = PromptPair.of(laboratory, PAIR);
        Site giver = Site.of("resid_pre", 0).at(Positions.of(GIVER));
        PatchGrid grid = pair.activation(Direction.NOISING).run(PatchTable.of(List.of(giver)), Progress.NONE);
        Run patched = run(PAIR.plus(pair.patch(Direction.NOISING, giver, "the corrupted run", Progress.NONE)));
        assertTrue(grid.base() > 0 && grid.donor() < 0);
        assertEquals(-1, grid.noising().flat(0), 1e-3);
        assertEquals(grid.donor(), patched.metric().value(), 1e-3);
    }

    @Test
    void theLensReadsTheMetricAtTheEnd() throws Exception {
        for (Experiment asked : new Experiment[] {PAIR, PAIR.withAnswers(" Mary", "")}) {
            Run run = run(asked);
            Tensor lens = LensMetric.of(model, run, Progress.NONE);
            int last = run.tokens().size() - 1;
            assertEquals(run.metric().value(), lens.get(model.config().nLayers(), last), 1e-3);
        }
        Run loss = run(PAIR.withAnswers("", ""));
        Tensor lens = LensMetric.of(model, loss, Progress.NONE);
        assertEquals(loss.lossOf(5), lens.get(model.config().nLayers(), 4), 1e-3);
        assertTrue(Float.isNaN(lens.get(0, loss.tokens().size() - 1)));
    }

    @Test
    void promptsThatDoNotFitAreRefusedInOneSentence() {
        assertSays("There is no corrupted prompt to patch from.", DRINK);
        assertSays(
                "The corrupted prompt has 17 tokens and the prompt 16: patching needs equal lengths.",
                PAIR.withCorrupted(PAIR.corrupted() + " the"));
        int room = model.config().nCtx();
        assertSays(
                "The corrupted prompt has %d tokens, but the model reads at most %d: shorten it."
                        .formatted(room + 1, room),
                PAIR.withCorrupted(" to".repeat(room)));
    }

    private static void assertSays(String sentence, Experiment experiment) {
        assertEquals(
                sentence,
                assertThrows(PromptException.class, () -> PromptPair.of(laboratory, experiment))
                        .getMessage());
    }
}
