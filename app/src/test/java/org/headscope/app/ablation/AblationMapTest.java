package org.headscope.app.ablation;

import static org.junit.jupiter.api.Assertions.assertTrue;

import javafx.geometry.Point2D;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import org.headscope.app.GuiTest;
import org.headscope.app.Story;
import org.headscope.app.heatmap.Cell;
import org.headscope.app.heatmap.HeatMap;
import org.headscope.app.session.Session;
import org.headscope.engine.experiment.Experiment;
import org.headscope.engine.experiment.Laboratory;
import org.headscope.engine.run.EngineThread;
import org.junit.jupiter.api.BeforeEach;

/** The ablation pane alone in a window, on the bundled model. */
abstract class AblationMapTest extends GuiTest {
    static final Cell HEAD_3_5 = new Cell(3, 5);

    Session session;
    AblationController pane;
    HeatMap map;

    @BeforeEach
    void open() throws Exception {
        Laboratory laboratory = Story.laboratory();
        show(() -> {
            session = Story.session();
            pane = new AblationController(session, EngineThread.executor(), Runnable::run);
            HBox.setHgrow(pane.view(), Priority.ALWAYS);
            return new HBox(pane.view());
        });
        assertTrue(fx(() -> pane.view().emptyProperty().get() != null));
        fx(() -> session.open(laboratory));
        awaitRun();
        map = lookup("#ablation-map").queryAs(HeatMap.class);
        await(() -> map.getMatrix().columns() == 10);
    }

    String words(Cell cell) {
        return fx(() -> map.getDescription().apply(cell));
    }

    /** The number of a cell, as soon as it is measured. */
    double help(Cell cell) {
        await(() -> !pane.model().held.get()
                && !Float.isNaN(map.getMatrix().at(cell))
                && !map.getFaint().contains(cell));
        return fx(() -> (double) map.getMatrix().at(cell));
    }

    double metric() {
        return fx(() -> session.comparisonProperty().get().after().metric().value());
    }

    Experiment experiment() {
        return fx(() -> session.experimentProperty().get());
    }

    int steps() {
        return fx(() -> session.history().steps().size());
    }

    void awaitRun() {
        await(() -> !session.staleProperty().get());
    }

    /** Waits until everything is measured, however slow the machine is as long as it gets on. */
    void awaitSweep() {
        awaitRun();
        while (!fx(this::isMeasured)) {
            int done = fx(() -> pane.sweepProperty().get().done());
            await(() -> isMeasured() || pane.sweepProperty().get().done() != done);
        }
    }

    boolean isMeasured() {
        Sweep.Stage stage = pane.sweepProperty().get().stage();
        if (stage == Sweep.Stage.LONG) lookup("#ablation-measure").queryButton().fire();
        return stage == Sweep.Stage.DONE && !pane.model().held.get();
    }

    double cellWidth() {
        return at(new Cell(0, 1)).getX() - at(new Cell(0, 0)).getX();
    }

    /** The middle of a cell on the screen, found by asking the map. */
    Point2D at(Cell cell) {
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
