package org.headscope.engine.experiment.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.headscope.engine.Bundled;
import org.headscope.engine.analysis.suppression.Cspa;
import org.headscope.engine.analysis.suppression.CspaScore;
import org.headscope.engine.analysis.suppression.FunctionWords;
import org.headscope.engine.analysis.suppression.HeadMeans;
import org.headscope.engine.analysis.suppression.HeadOnText;
import org.headscope.engine.analysis.suppression.TokenSets;
import org.headscope.engine.experiment.result.Results;
import org.headscope.engine.hook.Site;
import org.headscope.engine.model.Model;
import org.headscope.engine.model.Processing;
import org.headscope.engine.run.Progress;
import org.headscope.engine.token.PromptException;
import org.junit.jupiter.api.Test;

class PreservingAblationTest {
    private static final Site HEAD = Site.head(3, 2);

    private static Plan plan() throws Exception {
        return PlanFile.read(ExperimentFiles.examples().resolve("copy-suppression.json"));
    }

    private static Results run(Model model, Plan plan) throws Exception {
        var results = new Results();
        plan.analysis().run(Setup.of(plan, model, ExperimentFiles.examples()), results, Progress.NONE);
        return results;
    }

    @Test
    void anExperimentGivesTheNumbersOfTheEngine() throws Exception {
        try (Model model = Bundled.load(Processing.FOLDED)) {
            Plan plan = plan();
            Results results = run(model, plan);
            var rows = new ArrayList<int[]>();
            for (Asked prompt : plan.prompts())
                rows.add(prompt.tokens(model.tokenizer(), true).ids());
            var means = HeadMeans.of(model, HEAD, rows, Progress.NONE).replacement("the prompts");
            var words = FunctionWords.standard().ids(model.tokenizer());
            var settings = new Cspa(new Cspa.Count(5), 1, true, words, false, true, Cspa.Circuit.BOTH);
            var texts = new ArrayList<Cspa.CspaText>();
            for (int[] row : rows) {
                HeadOnText text = HeadOnText.of(model, row, HEAD, Progress.NONE);
                texts.add(settings.of(text, means, TokenSets.ALONE, Progress.NONE));
            }
            CspaScore score = CspaScore.of(texts);
            assertEquals(
                    score.klRecovered(), results.grid("kl_recovered").values().flat(0), 1e-5);
            assertEquals(
                    score.lossRecovered(),
                    results.grid("loss_recovered").values().flat(0),
                    1e-5);
            var losses = results.table("loss_changes").rows();
            assertEquals(score.points().size(), losses.size());
            for (int i = 0; i < losses.size(); i++) {
                assertEquals(
                        score.points().get(i).ablated(), (float) losses.get(i).get(5), 1e-6);
                assertEquals(
                        score.points().get(i).preserved(), (float) losses.get(i).get(6), 1e-6);
            }
            assertEquals(rows.size(), results.texts().size());
            assertEquals(
                    rows.getFirst().length, results.texts().getFirst().pieces().size());
        }
    }

    @Test
    void theMeanOverOnePromptIsRefused() throws Exception {
        try (Model model = Bundled.load(Processing.FOLDED)) {
            Plan many = plan();
            var one = new Plan(
                    many.version(),
                    "",
                    many.model(),
                    null,
                    many.processing(),
                    true,
                    null,
                    List.of(many.prompts().getFirst()),
                    List.of(),
                    List.of(),
                    null,
                    List.of(),
                    many.analysis());
            String said =
                    assertThrows(PromptException.class, () -> run(model, one)).getMessage();
            assertTrue(said.contains("give several prompts"), said);
        }
    }
}
