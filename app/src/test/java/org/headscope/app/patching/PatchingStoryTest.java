package org.headscope.app.patching;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import javafx.geometry.Point2D;
import javafx.scene.control.Labeled;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseButton;
import org.headscope.app.GuiTest;
import org.headscope.app.Story;
import org.headscope.app.heatmap.Cell;
import org.headscope.app.heatmap.Cells;
import org.headscope.app.heatmap.HeatMap;
import org.headscope.app.session.FirstExample;
import org.headscope.app.session.Session;
import org.headscope.engine.analysis.patching.PatchTable;
import org.headscope.engine.analysis.patching.PromptPair;
import org.headscope.engine.analysis.patching.PromptPair.Direction;
import org.headscope.engine.experiment.Laboratory;
import org.headscope.engine.hook.Positions;
import org.headscope.engine.hook.Site;
import org.headscope.engine.hook.ZeroAblation;
import org.headscope.engine.run.EngineThread;
import org.headscope.engine.run.Progress;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The patching pane in a window, with the bundled model behind it. */
class PatchingStoryTest extends GuiTest {
    /** Where the one who gives is named. */
    private static final int GIVER = 11;

    private Laboratory laboratory;
    private Session session;
    private PatchingController pane;

    @BeforeEach
    void open() throws Exception {
        laboratory = Story.laboratory();
        show(() -> {
            session = Story.session();
            pane = new PatchingController(session, EngineThread.executor());
            session.edit("corrupt", _ -> FirstExample.EXPERIMENT);
            return pane.view();
        });
        fx(() -> session.open(laboratory));
    }

    private PatchingModel model() {
        return pane.model();
    }

    private void awaitMap() {
        await(() -> pane.sweepProperty().get().stage() == PatchSweep.Stage.DONE
                && model().sheet.get() != null
                && model().sheet.get().key().map() == model().map.get()
                && model().sheet.get().key().direction() == model().direction.get());
    }

    private String words(String id) {
        return fx(() -> lookup(id).<Labeled>query().getText());
    }

    private PromptPair pair() throws Exception {
        return PromptPair.of(laboratory, FirstExample.EXPERIMENT);
    }

    @Test
    void theMapIsWhatTheEngineMeasures() throws Exception {
        awaitMap();
        MapSheet sheet = fx(() -> model().sheet.get());
        var grid = pair().activation(Direction.DENOISING)
                .run(PatchTable.byPosition(laboratory.model(), "resid_pre", 16), Progress.NONE);
        for (Cell cell : sheet.grid().cells()) {
            float expected = grid.denoising().get(cell.row(), cell.column());
            assertEquals(expected, sheet.number(cell, false), 1e-4);
        }
        assertEquals(1, sheet.number(new Cell(0, GIVER), false), 1e-4);
        assertEquals(Set.of(), sheet.estimated());
        assertEquals("64 of 64 measured", words("#patching-status"));
        assertEquals("estimate against exact: r = 1.00", words("#patching-correlation"));
        assertTrue(pane.view().runTagProperty().get().contains("without interventions"));
    }

    @Test
    void everyMapHasItsNumbersInPlace() throws Exception {
        var all = pair().activation(Direction.NOISING)
                .run(PatchTable.headsByPosition(laboratory.model(), "z", 16), Progress.NONE);
        fx(() -> {
            model().map.set(PatchMap.Z_AT);
            model().direction.set(Direction.NOISING);
        });
        awaitMap();
        MapSheet sheet = fx(() -> model().sheet.get());
        for (int head = 0; head < 8; head++) {
            assertEquals(
                    all.noising().get(3, 15, head), sheet.number(new Cell(24 + head, 15), false), 1e-4, "head " + head);
        }
        assertEquals("3.5", sheet.grid().rowLabels().get(29));
    }

