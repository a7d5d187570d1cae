package org.headscope.app.repair;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import javafx.scene.control.Label;
import org.headscope.app.GuiTest;
import org.headscope.app.Story;
import org.headscope.app.chart.SignedBars;
import org.headscope.app.session.Session;
import org.headscope.engine.analysis.residual.SelfRepair;
import org.headscope.engine.experiment.Comparison;
import org.headscope.engine.experiment.Laboratory;
import org.headscope.engine.hook.Site;
import org.headscope.engine.hook.ZeroAblation;
import org.headscope.engine.run.EngineThread;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What moves when 3.3 of the bundled model is switched off. */
class RepairPaneTest extends GuiTest {
    private static final Site HEAD = Site.head(3, 3);

    private Session session;
    private RepairController repair;

    @BeforeEach
    void open() throws Exception {
        Laboratory laboratory = Story.laboratory();
        show(() -> {
            session = Story.session();
            repair = new RepairController(session, EngineThread.executor());
            return repair.view();
        });
        fx(() -> session.open(laboratory));
        await(() -> session.comparisonProperty().get() != null);
    }

    private void switchOff() {
        fx(() -> session.toggle(new ZeroAblation(HEAD)));
        await(() -> !session.staleProperty().get()
                && repair.model().repair.get() != null
                && !repair.view().busyProperty().get());
    }

    @Test
    void withNothingSwitchedOffThePaneSaysWhatToDo() {
        assertEquals(
                "Nothing is switched off", fx(() -> repair.model().reason.get().what()));
    }

    @Test
    void allBarsAddUpToTheChangeOfTheMetric() {
        switchOff();
        Comparison runs = fx(() -> session.comparisonProperty().get());
        double change = runs.after().metric().value() - runs.before().metric().value();
        double bars = fx(() -> repair.model().rows.get().stream()
                .mapToDouble(RepairRow::change)
                .sum());
        assertEquals(change, bars, 1e-3);
        SelfRepair found = fx(() -> repair.model().repair.get());
        assertEquals(runs.after().metric().value(), found.changed(), 1e-3);
        assertEquals(HEAD, fx(() -> repair.model().rows.get().getFirst().site()));
        assertTrue(lookup("#repair-sentences .label").queryAllAs(Label.class).stream()
                .anyMatch(label -> label.getText().contains("one would expect")));
    }

    @Test
    void aClickOnABarSelectsThePartEverywhere() {
        switchOff();
        SignedBars bars = lookup("#repair-bars").queryAs(SignedBars.class);
        fx(() -> bars.onActionProperty().get().accept(0));
        assertEquals(HEAD, fx(() -> session.selection().partProperty().get()));
        assertEquals(0, fx(() -> bars.selectedProperty().get()));
    }

    @Test
    void withoutAnAnswerThereIsNothingToGive() {
        switchOff();
        fx(() -> session.edit("no answer", e -> e.withAnswers("", "")));
        await(() -> !session.staleProperty().get() && repair.model().reason.get() != null);
        assertEquals(
                "No answer to look at", fx(() -> repair.model().reason.get().what()));
    }

    @Test
    void goingBackShowsThatNothingIsSwitchedOff() {
        switchOff();
        fx(session::undo);
        await(() -> !session.staleProperty().get());
        assertNotNull(fx(() -> repair.model().reason.get()));
        fx(session::redo);
        await(() -> !session.staleProperty().get() && repair.model().reason.get() == null);
    }
}
