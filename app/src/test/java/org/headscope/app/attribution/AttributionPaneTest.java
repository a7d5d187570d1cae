package org.headscope.app.attribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Comparator;
import java.util.List;
import javafx.scene.control.Button;
import javafx.scene.control.Labeled;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.StackPane;
import org.headscope.app.GuiTest;
import org.headscope.app.Story;
import org.headscope.app.chart.LineChart;
import org.headscope.app.chart.SignedBar;
import org.headscope.app.chart.SignedBars;
import org.headscope.app.heatmap.Cell;
import org.headscope.app.heatmap.HeatMap;
import org.headscope.app.session.MetricText;
import org.headscope.app.session.Session;
import org.headscope.app.session.Shown;
import org.headscope.engine.experiment.Laboratory;
import org.headscope.engine.hook.Site;
import org.headscope.engine.hook.ZeroAblation;
import org.headscope.engine.model.Processing;
import org.headscope.engine.run.EngineThread;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A person attributes the logit difference of the bundled model on its first prompt, and traces what feeds a head. */
class AttributionPaneTest extends GuiTest {
    private static final Site HEAD = Site.head(3, 3);

    private Session session;
    private AttributionController pane;

    @BeforeEach
    void open() throws Exception {
        var laboratory = new Laboratory(Story.model(Processing.FOLDED));
        show(() -> {
            session = Story.session();
            pane = new AttributionController(session, EngineThread.executor());
            return new StackPane(pane.view());
        });
        fx(() -> {
            session.selection().partProperty().set(HEAD);
            session.open(laboratory);
        });
        awaitTable();
    }

    private void awaitTable() {
        await(() -> !session.staleProperty().get()
                && pane.model().table.get() != null
                && !pane.model().held.get()
                && !pane.view().busyProperty().get());
    }

    private AttributionTable table() {
        return fx(() -> pane.model().table.get());
    }

    private List<SignedBar> bars() {
        return fx(() -> lookup("#attribution-bars")
                .queryAs(SignedBars.class)
                .rowsProperty()
                .get());
    }

    private double bar(String label) {
        return bars().stream()
                .filter(bar -> bar.label().equals(label))
                .findFirst()
                .orElseThrow()
                .value();
    }

    private double sumOfBars() {
        return bars().stream().mapToDouble(SignedBar::value).sum();
    }

    private String text(String id) {
        return fx(() -> lookup(id).queryAs(Labeled.class).getText());
    }

    private double metric() {
        return fx(() -> session.comparisonProperty().get().after().metric().value());
    }

    private List<String> trail() {
        return fx(() -> lookup("#attribution-trail").queryAs(FlowPane.class).getChildren().stream()
                .map(node -> ((Labeled) node).getText())
                .toList());
    }

    private void split(SplitBy by) {
        clickOn("#attribution-by-" + by);
        settle();
    }

    @Test
    void barsSumToTheMetricHoweverItIsSplit() {
        for (SplitBy by : List.of(SplitBy.LAYERS, SplitBy.HEADS, SplitBy.NEURONS)) {
            split(by);
            assertTrue(bars().size() >= 10, by + " has bars");
            assertEquals(metric(), sumOfBars(), 2e-3, by.name());
            assertEquals(
                    "sum " + MetricText.change(metric()) + " = the metric of run 1",
                    text("#attribution-sum"),
                    by.name());
        }
        split(SplitBy.SOURCES);
        assertEquals(16, bars().size(), "one for each token");
        assertEquals(table().of(HEAD), sumOfBars(), 2e-3);

        assertTrue(bar("3 ␣Mary") > 1, "3.3 brings Mary from where Mary stands");
        LineChart line = lookup(".line-chart").queryAs(LineChart.class);
        double[] sofar = fx(() -> line.seriesProperty().get().getFirst().values());
        assertEquals(metric(), sofar[sofar.length - 1], 2e-3, "the line ends at the whole");
        assertTrue(pane.view().runTagProperty().get().startsWith("run 1 · folded"));
    }

