package org.headscope.engine.experiment;

import static org.headscope.engine.Bundled.DRINK;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.headscope.engine.Bundled;
import org.headscope.engine.TinyCheckpoint;
import org.headscope.engine.hook.Site;
import org.headscope.engine.hook.ZeroAblation;
import org.headscope.engine.model.Model;
import org.headscope.engine.model.Processing;
import org.headscope.engine.run.Progress;
import org.headscope.engine.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** The bundled model's card, retold: numbers measured with transformers. */
class LaboratoryTest {
    @Test
    void maryGetsTheDrink() throws Exception {
        try (Model model = Bundled.load(Processing.FOLDED)) {
            Run run = new Laboratory(model).run(DRINK, Progress.NONE).after();
            int last = run.tokens().size() - 1;
            Prediction best = run.top(last, 1).getFirst();
            assertEquals(" Mary", model.tokenizer().text(best.id()));
            assertEquals(0.993, best.probability(), 0.0005);
        }
    }

    @Test
    void switchingOffTheNegativeHeadRaisesTheDifference() throws Exception {
        try (Model model = Bundled.load(Processing.RAW)) {
            var laboratory = new Laboratory(model);
            Comparison comparison = laboratory.run(DRINK.plus(new ZeroAblation(Site.head(3, 5))), Progress.NONE);
            double change = comparison.after().metric().value()
                    - comparison.before().metric().value();
            assertEquals(10.87, change, 0.005);
            assertTrue(comparison.after().id() > comparison.before().id());
        }
    }

    @Test
    void aMetricAloneIsThatOfTheRunAndLeavesNoTrace() throws Exception {
        try (Model model = Bundled.load(Processing.FOLDED)) {
            var laboratory = new Laboratory(model);
            Run first = laboratory.run(DRINK, Progress.NONE).after();
            for (int head = 0; head < 6; head++) {
                Experiment changed = DRINK.plus(new ZeroAblation(Site.head(2, head)));
                double alone = laboratory.metric(changed, Progress.NONE).value();
                try (Model fresh = Bundled.load(Processing.FOLDED)) {
                    Run run = new Laboratory(fresh).run(changed, Progress.NONE).after();
                    assertEquals(run.metric().value(), alone, 1e-4);
                }
            }
            assertSame(first, laboratory.run(DRINK, Progress.NONE).after());
            Run longer = laboratory
                    .run(DRINK.withPrompt(DRINK.prompt() + " the"), Progress.NONE)
                    .after();
            assertEquals(first.id() + 1, longer.id());
            assertEquals(first.tokens().size(), longer.reusedPositions());
        }
    }

    @Test
    void theLossOfATokenIsItsSurpriseAfterTheOneBefore() throws Exception {
        Run run =
                Bundled.laboratory(Processing.FOLDED).run(DRINK, Progress.NONE).after();
        double sum = 0;
        for (int position = 1; position < run.tokens().size(); position++) {
            double surprise =
                    -run.logProbability(position - 1, run.tokens().get(position).id());
            assertEquals(surprise, run.lossOf(position), 1e-4, "position " + position);
            sum += surprise;
        }
        assertEquals(sum / (run.tokens().size() - 1), run.loss(), 1e-4);
    }

    @Test
    void ofEquallyLikelyTokensTheFirstComesFirst() throws Exception {
        var blank = TinyCheckpoint.random(1);
        blank.put("transformer.ln_f.weight", Tensor.of(new float[12], 12));
        blank.put("transformer.ln_f.bias", Tensor.of(new float[12], 12));
        try (Model model = blank.load(Processing.RAW)) {
            Run run = new Laboratory(model)
                    .run(Experiment.of("1 2 3", "", ""), Progress.NONE)
                    .after();
            assertEquals(
                    List.of(0, 1, 2, 3),
                    run.top(2, 4).stream().map(Prediction::id).toList());
            assertEquals(29, run.top(2, 100).size());
        }
    }
}
