package org.headscope.engine.analysis;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.headscope.engine.Bundled;
import org.headscope.engine.experiment.Prediction;
import org.headscope.engine.hook.Site;
import org.headscope.engine.hook.ZeroAblation;
import org.headscope.engine.model.Model;
import org.headscope.engine.model.Processing;
import org.headscope.engine.run.Progress;
import org.headscope.engine.run.RunRequest;
import org.headscope.engine.token.PromptException;
import org.headscope.engine.token.Tokens;
import org.junit.jupiter.api.Test;

/** Ranks and probabilities of answers, against a plain pass and a softmax written out here. */
class AnswerRanksTest {
    private static final String PROMPT = Bundled.DRINK.prompt();

    private static Model model() throws Exception {
        return Bundled.laboratory(Processing.FOLDED).model();
    }

    @Test
    void everyTokenOfAnAnswerIsRead() throws Exception {
        Model model = model();
        String answer = " Mary and then";
        Tokens all = model.tokenizer().encode(PROMPT + answer, true);
        int before = model.tokenizer().encode(PROMPT, true).size();
        var result = model.run(RunRequest.of(all));

        var reading = AnswerRanks.of(PROMPT, true, "Mary and then")
                .run(model, Progress.NONE)
                .getFirst();

        assertEquals(answer, reading.text());
        assertEquals(all.size() - before, reading.steps().size());
        double sum = 0;
        for (int i = 0; i < reading.steps().size(); i++) {
            AnswerRanks.Step step = reading.steps().get(i);
            assertEquals(before - 1 + i, step.position());
            assertEquals(all.get(before + i).id(), step.token().id());
            float[] logits = result.logits(0, step.position()).toArray();
            Prediction found = step.prediction();
            double total = 0;
            int better = 0;
            for (float logit : logits) {
                total += Math.exp(logit);
                if (logit > logits[found.id()]) better++;
            }
            assertEquals(better, found.rank());
            assertEquals(logits[found.id()], found.logit(), 1e-4);
            assertEquals(Math.exp(logits[found.id()]) / total, found.probability(), 1e-5);
            sum += Math.log(Math.exp(logits[found.id()]) / total);
            float[] sorted = logits.clone();
            Arrays.sort(sorted);
            assertEquals(10, step.top().size());
            for (int rank = 0; rank < 10; rank++) {
                assertEquals(
                        sorted[sorted.length - 1 - rank], step.top().get(rank).logit(), 1e-4);
                assertEquals(rank, step.top().get(rank).rank());
            }
        }
        assertEquals(sum, reading.logProbability(), 1e-4);
    }

    @Test
    void answersAreReadInTheirOrder() throws Exception {
        List<AnswerRanks.Reading> readings =
                AnswerRanks.of(PROMPT, true, " John", "Mary").run(model(), Progress.NONE);
        assertEquals(
                List.of(" John", " Mary"),
                readings.stream().map(AnswerRanks.Reading::text).toList());
        assertEquals(List.of(0), readings.get(1).ranks());
        assertTrue(readings.get(0).logProbability() < readings.get(1).logProbability());
    }

    @Test
    void interventionsAreInForce() throws Exception {
        Model model = model();
        var off = new ZeroAblation(Site.head(3, 5));
        Tokens tokens = model.tokenizer().encode(PROMPT, true);
        float[] expected = model.run(RunRequest.of(tokens).with(off))
                .logits(0, tokens.size() - 1)
                .toArray();
        var test = new AnswerRanks(PROMPT, true, List.of("Mary"), true, expected.length, List.of(off));
        var top = test.run(model, Progress.NONE).getFirst().steps().getFirst().top();
        var found = new float[expected.length];
        for (Prediction prediction : top) found[prediction.id()] = prediction.logit();
        assertArrayEquals(expected, found, 1e-4f);
    }

    @Test
    void anAnswerNeedsATokenAndRoom() throws Exception {
        Model model = model();
        assertEquals(
                "The answer \"\" makes no token.",
                assertThrows(
                                PromptException.class,
                                () -> AnswerRanks.of(PROMPT, true, "").run(model, Progress.NONE))
                        .getMessage());
        String longest = " Mary".repeat(model.config().nCtx());
        assertThrows(
                PromptException.class,
                () -> AnswerRanks.of(PROMPT, true, longest).run(model, Progress.NONE));
        assertThrows(IllegalArgumentException.class, () -> AnswerRanks.of(PROMPT, true));
        var noSpace = new AnswerRanks(PROMPT, true, List.of("Mary"), false, 0, List.of());
        var reading = noSpace.run(model, Progress.NONE).getFirst();
        assertEquals("Mary", reading.text());
        assertTrue(reading.steps().getFirst().top().isEmpty());
    }
}