    @Test
    void barsComeLargestFirstOrLayerByLayer() {
        List<SignedBar> bySize = bars();
        assertEquals(
                bySize.stream()
                        .limit(10)
                        .sorted(Comparator.comparingDouble(bar -> -Math.abs(bar.value())))
                        .toList(),
                bySize.subList(0, 10));
        clickOn("#attribution-order");
        settle();
        assertEquals(
                List.of("embed", "pos embed", "0.0"),
                bars().stream().limit(3).map(SignedBar::label).toList());
    }

    @Test
    void aHeadThatIsClickedIsSelectedEverywhereAndTheOtherWayRound() {
        HeatMap map = lookup("#attribution-map").queryAs(HeatMap.class);
        assertEquals(new Cell(3, 3), fx(() -> map.getSelectedCell()));
        fx(() -> session.selection().partProperty().set(Site.mlp(2)));
        settle();
        assertEquals(new Cell(2, 8), fx(() -> map.getSelectedCell()));
        assertEquals("no trace: an MLP is not linear in what it reads", text("#attribution-no-trace"));
        SignedBars all = lookup("#attribution-bars").queryAs(SignedBars.class);
        clickOn(fx(() -> all.localToScreen(100, SignedBars.ROW / 2)));
        settle();
        Site first = fx(() -> session.selection().partProperty().get());
        assertEquals(bars().getFirst().label(), first.label());
        assertEquals(0, fx(() -> all.selectedProperty().get()));
        type(KeyCode.DOWN);
        settle();
        assertEquals(
                bars().get(1).label(),
                fx(() -> session.selection().partProperty().get()).label(),
                "the keyboard walks the bars");
    }

    @Test
    void theChosenPartSaysWhichTokensItRaises() {
        await(() -> pane.model().promoted.get() != null
                && pane.model().promoted.get().question().part().equals(HEAD));
        var tokenizer = fx(() -> session.model().tokenizer());
        Promoted promoted = pane.model().promoted.get();
        assertEquals(
                "␣Mary", tokenizer.token(promoted.raised().getFirst().token()).label());
        assertTrue(promoted.lowered().getFirst().score() < 0);
        assertTrue(text("#attribution-numbers").startsWith("gives " + MetricText.change(table().of(HEAD))));
        split(SplitBy.NEURONS);
        fx(() -> lookup("#attribution-bars")
                .queryAs(SignedBars.class)
                .onActionProperty()
                .get()
                .accept(0));
        await(() -> pane.model().promoted.get().question().part().hookName().endsWith("mlp.hook_post"));
        Site neuron = fx(() -> session.selection().partProperty().get());
        assertTrue(neuron.isNeuron(), "the inspector knows neurons, too");
        fx(() -> session.selection().partProperty().set(Site.of("resid_mid", 2)));
        assertEquals(neuron, fx(() -> pane.model().chosen.get()), "what lies between the parts gives nothing");
        fx(() -> pane.model().by.set(SplitBy.HEADS));
        fx(() -> session.selection().partProperty().set(Site.neuron(0, 7)));
        fx(() -> pane.lookAt(Site.neuron(0, 7)));
        assertEquals(SplitBy.NEURONS, fx(() -> pane.model().byShown()));
        assertTrue(text("#attribution-numbers")
                .startsWith("gives " + MetricText.change(table().now().neurons().getFirst()[7])));
    }

