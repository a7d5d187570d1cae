package org.headscope.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.List;
import javafx.beans.property.SimpleObjectProperty;
import javafx.scene.Node;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.MenuButton;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.headscope.app.chart.BarPair;
import org.headscope.app.chart.BarPairs;
import org.headscope.app.history.HistoryController;
import org.headscope.app.inspector.InspectorController;
import org.headscope.app.intervention.InterventionsController;
import org.headscope.app.outcome.OutcomeController;
import org.headscope.app.outcome.ShownSwitch;
import org.headscope.app.session.Ablation;
import org.headscope.app.session.MetricText;
import org.headscope.app.session.Replacement;
import org.headscope.app.session.Session;
import org.headscope.app.session.Shown;
import org.headscope.engine.analysis.HeadRoles;
import org.headscope.engine.analysis.RoleScores;
import org.headscope.engine.experiment.Experiment;
import org.headscope.engine.experiment.Laboratory;
import org.headscope.engine.hook.MeanSource;
import org.headscope.engine.hook.Positions;
import org.headscope.engine.hook.Site;
import org.headscope.engine.hook.ZeroAblation;
import org.headscope.engine.run.EngineThread;
import org.headscope.engine.run.Progress;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The inspector, the list of interventions, the history and the next token around one ablation. */
class AblationPanesTest extends GuiTest {
    private Session session;
    private InspectorController inspector;

    @BeforeEach
    void open() throws Exception {
        Laboratory laboratory = Story.laboratory();
        show(() -> {
            session = Story.session();
            inspector = new InspectorController(session, EngineThread.executor());
            var outcome = new OutcomeController(session);
            HBox.setHgrow(outcome.view(), Priority.ALWAYS);
            var side = new VBox(
                    new ShownSwitch(session),
                    new InterventionsController(session, Story.undo(session), Story.redo(session)).view(),
                    new HistoryController(session).view(),
                    inspector.view());
            side.setPrefWidth(300);
            return new HBox(outcome.view(), side);
        });
        fx(() -> {
            session.selection().partProperty().set(Site.head(3, 5));
            session.open(laboratory);
        });
        awaitRun();
        await(() -> !text("#inspector-try").isEmpty());
    }

    @Test
    void theInspectorSaysWhatTheHeadDoesAndSwitchesItOff() {
        assertEquals("Head 3.5", text("#inspector-part"));
        assertTrue(
                text("#inspector-try").contains("raises the logit difference by 10.87: it works against the answer"));
        double before = metric();
        clickOn("#inspector-ablate");
        awaitRun();
        assertEquals(10.87, metric() - before, 0.01);
        await(() -> text("#inspector-try").contains("raised the logit difference by 10.87"));
        assertEquals("Switch on", text("#inspector-ablate"));
        clickOn("#interventions-undo");
        awaitRun();
        assertEquals(before, metric(), 1e-4);
        assertTrue(experiment().switches().isEmpty());
    }

    @Test
    void theInspectorMeasuresInTheWayOfTheMapAndSaysSo() throws Exception {
        await(() -> effect().startsWith("Replaced by zero at all positions: logit difference"));
        var way = new Ablation(new Replacement.Mean(new MeanSource.ThisPrompt()), Positions.of(15));
        fx(() -> session.ablationProperty().set(way));
        await(() -> effect().startsWith("Replaced by its mean over this prompt at position 15 ␣to: logit difference"));
        double there = Story.laboratory()
                .metric(experiment().plus(way.of(Site.head(3, 5))), Progress.NONE)
                .value();
        assertTrue(effect().contains("→ " + MetricText.value(there)), effect());
    }

    @Test
    void theInspectorShowsRolesOnThisPromptAndOnRandomTokens() {
        var random = new SimpleObjectProperty<HeadRoles>();
        fx(() -> inspector.setRepeatedRoles(random));
        await(() -> roles().size() > 3);
        assertEquals("…", roles().getLast());
        var scores = new RoleScores(0.1, 0.2, 0.3, 0.4);
        fx(() -> random.set(new HeadRoles(Collections.nCopies(4, Collections.nCopies(8, scores)))));
        assertTrue(roles().containsAll(List.of("0.10", "0.20", "0.30", "0.40")), roles().toString());
        fx(() -> session.selection().partProperty().set(Site.mlp(2)));
        await(() -> !lookup("#inspector-roles").query().isVisible());
    }

