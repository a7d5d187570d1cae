package org.headscope.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.headscope.app.heatmap.Cell;
import org.headscope.app.heatmap.HeatMap;
import org.headscope.app.inspector.InspectorController;
import org.headscope.app.intervention.InterventionsController;
import org.headscope.app.lens.LensController;
import org.headscope.app.session.MetricText;
import org.headscope.app.session.Session;
import org.headscope.engine.analysis.ActivationCache;
import org.headscope.engine.analysis.LogitLens;
import org.headscope.engine.analysis.circuit.TokenScore;
import org.headscope.engine.analysis.residual.WrittenLogits;
import org.headscope.engine.experiment.Laboratory;
import org.headscope.engine.hook.Intervention;
import org.headscope.engine.hook.MeanAblation;
import org.headscope.engine.hook.MeanSource;
import org.headscope.engine.hook.Positions;
import org.headscope.engine.hook.Resample;
import org.headscope.engine.hook.Site;
import org.headscope.engine.hook.ZeroAblation;
import org.headscope.engine.model.Model;
import org.headscope.engine.model.Processing;
import org.headscope.engine.run.EngineThread;
import org.headscope.engine.run.Progress;
import org.headscope.engine.run.RunRequest;
import org.headscope.engine.tensor.Tensor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Somebody looks at a neuron and at a place in the residual stream, and changes both. */
class PlaceStoryTest extends GuiTest {
    private static final int LAST = 15;
    private static final Site NEURON = Site.neuron(3, 21);

    private Session session;

    @BeforeEach
    void open() throws Exception {
        Laboratory laboratory = Story.laboratory();
        show(() -> {
            session = Story.session();
            var lens = new LensController(session, EngineThread.executor());
            HBox.setHgrow(lens.view(), Priority.ALWAYS);
            var side = new VBox(
                    new InterventionsController(session, Story.undo(session), Story.redo(session)).view(),
                    new InspectorController(session, EngineThread.executor()).view());
            side.setPrefWidth(300);
            side.setMinWidth(300);
            return new HBox(lens.view(), side);
        });
        fx(() -> session.open(laboratory));
        awaitRun();
    }

    @Test
    void aNeuronSaysWhatItHoldsAndWrites() throws Exception {
        fx(() -> session.selection().partProperty().set(NEURON));
        assertEquals("Neuron 3.21", fx(() -> text("#inspector-part")));
        awaitSaid("pre ");
        Model model = Story.model(Processing.RAW);
        ActivationCache cache = ActivationCache.run(
                model,
                RunRequest.of(fx(
                                () -> session.comparisonProperty().get().after().tokens()))
                        .keep("*"),
                Progress.NONE);
        float pre = cache.get("pre", 3).get(0, LAST, 21);
        float post = cache.get("post", 3).get(0, LAST, 21);
        assertTrue(said().contains("pre " + MetricText.value(pre) + ", post " + MetricText.value(post) + " at 15 ␣to"));
        Tensor written = new WrittenLogits(NEURON, LAST).of(cache);
        int mary = model.tokenizer().single(" Mary").orElseThrow();
        int john = model.tokenizer().single(" John").orElseThrow();
        String gives = MetricText.change(written.flat(mary) - written.flat(john));
        assertTrue(
                said().contains("At 15 ␣to it adds " + gives
                        + " to the logit difference ␣Mary − ␣John, through the residual stream alone."),
                said().toString());
        TokenScore most = TokenScore.largest(written, 1).getFirst();
        List<String> tokens = words("#inspector-tokens .mono");
        assertEquals(model.tokenizer().token(most.token()).label(), tokens.get(0));
        assertEquals(MetricText.change(most.score()), tokens.get(1));

        fx(() -> session.selection().positionProperty().set(4));
        float other = cache.get("post", 3).get(0, 4, 21);
        awaitSaid("pre " + MetricText.value(cache.get("pre", 3).get(0, 4, 21)) + ", post " + MetricText.value(other));

        clickOn("#inspector-ablate");
        awaitRun();
        assertEquals(List.of(new ZeroAblation(NEURON)), active());
        assertEquals(metricWith(new ZeroAblation(NEURON)), metric(), 1e-4);
        assertEquals("neuron 3.21 → zero", fx(() -> text("#interventions .tick")));
        awaitSaid("pre " + MetricText.value(cache.get("pre", 3).get(0, 4, 21)) + ", post 0.00");
        clickOn("#inspector-ablate");
        awaitRun();
        assertEquals(List.of(), active());
    }

