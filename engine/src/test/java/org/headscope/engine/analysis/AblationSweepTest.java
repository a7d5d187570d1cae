package org.headscope.engine.analysis;

import static org.headscope.engine.Bundled.DRINK;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.headscope.engine.Bundled;
import org.headscope.engine.experiment.Experiment;
import org.headscope.engine.experiment.Laboratory;
import org.headscope.engine.experiment.Run;
import org.headscope.engine.hook.Intervention;
import org.headscope.engine.hook.MeanAblation;
import org.headscope.engine.hook.MeanSource;
import org.headscope.engine.hook.Positions;
import org.headscope.engine.hook.Site;
import org.headscope.engine.hook.ZeroAblation;
import org.headscope.engine.model.Model;
import org.headscope.engine.model.Processing;
import org.headscope.engine.run.Progress;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Effects of a sweep against whole runs of the bundled model, and against its card. */
class AblationSweepTest {
    private static Laboratory laboratory;
    private static Model model;

    @BeforeAll
    static void open() throws Exception {
        laboratory = Bundled.laboratory(Processing.RAW);
        model = laboratory.model();
    }

    @Test
    void isWhatTheCardSays() throws Exception {
        Run run = run(DRINK);
        assertEquals(10.87, effect(run, new ZeroAblation(Site.head(3, 5))), 0.01);
        assertEquals(-7.92, effect(run, new ZeroAblation(Site.head(3, 3))), 0.01);
        assertEquals(-6.44, effect(run, new ZeroAblation(Site.head(3, 2))), 0.01);
    }

    @Test
    void equalsWholeRunsForEveryPart() throws Exception {
        for (Experiment experiment :
                List.of(DRINK, DRINK.plus(new ZeroAblation(Site.head(1, 2))), DRINK.withAnswers("", ""))) {
            Run run = run(experiment);
            for (Site site : AblationSweep.sites(4, 8)) {
                var off = new ZeroAblation(site);
                double whole = experiment.active().contains(off)
                        ? run.metric().value() - value(experiment.minus(off))
                        : value(experiment.plus(off)) - run.metric().value();
                assertEquals(whole, effect(run, off), 1e-4, site.label());
            }
        }
    }

    @Test
    void equalsWholeRunsForMeans() throws Exception {
        var set = new MeanSource.PromptSet("two", List.of(List.of(0, 5, 6, 7), List.of(0, 9, 8)), false);
        for (MeanSource source : List.of(new MeanSource.ThisPrompt(), set)) {
            Site site = Site.mlp(1).at(Positions.of(3, 4));
            var off = new MeanAblation(site, source);
            Run run = run(DRINK);
            assertEquals(value(DRINK.plus(off)) - run.metric().value(), effect(run, off), 1e-4);
        }
    }

    @Test
    void aPartThatIsOffKeepsItsEffect() throws Exception {
        var off = new ZeroAblation(Site.head(3, 5));
        double on = effect(run(DRINK), off);
        assertEquals(on, effect(run(DRINK.plus(off)), off), 1e-4);
        assertEquals(
                on,
                effect(run(DRINK.plus(off)), new ZeroAblation(Site.head(3, 5).at(Positions.of(2)))),
                1e-4);
    }

    @Test
    void leavesTheNumbersOfRunsAlone() throws Exception {
        Run first = run(DRINK.withPrompt("A prompt of its own"));
        effect(first, new ZeroAblation(Site.head(0, 0)));
        assertEquals(
                first.id() + 1,
                run(DRINK.withPrompt("Another prompt of its own")).id());
    }

    private static Run run(Experiment experiment) throws Exception {
        return laboratory.run(experiment, Progress.NONE).after();
    }

    private static double value(Experiment experiment) throws Exception {
        return run(experiment).metric().value();
    }

    private static double effect(Run run, Intervention ablation) throws Exception {
        return AblationSweep.effect(laboratory, run.experiment(), ablation, Progress.NONE);
    }
}
