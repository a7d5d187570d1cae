package org.headscope.app.ablation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javafx.geometry.Point2D;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseButton;
import javafx.util.Subscription;
import org.headscope.app.heatmap.Cell;
import org.headscope.app.heatmap.CellAction;
import org.headscope.app.task.Background;
import org.headscope.engine.hook.Part;
import org.headscope.engine.hook.Site;
import org.junit.jupiter.api.Test;

/** Heads of the bundled model are switched off with mouse and keyboard. */
class AblationStoryTest extends AblationMapTest {
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

    /** A new prompt, whose sweep is cancelled half way. */
    @Test
    void halfASweepIsEstimatesAndTheLargestMeasured() {
        Subscription cancelling = fx(() -> pane.sweepProperty().subscribe(state -> {
            if (state.stage() == Sweep.Stage.RUNNING && state.done() == 20) Background.later(pane::cancel);
        }));
        fx(() -> session.edit("another", e -> e.withPrompt(e.prompt().replace("store", "park"))));
        awaitRun();
        await(() -> pane.sweepProperty().get().stage() == Sweep.Stage.STOPPED);
        fx(cancelling::unsubscribe);
        Set<Cell> faint = fx(() -> map.getFaint());
        assertEquals(20, faint.size());
        EffectSheet sheet = fx(() -> pane.model().effects.get());
        double smallestMeasured = sheet.rows().values().stream()
                .filter(row -> !row.isEstimated(Path.TOTAL))
                .mapToDouble(row -> Math.abs(row.estimate()))
                .min()
                .orElseThrow();
        for (Cell cell : faint) {
            PartRow row = sheet.of(pane.model().grid.get().part(cell));
            assertTrue(Math.abs(row.estimate()) <= smallestMeasured, row.part().label());
            assertEquals(row.estimate(), map.getMatrix().at(cell), 1e-4);
            assertTrue(words(cell).contains("(estimated)"), words(cell));
        }
        assertEquals(
                "stopped at 20 of 40 · pale: estimated",
                fx(() -> lookup("#ablation-status").queryLabeled().getText()));
        clickOn("#ablation-measure");
        awaitSweep();
        assertTrue(fx(() -> map.getFaint()).isEmpty());
    }
}
