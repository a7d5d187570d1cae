package org.headscope.app.lens;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import javafx.geometry.Bounds;
import javafx.geometry.Point2D;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.MenuButton;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.StackPane;
import javafx.stage.Window;
import org.headscope.app.GuiTest;
import org.headscope.app.Story;
import org.headscope.app.chart.LineChart;
import org.headscope.app.chart.Series;
import org.headscope.app.heatmap.HeatMap;
import org.headscope.app.pane.PaneCard;
import org.headscope.app.session.Session;
import org.headscope.app.session.Shown;
import org.headscope.engine.analysis.LensReading;
import org.headscope.engine.analysis.LogitLens;
import org.headscope.engine.experiment.Experiment;
import org.headscope.engine.experiment.Laboratory;
import org.headscope.engine.hook.Site;
import org.headscope.engine.hook.ZeroAblation;
import org.headscope.engine.model.Model;
import org.headscope.engine.model.Processing;
import org.headscope.engine.run.EngineThread;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A person reads the lens of the bundled model on its first prompt. */
class LensPaneTest extends GuiTest {
    private static final String DRINK = Story.DRINK.prompt();
    private static final int LAST = 15;

    private static Model primer;

    private Session session;
    private LensController pane;
    private LensModel model;

    @BeforeAll
    static void load() throws Exception {
        primer = Story.model(Processing.FOLDED);
    }

    @BeforeEach
    void open() {
        show(() -> {
            session = Story.session();
            pane = new LensController(session, EngineThread.executor());
            model = pane.model();
            return new StackPane(pane.view());
        });
        fx(() -> session.open(new Laboratory(primer)));
        awaitColumns();
    }

    private void awaitColumns() {
        await(() -> !session.staleProperty().get()
                && table() != null
                && table().done() == table().length()
                && !pane.view().staleProperty().get()
                && !pane.view().busyProperty().get());
    }

    private LensTable table() {
        return model.tableProperty().get();
    }

    private HeatMap map() {
        return (HeatMap) pane.view().lookup("#lens-grid > .heat-map");
    }

    private List<Series> lines() {
        return fx(() ->
                ((LineChart) pane.view().lookup(".line-chart")).seriesProperty().get());
    }

    private String top(int row, int position) {
        return table().label(table().cell(new LensPlace(row, position)).top());
    }

    private Point2D onScreen(int row, int position) {
        return fx(() -> {
            Bounds cell = ((LensGrid) map().getParent()).onScreen(new LensPlace(row, position));
            return new Point2D(cell.getCenterX(), cell.getCenterY());
        });
    }

    private int id(String text) {
        return primer.tokenizer().single(text).orElseThrow();
    }

    @Test
    void theGridSaysWhatTheModelWouldSay() {
        assertEquals(16, table().length());
        assertEquals("␣Mary", top(4, LAST));
        assertEquals("␣to", top(0, LAST), "the embedding says the token itself");
        assertEquals(List.of("0 pre", "1 pre", "2 pre", "3 pre", "final"), fx(() -> map().getRowLabels()));
        assertEquals(id(" Mary"), table().chosen().get(LAST), "the answer at the last position");
        assertEquals(id(" drink"), table().chosen().get(13), "the next token elsewhere");
        var run = session.comparisonProperty().get().after();
        assertEquals(run.probability(LAST, id(" Mary")), map().getMatrix().at(4, LAST), 1e-4);
        assertTrue(pane.view().runTagProperty().get().contains("folded"));
    }

    @Test
    void hoveringShowsTheWayOfTheTokenThroughTheLayers() {
        moveTo(onScreen(3, 10));
        settle();
        assertEquals(new LensPlace(3, 10), model.hoveredProperty().get());
        assertEquals(10, session.selection().hoveredPositionProperty().get());
        Series line = lines().getFirst();
        assertEquals(top(3, 10), line.name());
        int token = table().cell(new LensPlace(3, 10)).top();
        float[] expected = new LogitLens(false, LogitLens.Norm.OWN)
                .column(primer, session.comparisonProperty().get().after(), 10)
                .trajectory(token);
        for (int row = 0; row < expected.length; row++) assertEquals(expected[row], line.values()[row], 1e-5);
        moveTo(pane.view().localToScreen(8, 8));
        settle();
        assertNull(model.hoveredProperty().get());
        assertEquals("␣Mary", lines().getFirst().name(), "back to the answer at the last position");
    }