    @Test
    void aTraceGoesFromAHeadToWhatFeedsItAndBack() {
        double share = table().of(HEAD);
        clickOn("#attribution-trace-VALUE");
        awaitTable();
        assertEquals(share, sumOfBars(), 2e-3, "the writers of the values bring what the head gives");
        assertEquals("3.3 value", trail().get(2));
        assertTrue(fx(() ->
                lookup("#attribution-by-NEURONS").queryAs(ToggleButton.class).isDisabled()));
        HeatMap map = lookup("#attribution-map").queryAs(HeatMap.class);
        assertTrue(Float.isNaN(fx(() -> map.getMatrix().at(3, 0))), "a head of the same layer feeds nothing");
        assertTrue(fx(
                () -> lookup("#attribution-trace-VALUE").queryAs(Button.class).isDisabled()));

        clickOn(".button.pill.tight");
        awaitTable();
        fx(() -> pane.view().requestFocus());
        fx(() -> lookup("#attribution-trace-KEY").queryAs(Button.class).fire());
        awaitTable();
        TraceStep step = table().step();
        assertEquals(15, step.query());
        assertEquals(3, step.key(), "where the head brings most from");
        assertEquals(table().total(), sumOfBars(), 2e-3);
        Row largest = fx(() -> pane.model().rows().stream()
                .filter(row -> row.site() != null && row.site().head() >= 0)
                .findFirst()
                .orElseThrow());
        fx(() -> session.selection().partProperty().set(largest.site()));
        settle();
        fx(() -> lookup("#attribution-bars").query().requestFocus());
        type(KeyCode.V);
        awaitTable();
        assertEquals(2, table().trail().size());
        assertEquals(largest.value(), table().total(), 2e-3, "what the head gives to the key, by who wrote its values");
        type(KeyCode.BACK_SPACE);
        awaitTable();
        type(KeyCode.BACK_SPACE);
        awaitTable();
        assertTrue(table().trail().isEmpty());
        assertEquals(HEAD, fx(() -> pane.model().chosen.get()), "back at the head where the trace began");
    }

    @Test
    void theDifferenceSumsToTheChangeOfTheMetric() {
        double before = metric();
        fx(() -> session.toggle(new ZeroAblation(HEAD)));
        awaitTable();
        assertEquals(0, bar("3.3"), 1e-6, "a head that is off gives nothing");
        fx(() -> session.shownProperty().set(Shown.DIFFERENCE));
        awaitTable();
        assertEquals(metric() - before, sumOfBars(), 4e-3);
        assertTrue(text("#attribution-sum").endsWith("the change of the metric"));
        assertEquals(
                List.of("before", "after"),
                fx(() -> lookup(".line-chart").queryAs(LineChart.class).seriesProperty().get().stream()
                        .map(line -> line.name())
                        .toList()));
        split(SplitBy.NEURONS);
        assertEquals(metric() - before, sumOfBars(), 4e-3);
        fx(() -> session.shownProperty().set(Shown.BEFORE));
        awaitTable();
        assertEquals(before, sumOfBars(), 2e-3);
        fx(() -> session.toggle(new ZeroAblation(Site.attention(3))));
        fx(() -> session.shownProperty().set(Shown.AFTER));
        split(SplitBy.HEADS);
        awaitTable();
        assertEquals(metric(), sumOfBars(), 2e-3);
    }

    @Test
    void aLogitAloneAndAnotherPosition() {
        fx(() -> session.edit("no wrong answer", e -> e.withAnswers(" Mary", "")));
        awaitTable();
        int mary = fx(() -> session.model().tokenizer().single(" Mary").orElseThrow());
        assertEquals("logit ␣Mary", trail().getFirst());
        assertEquals(fx(() -> session.comparisonProperty().get().after().logit(15, mary)), sumOfBars(), 2e-3);
        fx(() -> session.selection().positionProperty().set(9));
        awaitTable();
        assertEquals(9, table().subject().position());
        assertEquals(fx(() -> session.comparisonProperty().get().after().logit(9, mary)), sumOfBars(), 2e-3);
    }

    @Test
    void withoutAnAnswerThePaneSaysWhatToDo() {
        fx(() -> session.edit("no answers", e -> e.withAnswers("", "")));
        await(() -> pane.view().emptyProperty().get() != null);
        assertTrue(fx(() -> pane.view().emptyProperty().get().why()).startsWith("Type an answer"));
        fx(() -> session.undo());
        awaitTable();
        await(() -> pane.view().emptyProperty().get() == null);
    }

    @Test
    void anotherModelForgetsTheTrace() throws Exception {
        clickOn("#attribution-trace-QUERY");
        awaitTable();
        assertFalse(table().trail().isEmpty());
        var other = new Laboratory(Story.model(Processing.RAW));
        fx(() -> {
            session.open(other);
            assertNull(pane.model().table.get());
        });
        awaitTable();
        assertTrue(table().trail().isEmpty());
        assertEquals(metric(), sumOfBars(), 2e-3, "with raw weights, too");
        assertTrue(pane.view().runTagProperty().get().contains("raw weights"));
    }
}