    @Test
    void patchTheSecondSubjectAndSeeTheMetricFlip() {
        fx(() -> model().mode.set(Mode.DRAG));
        await(() -> model().lenses.get() != null);
        HeatMap from = lookup("#patching-corrupted-grid").query();
        HeatMap to = lookup("#patching-clean-grid").query();
        Cell giver = new Cell(0, GIVER);
        Point2D start = fx(() -> Cells.centre(from, giver));
        Point2D end = fx(() -> Cells.centre(to, new Cell(2, 5)));
        moveTo(start);
        press(MouseButton.PRIMARY);
        moveBy(-8, 0);
        moveTo(end);
        settle();
        Set<Cell> cone = fx(to::getShaded);
        assertTrue(cone.contains(new Cell(4, 15)) && cone.contains(giver));
        assertFalse(cone.contains(new Cell(4, GIVER - 1)) || cone.contains(new Cell(0, GIVER + 1)));
        assertTrue(fx(() -> lookup(".patch-ghost").<Labeled>query().getText()).contains("estimate 5.07 → "));
        release(MouseButton.PRIMARY);
        await(() -> model().patched.get() != null);
        Patched patched = fx(() -> model().patched.get());
        assertEquals(Direction.NOISING, patched.question().direction());
        assertTrue(patched.before() > 0 && patched.after() < 0);
        assertEquals(patched.donor(), patched.after(), 1e-3);
        assertEquals(Set.of(), fx(to::getShaded));
        assertTrue(words("#patching-told")
                .startsWith("In the clean run, resid_pre 0 at 11 ␣John is that of the corrupted run"));
    }

    @Test
    void theKeyboardPatchesAndThePatchBecomesAnIntervention() {
        fx(() -> model().mode.set(Mode.DRAG));
        await(() -> model().lenses.get() != null);
        HeatMap from = lookup("#patching-corrupted-grid").query();
        fx(() -> {
            from.requestFocus();
            from.setSelectedCell(new Cell(1, GIVER));
        });
        type(KeyCode.P);
        await(() -> model().patched.get() != null);
        double after = fx(() -> model().patched.get().after());
        clickOn("#patching-add-result");
        await(() -> !session.experimentProperty().get().isClean()
                && !session.staleProperty().get());
        assertEquals(
                after,
                fx(() -> session.comparisonProperty().get().after().metric().value()),
                1e-3);
        assertEquals(
                List.of("resid_pre 1 → the corrupted run, position 11"),
                fx(() -> session.experimentProperty().get().active().stream()
                        .map(change -> change.describe())
                        .toList()));
    }

    @Test
    void theSelectedCellOfTheMapBecomesAnIntervention() {
        awaitMap();
        HeatMap map = lookup("#patching-map").query();
        clickOn(fx(() -> Cells.centre(map, new Cell(2, GIVER))));
        assertEquals("resid_pre 2 at 11 ␣John", words("#patching-selected"));
        clickOn("#patching-add");
        await(() -> !session.experimentProperty().get().isClean()
                && !session.staleProperty().get());
        assertEquals(
                Site.of("resid_pre", 2).at(Positions.of(GIVER)),
                fx(() -> session.experimentProperty().get().active().getFirst().site()));
        assertEquals(GIVER, fx(() -> session.selection().positionProperty().get()));
        assertEquals(
                Site.of("resid_pre", 2).at(Positions.of(GIVER)),
                fx(() -> session.selection().place()));
        assertEquals("64 of 64 measured", words("#patching-status"));
    }