    @Test
    void aTokenOfTheListIsPinnedAndStaysOverOtherRuns() {
        clickOn(onScreen(4, LAST));
        settle();
        assertEquals(LAST, session.selection().positionProperty().get());
        ListView<?> list = (ListView<?>) Window.getWindows().stream()
                .map(window -> window.getScene().getRoot().lookup(".list-view"))
                .filter(ListView.class::isInstance)
                .findFirst()
                .orElseThrow();
        assertEquals(LensWork.LIST, list.getItems().size());
        push(KeyCode.DOWN);
        push(KeyCode.ENTER);
        settle();
        assertEquals(List.of("␣John"), model.pins().stream().map(Pin::label).toList());
        assertEquals(id(" John"), session.selection().tokenProperty().get());
        push(KeyCode.ESCAPE);
        assertFalse(fx(() -> list.getScene().getWindow().isShowing()), "Esc closes the list");
        assertEquals(LAST, session.selection().positionProperty().get(), "and only the list");
        fx(() -> session.edit("longer", experiment -> experiment.withPrompt(DRINK + " the")));
        awaitColumns();
        assertEquals(17, table().length());
        assertEquals(1, model.pins().size());
        assertTrue(lines().stream().anyMatch(line -> line.name().equals("␣John")));
        Node remove = fx(() -> pane.view().lookupAll(".button").stream()
                .filter(node -> "Unpin ␣John".equals(node.getAccessibleText()))
                .findFirst()
                .orElseThrow());
        clickOn(remove);
        settle();
        assertTrue(model.pins().isEmpty());
        assertNull(session.selection().tokenProperty().get());
    }

    @Test
    void anUnchangedBeginningIsNotReadAgain() {
        LensReading third = table().shown().readings().get(3);
        fx(() -> session.edit("longer", experiment -> experiment.withPrompt(DRINK + " the")));
        awaitColumns();
        assertSame(third, table().shown().readings().get(3));
    }

    @Test
    void theMenuChangesColoursAndRows() {
        float before = fx(() -> map().getMatrix().at(0, 0));
        clickOn(".menu-button");
        clickOn("entropy");
        settle();
        assertEquals(ColourBy.ENTROPY, model.colourProperty().get());
        assertNotEquals(before, fx(() -> map().getMatrix().at(0, 0)));
        assertEquals(
                table().cell(new LensPlace(0, 0)).entropy(),
                fx(() -> map().getMatrix().at(0, 0)));
        clickOn(".menu-button");
        clickOn("Rows after attention, too");
        awaitColumns();
        assertEquals(9, table().rows().size());
        assertEquals("0 mid", fx(() -> map().getRowLabels().get(1)));
        assertEquals("␣Mary", top(8, LAST));
    }

    @Test
    void theFinalScaleChangesAllRowsButTheLast() {
        LensReading own = table().shown().readings().get(LAST);
        fx(() -> model.normProperty().set(LogitLens.Norm.FINAL));
        awaitColumns();
        LensReading ends = table().shown().readings().get(LAST);
        assertEquals(own.cells().get(4).probability(), ends.cells().get(4).probability(), 1e-5);
        assertNotEquals(own.cells().get(1).probability(), ends.cells().get(1).probability(), 1e-3);
        assertTrue(fx(() -> ((MenuButton) pane.view().lookup(".menu-button")).getText())
                .contains("final scale"));
    }