    @Test
    void aCellOfTheLensIsAPlaceToChange() throws Exception {
        Site place = Site.of("resid_pre", 2).at(Positions.of(LAST));
        look(2, LAST);
        assertEquals("resid_pre 2, position 15 ␣to", fx(() -> text("#inspector-part")));
        awaitSaid("norm ");
        var run = fx(() -> session.comparisonProperty().get().after());
        Tensor stream = run.activation("blocks.2.hook_resid_pre").at(LAST);
        double squares = 0;
        for (int i = 0; i < stream.size(); i++) squares += stream.flat(i) * stream.flat(i);
        assertTrue(said().contains("norm " + MetricText.value(Math.sqrt(squares)) + " at 15 ␣to"), said().toString());
        Model model = Story.model(Processing.RAW);
        int best = new LogitLens(false, LogitLens.Norm.OWN)
                .column(model, run, LAST)
                .top(2, 1)
                .getFirst();
        String first = words("#inspector-tokens .mono").getFirst();
        assertTrue(first.endsWith("%  " + model.tokenizer().token(best).label()), first);
        assertFalse(fx(() -> lookup("#inspector-attention").tryQuery().isPresent()));

        clickOn("#inspector-ablate");
        awaitRun();
        assertEquals(List.of(new ZeroAblation(place)), active());
        assertEquals(metricWith(new ZeroAblation(place)), metric(), 1e-4);
        look(2, 6);
        assertEquals("Switch off", fx(() -> text("#inspector-ablate")), "another place of the same layer is as it was");
        look(2, LAST);
        assertEquals("Switch on", fx(() -> text("#inspector-ablate")));
        clickOn("#inspector-ablate");
        awaitRun();

        quick("Mean");
        assertEquals(List.of(new MeanAblation(place, new MeanSource.ThisPrompt())), active());
        quick("Mean");
        assertEquals(List.of(), active(), "once more takes it back");
        String corrupted = Story.DRINK.prompt().replace("John gave", "Mary gave");
        fx(() -> session.edit("corrupt", e -> e.withCorrupted(corrupted)));
        awaitRun();
        quick("Patch from corrupted");
        assertTrue(active().getFirst() instanceof Resample resample
                && resample.site().equals(place));
        assertEquals(metricWith(active().getFirst()), metric(), 1e-4);
    }

    /** Clicks a cell of the lens by keys, so that it does not matter where it lies. */
    private void look(int row, int position) {
        fx(() -> {
            HeatMap map = lookup("#lens-grid > .heat-map").queryAs(HeatMap.class);
            map.requestFocus();
            // of a long prompt the last columns are seen
            int first = LAST + 1 - map.getMatrix().columns();
            map.setSelectedCell(new Cell(row, position - first));
        });
        type(KeyCode.ENTER);
        settle();
        type(KeyCode.ESCAPE);
        settle();
    }

    private void quick(String words) {
        fx(() -> lookup("#inspector .quick").queryAllAs(Button.class).stream()
                .filter(button -> button.getText().startsWith(words))
                .findFirst()
                .orElseThrow()
                .fire());
        awaitRun();
    }

    private double metricWith(Intervention change) throws Exception {
        return Story.laboratory()
                .metric(fx(() -> session.experimentProperty().get()).clean().plus(change), Progress.NONE)
                .value();
    }

    private String text(String id) {
        return lookup(id).queryAs(Labeled.class).getText();
    }

    private List<String> words(String query) {
        return fx(() -> lookup(query).queryAllAs(Label.class).stream()
                .map(Label::getText)
                .toList());
    }

    private List<String> said() {
        return words("#inspector .small");
    }

    private void awaitSaid(String start) {
        await(() -> lookup("#inspector .small").queryAllAs(Label.class).stream()
                .anyMatch(label -> label.getText().startsWith(start)));
    }

    private List<Intervention> active() {
        return fx(() -> session.experimentProperty().get().active());
    }

    private double metric() {
        return fx(() -> session.comparisonProperty().get().after().metric().value());
    }

    private void awaitRun() {
        await(() -> !session.staleProperty().get());
    }
}
