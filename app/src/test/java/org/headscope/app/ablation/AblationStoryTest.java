package org.headscope.app.ablation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javafx.geometry.Point2D;
import javafx.scene.control.MenuButton;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseButton;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import org.headscope.app.GuiTest;
import org.headscope.app.Story;
import org.headscope.app.heatmap.Cell;
import org.headscope.app.heatmap.CellAction;
import org.headscope.app.heatmap.HeatMap;
import org.headscope.app.resources.Resources;
import org.headscope.app.session.Ablation;
import org.headscope.app.session.MetricText;
import org.headscope.app.session.RunTag;
import org.headscope.app.session.Session;
import org.headscope.app.session.Shown;
import org.headscope.engine.experiment.Experiment;
import org.headscope.engine.experiment.Laboratory;
import org.headscope.engine.hook.MeanSource;
import org.headscope.engine.hook.Part;
import org.headscope.engine.hook.Positions;
import org.headscope.engine.hook.Site;
import org.headscope.engine.hook.ZeroAblation;
import org.headscope.engine.io.PromptFile;
import org.headscope.engine.run.EngineThread;
import org.headscope.engine.run.Progress;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Heads of the bundled model are switched off with the mouse. */
class AblationStoryTest extends GuiTest {
    private static final Cell HEAD_3_5 = new Cell(3, 5);

    private Session session;
    private AblationController pane;
    private HeatMap map;

    @BeforeEach
    void open() throws Exception {
        Laboratory laboratory = Story.laboratory();
        show(() -> {
            session = Story.session();
            pane = new AblationController(session, EngineThread.executor());
            HBox.setHgrow(pane.view(), Priority.ALWAYS);
            return new HBox(pane.view());
        });
        assertTrue(fx(() -> pane.view().emptyProperty().get() != null));
        fx(() -> session.open(laboratory));
        awaitRun();
        map = lookup("#ablation-map").queryAs(HeatMap.class);
        await(() -> map.getMatrix().columns() == 10);
    }

    @Test
    void aClickSwitchesOffAndAClickSwitchesOn() {
        double before = metric();
        assertEquals(-10.87, help(HEAD_3_5), 0.01);
        assertEquals(7.92, help(new Cell(3, 3)), 0.01);
        clickOn(at(HEAD_3_5));
        awaitRun();
        assertEquals(10.87, metric() - before, 0.01);
        assertEquals(Set.of(HEAD_3_5), fx(() -> map.getCrossedOut()));
        assertEquals(-10.87, help(HEAD_3_5), 0.01);
        assertEquals(
                Site.head(3, 5), fx(() -> session.selection().partProperty().get()));
        clickOn(at(HEAD_3_5));
        awaitRun();
        assertEquals(before, metric(), 1e-4);
        assertTrue(experiment().switches().isEmpty());
    }

    @Test
    void undoRestoresNumbersWithoutMeasuringAgain() {
        awaitSweep();
        clickOn(at(HEAD_3_5));
        awaitRun();
        fx(() -> session.undo());
        awaitRun();
        assertEquals(Sweep.Stage.DONE, fx(() -> pane.sweepProperty().get().stage()));
        assertEquals(7.92, help(new Cell(3, 3)), 0.01);
        assertTrue(fx(() -> map.getCrossedOut()).isEmpty());
    }

    @Test
    void aRangeIsOneStep() {
        int steps = steps();
        clickOn(at(new Cell(3, 1)));
        fx(() -> map.getOnAction().accept(new CellAction(new Cell(2, 2), true, false)));
        awaitRun();
        assertEquals(4, experiment().active().size());
        assertEquals(steps + 2, steps());
        moveTo(at(new Cell(0, 0))).press(MouseButton.PRIMARY);
        moveTo(at(new Cell(0, 1))).moveTo(at(new Cell(1, 1))).release(MouseButton.PRIMARY);
        awaitRun();
        assertEquals(8, experiment().active().size());
        assertEquals(steps + 3, steps());
        fx(() -> session.undo());
        awaitRun();
        assertEquals(4, experiment().active().size());
    }

