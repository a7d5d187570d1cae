package org.headscope.app.ablation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import javafx.scene.control.MenuButton;
import org.headscope.app.Story;
import org.headscope.app.heatmap.Cell;
import org.headscope.app.resources.Resources;
import org.headscope.app.session.Ablation;
import org.headscope.app.session.MetricText;
import org.headscope.app.session.PromptSets;
import org.headscope.app.session.Replacement;
import org.headscope.app.session.RunTag;
import org.headscope.app.session.Shown;
import org.headscope.engine.analysis.patching.Effects;
import org.headscope.engine.experiment.Experiment;
import org.headscope.engine.experiment.Laboratory;
import org.headscope.engine.hook.MeanSource;
import org.headscope.engine.hook.Patch;
import org.headscope.engine.hook.Positions;
import org.headscope.engine.hook.Site;
import org.headscope.engine.hook.ZeroAblation;
import org.headscope.engine.io.PromptFile;
import org.headscope.engine.run.Progress;
import org.headscope.engine.run.RunRequest;
import org.junit.jupiter.api.Test;

/** What the ablation map measures and how it says so: means, positions, runs, words of a cell. */
class AblationEffectsTest extends AblationMapTest {
    @Test
    void onlyTheSelectedPositionIsChanged() {
        fx(() -> {
            session.selection().positionProperty().set(15);
            pane.model().chosenPosition.set(true);
        });
        awaitRun();
        clickOn(at(HEAD_3_5));
        awaitRun();
        assertEquals(Positions.of(15), experiment().active().getFirst().site().positions());
    }

    @Test
    void meansAreTakenOverTheFamilyOfThePrompt() throws Exception {
        var library = PromptFile.read(Resources.promptLibrary()).prompts();
        fx(() -> {
            session.setsProperty().set(new PromptSets(library));
            pane.model().kind.set(AblationKind.SET_MEAN);
        });
        awaitRun();
        assertEquals("Indirect object", fx(() -> pane.model().group.get()));
        clickOn(at(HEAD_3_5));
        awaitRun();
        assertTrue(experiment().active().getFirst().describe().contains("mean of Indirect object"));
        assertNull(fx(() -> pane.view().errorProperty().get()));
        // A prompt that is longer than those of the set has positions without a mean.
        fx(() -> {
            session.clearInterventions();
            pane.model().group.set("Capitals");
            pane.model().kind.set(AblationKind.SET_MEAN_PER_POSITION);
            session.edit("longer", e -> e.withPrompt(e.prompt().repeat(4)));
        });
        awaitRun();
        await(() -> pane.sweepProperty().get().stage() == Sweep.Stage.FAILED);
        assertTrue(fx(() -> pane.view().errorProperty().get()).contains("Capitals"));
    }

    @Test
    void whatAMeanIsTakenOverIsChosenBesideTheMode() throws Exception {
        var library = PromptFile.read(Resources.promptLibrary()).prompts();
        var over = lookup("#ablation-over").queryAs(MenuButton.class);
        assertFalse(over.isVisible());
        fx(() -> session.setsProperty().set(new PromptSets(library)));
        clickOn("#ablation-mode-mean");
        assertEquals(AblationKind.PROMPT_MEAN, fx(() -> pane.model().kind.get()));
        assertTrue(over.isVisible());
        assertEquals("over this prompt", fx(over::getText));
        fx(() -> over.getItems().stream()
                .filter(item -> item.getText().startsWith("the set “Capitals”"))
                .findFirst()
                .orElseThrow()
                .fire());
        assertEquals(AblationKind.SET_MEAN, fx(() -> pane.model().kind.get()));
        assertEquals("over “Capitals”", fx(over::getText));
        fx(() -> over.getItems().getLast().fire());
        assertEquals("over “Capitals”, per position", fx(over::getText));
        clickOn("#ablation-mode-zero");
        clickOn("#ablation-mode-mean");
        assertEquals(
                AblationKind.SET_MEAN_PER_POSITION, fx(() -> pane.model().kind.get()));
    }

