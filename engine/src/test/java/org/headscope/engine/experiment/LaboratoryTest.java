package org.headscope.engine.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.headscope.engine.Bundled;
import org.headscope.engine.hook.Site;
import org.headscope.engine.hook.ZeroAblation;
import org.headscope.engine.model.Model;
import org.headscope.engine.model.Processing;
import org.headscope.engine.run.Progress;
import org.junit.jupiter.api.Test;

/** The bundled model's card, retold: numbers measured with transformers. */
class LaboratoryTest {
    private static final Experiment DRINK =
            Experiment.of("When Mary and John went to the store, John gave a drink to", " Mary", " John");

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
}