    private List<String> roles() {
        return lookup("#inspector-roles .mono").queryAllAs(Label.class).stream()
                .map(Label::getText)
                .toList();
    }

    private String effect() {
        return lookup("#inspector .small").queryAllAs(Label.class).stream()
                .map(Label::getText)
                .filter(words -> words.startsWith("Replaced"))
                .findFirst()
                .orElse("");
    }

    @Test
    void interventionsAreUntickedMovedAndCleared() {
        fx(() -> {
            session.toggle(new ZeroAblation(Site.head(3, 5)));
            session.toggle(new ZeroAblation(Site.mlp(2)));
        });
        awaitRun();
        List<CheckBox> ticks = ticks();
        assertEquals(
                List.of("3.5 z → zero", "MLP 2 → zero"),
                ticks.stream().map(Labeled::getText).toList());
        clickOn(ticks.getFirst());
        awaitRun();
        assertFalse(experiment().changes(Site.head(3, 5)));
        assertEquals(2, experiment().switches().size());
        fx(() -> ticks().getFirst().requestFocus());
        press(KeyCode.ALT).type(KeyCode.DOWN).release(KeyCode.ALT);
        settle();
        assertEquals(
                List.of("MLP 2 → zero", "3.5 z → zero"),
                ticks().stream().map(Labeled::getText).toList());
        fx(() -> ticks().getFirst().requestFocus());
        type(KeyCode.DELETE);
        settle();
        assertEquals(1, experiment().switches().size());
        fx(() -> session.undo());
        settle();
        assertEquals(2, experiment().switches().size());
        clickOn("#interventions-clear");
        settle();
        assertTrue(experiment().switches().isEmpty());
        awaitRun();
    }

    @Test
    void interventionsAreDraggedToAnotherPlace() {
        fx(() -> {
            session.toggle(new ZeroAblation(Site.head(3, 5)));
            session.toggle(new ZeroAblation(Site.mlp(2)));
            session.toggle(new ZeroAblation(Site.mlp(0)));
        });
        awaitRun();
        int steps = fx(() -> session.history().steps().size());
        drag(ticks().getFirst()).dropTo(ticks().getLast());
        settle();
        assertEquals(
                List.of("MLP 2 → zero", "MLP 0 → zero", "3.5 z → zero"),
                ticks().stream().map(Labeled::getText).toList());
        assertTrue(ticks().stream().allMatch(CheckBox::isSelected), "dragging is no click");
        assertEquals(steps + 1, fx(() -> session.history().steps().size()));
        drag(ticks().getLast()).moveBy(0, 40).dropBy(0, -40);
        settle();
        assertEquals(steps + 1, fx(() -> session.history().steps().size()), "back where it was");
        assertTrue(ticks().getLast().isSelected());
        awaitRun();
    }

    @Test
    void theKeysOfUndoAreThoseOfTheCommand() {
        Node hint = fx(() -> lookup("#interventions-undo .key").query());
        assertEquals(Story.undo(session).keys(), ((Label) hint).getText());
        assertTrue(fx(() -> lookup("#interventions-undo").query().isDisabled()));
        clickOn("#inspector-ablate");
        awaitRun();
        assertFalse(fx(() -> lookup("#interventions-undo").query().isDisabled()));
    }

    @Test
    void positionsAreTyped() {
        fx(() -> session.toggle(new ZeroAblation(Site.head(3, 5))));
        awaitRun();
        var where = lookup("#interventions .where").queryAs(MenuButton.class);
        fx(() -> where.getItems().stream()
                .filter(item -> "other positions…".equals(item.getText()))
                .findFirst()
                .orElseThrow()
                .fire());
        settle();
        write("99").type(KeyCode.ENTER);
        settle();
        assertTrue(lookup("#interventions .warning-text").queryAs(Label.class).isVisible());
        clickOn(".positions").eraseText(2).write("2, 14-15").type(KeyCode.ENTER);
        awaitRun();
        assertEquals(
                Positions.of(2, 14, 15), experiment().active().getFirst().site().positions());
    }