    @Test
    void beforeAndDifferenceShowTheirOwnEffects() {
        clickOn(at(HEAD_3_5));
        awaitRun();
        double after = help(new Cell(3, 3));
        fx(() -> session.shownProperty().set(Shown.BEFORE));
        awaitRun();
        double before = help(new Cell(3, 3));
        assertEquals(7.92, before, 0.01);
        fx(() -> session.shownProperty().set(Shown.DIFFERENCE));
        awaitRun();
        assertEquals(after - before, help(new Cell(3, 3)), 1e-4);
        assertTrue(lookup("helps more").tryQuery().isPresent(), "the legend tells of a change");
        assertTrue(fx(() -> pane.view().lookForProperty().get()).startsWith("Blue: the part helps more"));
        fx(() -> session.shownProperty().set(Shown.AFTER));
        awaitSweep();
        assertTrue(lookup("helps the answer").tryQuery().isPresent());
        assertFalse(fx(() -> map.getDescription().apply(HEAD_3_5)).isEmpty());
    }

    @Test
    void theTagNamesTheRunWhoseNumbersAreSeen() {
        String old = fx(() -> pane.view().runTagProperty().get());
        assertFalse(old.isEmpty());
        var whileHeld = new ArrayList<String>();
        fx(() -> session.comparisonProperty().subscribe((_, _) -> {
            if (pane.model().held.get())
                whileHeld.add(pane.view().runTagProperty().get());
        }));
        clickOn(at(HEAD_3_5));
        awaitSweep();
        assertEquals(List.of(old), whileHeld);
        var runs = session.comparisonProperty().get();
        assertEquals(
                RunTag.words(runs, Shown.AFTER, session.model()),
                fx(() -> pane.view().runTagProperty().get()));
    }

    @Test
    void theTooltipTellsTheNumberOfItsCellAndWhatItIsMeasuredAgainst() throws Exception {
        Site first = Site.head(3, 5);
        Site second = Site.head(3, 3);
        Site third = Site.head(2, 2);
        fx(() -> {
            session.toggle(new ZeroAblation(first));
            session.toggle(new ZeroAblation(second));
        });
        awaitRun();
        Experiment both = experiment();
        double here = metric();
        double firstOn =
                Story.laboratory().metric(both.without(first), Progress.NONE).value();
        double thirdOff = Story.laboratory()
                .metric(both.plus(new ZeroAblation(third)), Progress.NONE)
                .value();

        double help = help(new Cell(3, 5));
        assertEquals(firstOn - here, help, 1e-4);
        assertEquals(
                "3.5 is off   " + MetricText.change(help) + "\nlogit difference with it on again: "
                        + MetricText.value(here) + " → " + MetricText.value(firstOn)
                        + "\nworks against the answer\nwith 3.3 changed both times",
                words(new Cell(3, 5)));

        help = help(new Cell(2, 2));
        assertEquals(here - thirdOff, help, 1e-4);
        String said = words(new Cell(2, 2));
        assertTrue(said.startsWith("2.2   " + MetricText.change(help)), said);
        assertTrue(said.contains(MetricText.value(here) + " → " + MetricText.value(thirdOff)), said);
        assertTrue(said.endsWith("with 3.5, 3.3 changed both times"), said);

        fx(() -> session.shownProperty().set(Shown.BEFORE));
        help = help(new Cell(3, 5));
        double before = session.comparisonProperty().get().before().metric().value();
        said = words(new Cell(3, 5));
        assertTrue(said.startsWith("3.5   " + MetricText.change(help)), said);
        assertTrue(said.contains(MetricText.value(before) + " → " + MetricText.value(before - help)), said);
        assertFalse(said.contains("both times"), said);
    }