    @Test
    void pathPatchTheInductionHeadsKeyFromThePreviousTokenHead() throws Exception {
        var repeat = FirstExample.EXPERIMENT
                .withPrompt("red lamp cat honey park apple soup red lamp cat honey park")
                .withCorrupted("red lamp cat honey soup apple park red lamp cat honey park")
                .withAnswers(" apple", " soup");
        fx(() -> {
            session.edit("repeat", _ -> repeat);
            model().mode.set(Mode.PATHS);
        });
        await(() -> model().pathMap.get() != null
                && model().ground.get().clean().experiment().equals(repeat));
        HeatMap map = lookup("#patching-path-map").query();
        clickOn(fx(() -> Cells.centre(map, new Cell(0, 3))));
        clickOn("#patching-path-receivers");
        clickOn(fx(() -> Cells.centre(map, new Cell(3, 5))));
        await(() -> model().pathResult.get() != null);
        assertEquals("From 0.3 to k 3.5", words("#patching-path-chosen"));
        double change = fx(() -> model().pathResult.get().change());
        double expected = PromptPair.of(laboratory, repeat)
                .path(Direction.DENOISING, true)
                .effect(List.of(Site.head(0, 3)), List.of(Site.of("k", 3).unit(5)), Progress.NONE);
        assertEquals(expected, change, 1e-6);
        assertTrue(change > 4, () -> "change " + change);
        assertTrue(words("#patching-path-result").startsWith("The logit difference goes "));

        clickOn("#patching-path-mlps");
        await(() -> model().pathResult.get() != null);
        assertEquals(
                PromptPair.of(laboratory, repeat)
                        .path(Direction.DENOISING, false)
                        .effect(
                                List.of(Site.head(0, 3)),
                                List.of(Site.of("k", 3).unit(5)),
                                Progress.NONE),
                fx(() -> model().pathResult.get().change()),
                1e-6);
        clickOn("#patching-path-clear");
        assertEquals("From none to none", words("#patching-path-chosen"));
    }

    @Test
    void cancelASweepHalfWayAndFindThePartialMap() {
        fx(() -> {
            pane.sweepProperty().subscribe(state -> {
                boolean halfWay = state.total() == 512 && state.done() >= 100 && state.done() < 400;
                if (halfWay && model().sweep.get() != null) pane.cancel();
            });
            model().map.set(PatchMap.Z_AT);
        });
        await(() -> pane.sweepProperty().get().stage() == PatchSweep.Stage.STOPPED);
        MapSheet partial = fx(() -> model().sheet.get());
        int done = fx(() -> pane.sweepProperty().get().done());
        assertTrue(done >= 100 && done < 512);
        assertEquals(512 - done, partial.estimated().size());
        assertEquals(done + " of 512 measured, the others estimated", words("#patching-status"));
        assertTrue(partial.grid().cells().stream().noneMatch(cell -> Double.isNaN(partial.metric(cell))));

        fx(() -> session.edit("elsewhere", e -> e.plus(new ZeroAblation(Site.head(0, 0)))));
        await(() -> !session.staleProperty().get());
        assertEquals("Go on", words("#patching-measure"));
        assertEquals(done, fx(() -> pane.sweepProperty().get().done()));
    }

    @Test
    void withoutACorruptedPromptOneIsOffered() {
        awaitMap();
        fx(() -> session.edit("alone", e -> e.withCorrupted("")));
        await(() -> pane.view().emptyProperty().get() != null);
        assertEquals(
                "There is no corrupted prompt",
                pane.view().emptyProperty().get().what());
        clickOn("Exchange Mary and John");
        awaitMap();
        assertEquals(
                FirstExample.EXPERIMENT, fx(() -> session.experimentProperty().get()));
    }

    @Test
    void promptsThatDoNotFitAreNamed() {
        fx(() -> session.edit("same", e -> e.withCorrupted(e.prompt())));
        await(() -> pane.view().emptyProperty().get() != null);
        assertEquals(
                "Both prompts are the same", pane.view().emptyProperty().get().what());

        int room = laboratory.model().config().nCtx();
        fx(() -> session.edit("long", e -> e.withCorrupted(" to".repeat(room))));
        await(() -> pane.view().emptyProperty().get() != null
                && pane.view().emptyProperty().get().why().contains("shorten it"));
        fx(() -> session.edit("uneven", e -> e.withCorrupted(e.prompt() + " the")));
        await(() -> pane.view().emptyProperty().get() != null
                && pane.view().emptyProperty().get().why().contains("17 tokens and the prompt 16"));
        fx(session::undo);
        fx(session::undo);
        fx(session::undo);
        awaitMap();
    }
}
