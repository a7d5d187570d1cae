package org.headscope.app.ablation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.headscope.app.Story;
import org.headscope.app.heatmap.Cell;
import org.headscope.app.session.MetricText;
import org.headscope.app.session.PromptSets;
import org.headscope.engine.experiment.Experiment;
import org.headscope.engine.experiment.Laboratory;
import org.headscope.engine.hook.Patch;
import org.headscope.engine.hook.Site;
import org.headscope.engine.hook.ZeroAblation;
import org.headscope.engine.io.Prompt;
import org.headscope.engine.run.Progress;
import org.headscope.engine.tensor.Tensor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Effects averaged over a set of prompts, with their spread. */
class AverageTest extends AblationMapTest {
    private static final String SET = "two and one";
    private static final List<Prompt> LIBRARY = List.of(
            prompt(Story.DRINK.prompt(), " Mary", " John"),
            prompt("When Tom and Anna went to the park, Anna gave a ball to", " Tom", " Anna"),
            prompt("When Kate and Sam went home, Sam gave a cake to", " Kate", " Sam"),
            prompt("Nothing to compare", "", ""));

    private static Prompt prompt(String text, String right, String wrong) {
        return new Prompt(text, "", right, wrong, SET, "");
    }

    @BeforeEach
    void choose() {
        fx(() -> {
            session.setsProperty().set(new PromptSets(LIBRARY));
            pane.model().averageOver.set(SET);
        });
        await(() -> pane.model().set.get() != null);
        awaitSweep();
    }

    private static List<Double> helps(Site part) throws Exception {
        Laboratory laboratory = Story.laboratory();
        var helps = new ArrayList<Double>();
        for (Prompt prompt : LIBRARY.subList(0, 3)) {
            var on = Experiment.of(prompt.text(), prompt.answer(), prompt.wrong());
            helps.add(laboratory.metric(on, Progress.NONE).value()
                    - laboratory
                            .metric(on.plus(new ZeroAblation(part)), Progress.NONE)
                            .value());
        }
        return helps;
    }

    @Test
    void theMapShowsTheMeanAndThePointerTheSpread() throws Exception {
        List<Double> helps = helps(Site.head(3, 5));
        double mean = helps.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
        double squares = helps.stream()
                .mapToDouble(help -> (help - mean) * (help - mean))
                .sum();
        assertEquals(mean, help(HEAD_3_5), 1e-4);
        PartRow row = fx(() -> pane.model().effects.get().of(Site.head(3, 5)));
        assertEquals(Math.sqrt(squares / 2), row.spread(), 1e-4);
        assertTrue(
                words(HEAD_3_5).contains("standard deviation over the prompts: " + MetricText.value(row.spread())),
                words(HEAD_3_5));
        assertTrue(fx(() -> pane.view().runTagProperty().get())
                .startsWith("mean over 3 prompts of “two and one”, 1 left out · "));
        assertEquals(
                "exact · 120 of 120 · logit difference · mean over a set",
                fx(() -> lookup("#ablation-status").queryLabeled().getText()));
        fx(() -> pane.model().averageOver.set(null));
        awaitSweep();
        assertEquals(helps.getFirst(), help(HEAD_3_5), 1e-4);
    }

    @Test
    void aPromptThatAnInterventionDoesNotFitIsLeftOut() throws Exception {
        Laboratory laboratory = Story.laboratory();
        // values of a prompt of 16 tokens: those of a longer one have no values to be replaced by
        Tensor values = laboratory
                .model()
                .run(laboratory.request(Story.DRINK).keep("*.hook_z"))
                .kept()
                .get("blocks.0.attn.hook_z");
        fx(() -> session.edit("patch", e -> e.plus(new Patch(Site.head(0, 0), values, "another run"))));
        awaitRun();
        awaitSweep();
        int longer = 0;
        for (Prompt prompt : LIBRARY.subList(0, 3)) {
            if (laboratory.model().tokenizer().encode(prompt.text(), true).size() > 16) longer++;
        }
        String tag = fx(() -> pane.view().runTagProperty().get());
        assertTrue(tag.startsWith("mean over " + (3 - longer) + " prompts"), tag);
        assertFalse(Float.isNaN(map.getMatrix().at(new Cell(2, 2))));
    }

    @Test
    void theTableHasTheSpread() {
        clickOn("#ablation-tabular");
        assertTrue(
                Column.SPREAD.isSeen(Path.TOTAL, fx(() -> pane.model().averaged.get())));
        assertFalse(Column.SPREAD.isSeen(Path.TOTAL, false));
    }
}