    @Test
    void theNextTokenIsShownBeforeAndAfter() {
        fx(() -> session.toggle(new ZeroAblation(Site.head(3, 3))));
        awaitRun();
        List<BarPair> rows = fx(() ->
                lookup("#outcome-bars").queryAs(BarPairs.class).rowsProperty().get());
        assertEquals("✓ ␣Mary", rows.get(0).label());
        assertEquals("✗ ␣John", rows.get(1).label());
        assertEquals(0.993, rows.get(0).before(), 0.001);
        assertTrue(rows.get(0).after() < rows.get(1).after(), "without 3.3 the answer turns over");
        assertTrue(text("#outcome-where").endsWith("the last"));
        fx(() -> session.selection().positionProperty().set(2));
        settle();
        assertEquals(
                "next ␣Mary",
                fx(() -> lookup("#outcome-bars")
                        .queryAs(BarPairs.class)
                        .rowsProperty()
                        .get()
                        .get(1)
                        .label()));
        clickOn("#shown-DIFFERENCE");
        assertEquals(Shown.DIFFERENCE, fx(() -> session.shownProperty().get()));
        clickOn("#shown-DIFFERENCE");
        assertEquals(Shown.DIFFERENCE, fx(() -> session.shownProperty().get()));
    }

    /** A step as it is listed, with the number that the panes give its run. */
    private String step(int index, String words) {
        return "run " + fx(() -> session.history().steps().get(index).run()) + " · " + words;
    }

    @Test
    void theHistoryGoesBackAndForth() {
        clickOn("#inspector-ablate");
        awaitRun();
        ListView<?> steps = lookup("#history-list").queryAs(ListView.class);
        assertEquals(2, steps.getItems().size());
        clickOn(step(0, "Start"));
        awaitRun();
        assertTrue(experiment().switches().isEmpty());
        clickOn(step(1, "Switch 3.5 off"));
        awaitRun();
        assertTrue(experiment().changes(Site.head(3, 5)));
        assertEquals(15.95, metric(), 0.01);
    }

    @Test
    void theCurrentStepStaysInSight() {
        fx(() -> {
            for (int i = 1; i <= 40; i++) {
                int words = i;
                session.edit("step " + i, e -> e.withPrompt("word ".repeat(words) + "end"));
            }
        });
        for (int step : List.of(40, 39, 0, 1, 20, 40)) {
            fx(() -> session.goTo(step));
            await(this::currentStepIsInSight);
        }
        awaitRun();
    }

    private ListCell<?> stepCell(int index) {
        return lookup(".history-step").queryAllAs(ListCell.class).stream()
                .filter(cell -> cell.getIndex() == index && !cell.isEmpty() && cell.isVisible())
                .findFirst()
                .orElse(null);
    }

    private boolean currentStepIsInSight() {
        ListCell<?> cell = stepCell(session.history().cursorProperty().get());
        Node list = lookup("#history-list").query();
        return cell != null
                && cell.getPseudoClassStates().stream()
                        .anyMatch(state -> state.getPseudoClassName().equals("current"))
                && list.localToScreen(list.getLayoutBounds())
                        .contains(cell.localToScreen(cell.getLayoutBounds().getCenterX(), cell.getHeight() / 2));
    }

    private List<CheckBox> ticks() {
        return fx(() -> lookup("#interventions .tick").queryAllAs(CheckBox.class).stream()
                .toList());
    }

    private String text(String id) {
        return fx(() -> lookup(id).queryAs(Labeled.class).getText());
    }

    private double metric() {
        return fx(() -> session.comparisonProperty().get().after().metric().value());
    }

    private Experiment experiment() {
        return fx(() -> session.experimentProperty().get());
    }

    private void awaitRun() {
        await(() -> !session.staleProperty().get());
    }
}