    @Test
    void theNameOfALayerStandsForItsHeadsAndItsMlp() {
        int steps = steps();
        Point2D first = at(new Cell(2, 0));
        clickOn(first.subtract(cellWidth() / 2 + 14, 0));
        awaitRun();
        assertEquals(9, experiment().active().size());
        assertTrue(experiment().active().stream()
                .allMatch(off -> off.site().layer() == 2 && off.site().part() != Part.ATTENTION));
        assertEquals(steps + 1, steps());
        clickOn(first.subtract(cellWidth() / 2 + 14, 0));
        awaitRun();
        assertTrue(experiment().switches().isEmpty());
    }

    @Test
    void theKeyboardReachesEveryCell() {
        fx(() -> {
            map.requestFocus();
            session.selection().partProperty().set(Site.head(3, 4));
        });
        type(KeyCode.RIGHT);
        type(KeyCode.ENTER);
        awaitRun();
        assertTrue(experiment().changes(Site.head(3, 5)));
    }

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
            pane.setLibrary(library);
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
        fx(() -> pane.setLibrary(library));
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
    void anAttentionLayerThatIsOffHatchesItsHeads() {
        clickOn(at(new Cell(2, 8)));
        awaitRun();
        Set<Cell> hatched = IntStream.rangeClosed(0, 8)
                .mapToObj(column -> new Cell(2, column))
                .collect(Collectors.toSet());
        assertEquals(hatched, fx(() -> map.getCrossedOut()));
        help(new Cell(2, 3));
        assertTrue(words(new Cell(2, 3)).startsWith("2.3 is off with attention 2"), words(new Cell(2, 3)));
        clickOn(at(new Cell(2, 9)));
        awaitRun();
        assertTrue(fx(() -> map.getCrossedOut()).contains(new Cell(2, 9)));
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
                        + "\nworks against the answer\nwith 3.3 off both times",
                words(new Cell(3, 5)));

        help = help(new Cell(2, 2));
        assertEquals(here - thirdOff, help, 1e-4);
        String said = words(new Cell(2, 2));
        assertTrue(said.startsWith("2.2   " + MetricText.change(help)), said);
        assertTrue(said.contains(MetricText.value(here) + " → " + MetricText.value(thirdOff)), said);
        assertTrue(said.endsWith("with 3.5, 3.3 off both times"), said);

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
                new Ablation(new MeanSource.ThisPrompt(), Positions.of(15)),
                fx(() -> session.ablationProperty().get()));
    }

    private String words(Cell cell) {
        return fx(() -> map.getDescription().apply(cell));
    }

    /** The number of a cell, as soon as it is measured. */
    private double help(Cell cell) {
        await(() -> !pane.model().held.get() && !Float.isNaN(map.getMatrix().at(cell)));
        return fx(() -> (double) map.getMatrix().at(cell));
    }

    private double metric() {
        return fx(() -> session.comparisonProperty().get().after().metric().value());
    }

    private Experiment experiment() {
        return fx(() -> session.experimentProperty().get());
    }

    private int steps() {
        return fx(() -> session.history().steps().size());
    }

    private void awaitRun() {
        await(() -> !session.staleProperty().get());
    }

    /** Waits until everything is measured, however slow the machine is as long as it gets on. */
    private void awaitSweep() {
        awaitRun();
        while (!fx(this::isMeasured)) {
            int done = fx(() -> pane.sweepProperty().get().done());
            await(() -> isMeasured() || pane.sweepProperty().get().done() != done);
        }
    }

    private boolean isMeasured() {
        Sweep.Stage stage = pane.sweepProperty().get().stage();
        if (stage == Sweep.Stage.LONG) lookup("#ablation-measure").queryButton().fire();
        return stage == Sweep.Stage.DONE && !pane.model().held.get();
    }

    private double cellWidth() {
        return at(new Cell(0, 1)).getX() - at(new Cell(0, 0)).getX();
    }

    /** The middle of a cell on the screen, found by asking the map. */
    private Point2D at(Cell cell) {
        return fx(() -> {
            double left = Double.MAX_VALUE;
            double right = 0;
            double top = Double.MAX_VALUE;
            double bottom = 0;
            for (double y = 0; y < map.getHeight(); y += 2) {
                for (double x = 0; x < map.getWidth(); x += 2) {
                    if (cell.equals(map.cellAt(x, y))) {
                        left = Math.min(left, x);
                        right = Math.max(right, x);
                        top = Math.min(top, y);
                        bottom = Math.max(bottom, y);
                    }
                }
            }
            return map.localToScreen((left + right) / 2, (top + bottom) / 2);
        });
    }
}