    @Test
    void everyPositionCanBeSeenAgainstAPinnedToken() {
        fx(() -> {
            model.pin(id(" John"), "␣John");
            model.againstProperty().set(id(" John"));
            model.colourProperty().set(ColourBy.CHOSEN_PROBABILITY);
        });
        awaitColumns();
        var run = session.comparisonProperty().get().after();
        for (int position : List.of(2, 9, LAST)) {
            assertEquals(
                    run.probability(position, id(" John")),
                    table().value(ColourBy.CHOSEN_PROBABILITY, new LensPlace(4, position)),
                    1e-4);
        }
    }

    @Test
    void theDifferenceShowsWhatAnAblationChanges() {
        fx(() -> {
            session.toggle(new ZeroAblation(Site.head(3, 5)));
            session.shownProperty().set(Shown.DIFFERENCE);
        });
        awaitColumns();
        var comparison = session.comparisonProperty().get();
        double change = comparison.after().logProbability(LAST, id(" Mary"))
                - comparison.before().logProbability(LAST, id(" Mary"));
        HeatMap map = map();
        assertEquals(change, map.getMatrix().at(4, LAST), 1e-4);
        assertEquals(0, map.getMatrix().at(2, LAST), "nothing changes below the head");
        assertTrue(map.getPalette().isDiverging());
        fx(() -> session.shownProperty().set(Shown.BEFORE));
        awaitColumns();
        assertFalse(map.getPalette().isDiverging());
        assertEquals(
                comparison.before().probability(LAST, id(" Mary")),
                map.getMatrix().at(4, LAST),
                1e-4);
    }

    @Test
    void aLongPromptScrollsAndKeepsItsRowLabels() {
        fx(() -> session.edit("long", experiment -> experiment.withPrompt((DRINK + " Mary. ").repeat(4))));
        awaitColumns();
        int shown = fx(() -> map().columnCount());
        int length = table().length();
        assertTrue(shown < length);
        assertTrue(fx(() -> map().getColumnLabels().getLast()).endsWith("\n" + (length - 1)));
        fx(() -> model.colourProperty().set(ColourBy.KL_TO_FINAL));
        var colouring = fx(() -> map().colouring());
        assertEquals(table().colouring(ColourBy.KL_TO_FINAL), colouring, "colours mean the same wherever one scrolls");
        fx(() -> session.selection().positionProperty().set(2));
        settle();
        assertTrue(fx(() -> map().getColumnLabels().getFirst()).endsWith("\n2"));
        fx(() -> map().requestFocus());
        push(KeyCode.LEFT);
        settle();
        assertEquals(1, session.selection().positionProperty().get());
        assertTrue(fx(() -> map().getColumnLabels().getFirst()).endsWith("\n1"));
        push(KeyCode.ESCAPE);
        settle();
        assertNull(session.selection().positionProperty().get());
    }

    @Test
    void anotherPromptIsSeenFromItsEnd() {
        fx(() -> session.edit("long", experiment -> experiment.withPrompt((DRINK + " Mary. ").repeat(4))));
        awaitColumns();
        fx(() -> session.selection().positionProperty().set(3));
        settle();
        assertTrue(fx(() -> map().getColumnLabels().getFirst()).endsWith("\n3"));
        fx(() -> session.edit("other", experiment -> experiment.withPrompt("So the cat sat. ".repeat(12))));
        awaitColumns();
        assertTrue(fx(() -> map().getColumnLabels().getLast()).endsWith("\n" + (table().length() - 1)));
    }

    @Test
    void aPositionUnderTheMouseElsewhereIsShownHere() {
        fx(() -> session.selection().hoveredPositionProperty().set(5));
        settle();
        assertTrue(fx(() -> pane.view().lookupAll(".label").stream()
                .filter(Label.class::isInstance)
                .anyMatch(label -> "p after 5 ␣John".equals(((Label) label).getText()))));
        assertEquals(table().label(table().chosen().get(5)), lines().getFirst().name());
    }

    @Test
    void beforeTheFirstRunItSaysWhy() {
        PaneCard card = fx(() -> {
            var idle = new Session(Runnable::run, 0, Experiment.of(DRINK, "", ""), failure -> {});
            return new LensController(idle, Runnable::run).view();
        });
        assertEquals("No run yet", card.emptyProperty().get().what());
    }
}
