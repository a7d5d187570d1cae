package org.headscope.app.patching;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.headscope.app.GuiTest;
import org.headscope.app.Story;
import org.headscope.app.heatmap.Cell;
import org.headscope.app.heatmap.Cells;
import org.headscope.app.heatmap.HeatMap;
import org.headscope.app.session.FirstExample;
import org.headscope.app.session.Session;
import org.headscope.engine.analysis.patching.PromptPair;
import org.headscope.engine.analysis.patching.PromptPair.Direction;
import org.headscope.engine.experiment.Laboratory;
import org.headscope.engine.run.EngineThread;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The patching pane while the engine is busy, is stopped, or refuses the prompts. */
class PatchingWaitTest extends GuiTest {
    private Session session;
    private PatchingController pane;
    private boolean engineIsBusy;
    private final List<Runnable> waiting = new ArrayList<>();

    @BeforeEach
    void open() throws Exception {
        Laboratory laboratory = Story.laboratory();
        show(() -> {
            session = Story.session();
            pane = new PatchingController(session, this::execute);
            session.edit("corrupt", _ -> FirstExample.EXPERIMENT);
            return pane.view();
        });
        fx(() -> session.open(laboratory));
    }

    /** What the pane asks of the engine, which waits while another one has the engine. */
    private void execute(Runnable work) {
        if (engineIsBusy) {
            waiting.add(work);
        } else {
            EngineThread.executor().execute(work);
        }
    }

    private void freeTheEngine() {
        engineIsBusy = false;
        waiting.forEach(this::execute);
        waiting.clear();
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

    @Test
    void nothingOfOlderPromptsStaysWhereTheNewOnesDoNotFit() {
        awaitMap();
        fx(() -> session.edit("uneven", e -> e.withCorrupted(e.prompt() + " the")));
        await(() -> pane.view().emptyProperty().get() != null);
        assertTrue(pane.view().emptyProperty().get().why().contains("17 tokens and the prompt 16"));
        fx(() -> {
            model().direction.set(Direction.NOISING);
            model().mode.set(Mode.DRAG);
            model().mode.set(Mode.MAP);
        });
        settle();
        assertNull(fx(() -> model().ground.get()));
        assertNull(fx(() -> model().sheet.get()));
        assertFalse(fx(() -> pane.view().busyProperty().get()));
        fx(session::undo);
        awaitMap();
    }

    @Test
    void aMapOfOlderPromptsIsNotUsedWhileThoseOfNewOnesAreAwaited() {
        awaitMap();
        HeatMap map = lookup("#patching-map").query();
        clickOn(fx(() -> Cells.centre(map, new Cell(2, 11))));
        PromptPair old = fx(() -> model().ground.get().pair());
        fx(() -> {
            engineIsBusy = true;
            session.edit("other way round", e -> e.withPrompt(e.corrupted()).withCorrupted(e.prompt()));
        });
        await(() -> !session.staleProperty().get());
        assertTrue(fx(() -> pane.view().staleProperty().get()));
        clickOn("#patching-add");
        fx(() -> model().direction.set(Direction.NOISING));
        assertEquals(1, fx(waiting::size), "only the new runs are asked for");
        fx(this::freeTheEngine);
        await(() -> model().ground.get().pair() != old);
        awaitMap();
        assertFalse(fx(() -> pane.view().staleProperty().get()));
        assertTrue(fx(() -> session.experimentProperty().get().isClean()));
    }

    @Test
    void whatIsStoppedGoesOn() {
        awaitMap();
        fx(() -> {
            engineIsBusy = true;
            model().mode.set(Mode.DRAG);
            pane.cancel();
        });
        assertEquals("Stopped", pane.view().emptyProperty().get().what());
        fx(this::freeTheEngine);
        assertNull(fx(() -> model().lenses.get()));
        clickOn("Go on");
        await(() -> model().lenses.get() != null);
        assertNull(pane.view().emptyProperty().get());
    }

    @Test
    void aMapWaitsForTheRunOfTheUser() {
        awaitMap();
        fx(() -> {
            engineIsBusy = true;
            model().map.set(PatchMap.Z);
            session.edit("unfit", e -> e.withPrompt(" to".repeat(2000)));
        });
        await(() -> !session.problemProperty().get().isEmpty());
        assertEquals(
                PatchSweep.Stage.PAUSED, fx(() -> pane.sweepProperty().get().stage()));
        assertFalse(fx(() -> pane.view().busyProperty().get()));
        fx(() -> {
            freeTheEngine();
            session.undo();
        });
        awaitMap();
    }
}