    @Test
    void theWayOfTheMapIsThatOfTheSession() {
        fx(() -> {
            pane.model().kind.set(AblationKind.PROMPT_MEAN);
            session.selection().positionProperty().set(15);
            pane.model().chosenPosition.set(true);
        });
        assertEquals(
                new Ablation(new Replacement.Mean(new MeanSource.ThisPrompt()), Positions.of(15)),
                fx(() -> session.ablationProperty().get()));
    }

    @Test
    void directAndIndirectEffectsAddUpToTheTotal() throws Exception {
        Cell cell = new Cell(2, 2);
        Site head = Site.head(2, 2);
        double total = help(cell);
        fx(() -> pane.model().path.set(Path.DIRECT));
        awaitSweep();
        double direct = help(cell);
        Laboratory laboratory = Story.laboratory();
        var request = laboratory.request(experiment());
        var metric = laboratory.logitMetric(experiment());
        Effects alone = Effects.of(laboratory.model(), request, new ZeroAblation(head), true, Progress.NONE);
        assertEquals(metric.value(request, alone.base()) - metric.value(request, alone.direct()), direct, 1e-4);
        assertTrue(fx(() -> pane.view().lookForProperty().get()).startsWith("Direct effect:"));
        assertTrue(words(cell).contains("directly, of " + MetricText.change(total) + " in total"), words(cell));
        assertEquals(
                "exact · 80 of 80 · logit difference · direct",
                fx(() -> lookup("#ablation-status").queryLabeled().getText()));
        fx(() -> pane.model().path.set(Path.INDIRECT));
        awaitSweep();
        assertEquals(total - direct, help(cell), 1e-4);
    }

    @Test
    void partsAreMeasuredByTheLossOfEveryToken() throws Exception {
        fx(() -> pane.model().byLoss.set(true));
        awaitSweep();
        Site head = Site.head(0, 3);
        Laboratory laboratory = Story.laboratory();
        double here = laboratory.run(experiment(), Progress.NONE).after().loss();
        double there = laboratory
                .run(experiment().plus(new ZeroAblation(head)), Progress.NONE)
                .after()
                .loss();
        assertEquals(there - here, help(new Cell(0, 3)), 1e-4);
        String said = words(new Cell(0, 3));
        assertTrue(said.contains("loss without it: " + MetricText.value(here) + " → " + MetricText.value(there)), said);
        assertTrue(lookup("helps to predict").tryQuery().isPresent(), "the legend tells of the loss");
    }

    @Test
    void aPartTakesItsValueOfTheCorruptedPrompt() throws Exception {
        clickOn("#ablation-mode-resample");
        assertTrue(fx(() -> pane.view().errorProperty().get()).startsWith("There is no corrupted prompt"));
        assertTrue(fx(() -> Float.isNaN(map.getMatrix().at(HEAD_3_5))), "nothing of another way is shown");
        clickOn(at(HEAD_3_5));
        assertTrue(experiment().switches().isEmpty(), "nothing to switch it off by");

        String corrupted = Story.DRINK.prompt().replace("John gave", "Mary gave");
        fx(() -> session.edit("corrupt", e -> e.withCorrupted(corrupted)));
        awaitSweep();
        assertNull(fx(() -> pane.view().errorProperty().get()));
        Laboratory laboratory = Story.laboratory();
        int[] tokens = laboratory.model().tokenizer().encode(corrupted, true).ids();
        RunRequest run = laboratory.request(Story.DRINK);
        var other = laboratory.model().run(RunRequest.of(tokens).keep("*.hook_z"));
        Patch patch = Patch.from(other.kept(), Site.head(3, 3), "the corrupted prompt");
        var metric = laboratory.logitMetric(Story.DRINK);
        double there = metric.value(run, laboratory.model().run(run.with(patch)));
        double here = metric.value(run, laboratory.model().run(run));
        assertEquals(here - there, help(new Cell(3, 3)), 1e-4);

        fx(() -> session.edit("longer", e -> e.withCorrupted(corrupted + " the")));
        awaitRun();
        await(() -> pane.view().errorProperty().get() != null);
        assertTrue(fx(() -> pane.view().errorProperty().get()).contains("as many"));
    }
}
