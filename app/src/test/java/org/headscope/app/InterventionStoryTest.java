package org.headscope.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseButton;
import org.headscope.app.chart.ShareBars;
import org.headscope.app.heatmap.Cell;
import org.headscope.app.heatmap.HeatMap;
import org.headscope.app.resources.Resources;
import org.headscope.engine.experiment.Laboratory;
import org.headscope.engine.hook.Direction;
import org.headscope.engine.hook.Freeze;
import org.headscope.engine.hook.Intervention;
import org.headscope.engine.hook.KnockOut;
import org.headscope.engine.hook.Resample;
import org.headscope.engine.hook.Scale;
import org.headscope.engine.hook.SetTo;
import org.headscope.engine.hook.Site;
import org.headscope.engine.hook.Steer;
import org.headscope.engine.model.Model;
import org.headscope.engine.model.Processing;
import org.headscope.engine.run.RunRequest;
import org.headscope.engine.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** Somebody scales, steers, freezes and knocks out, by menus and keys, and changes amounts in the list. */
class InterventionStoryTest extends ChangeStory {

    @Test
    void anAmountIsTyped() {
        choose("scale");
        assertEquals(List.of(new Scale(Site.head(3, 3), 0.5)), active());
        double half = metric();
        type("2");
        assertEquals(List.of(new Scale(Site.head(3, 3), 2)), active());
        assertTrue(metric() > half, "3.3 works for the answer");
        type("much");
        assertTrue(fx(() ->
                lookup("#interventions .warning-text").queryAs(Label.class).isVisible()));
        assertEquals(List.of(new Scale(Site.head(3, 3), 2)), active());
        fx(session::undo);
        awaitRun();
        assertEquals(List.of(new Scale(Site.head(3, 3), 0.5)), active());
        assertEquals(half, metric(), 1e-4);
    }

    @Test
    void aLayerIsSteeredTowardsTheAnswer() {
        double before = metric();
        choose("steer its layer along (“␣Mary” − “␣John”)");
        assertTrue(active().getFirst() instanceof Steer(Site site, Direction.Difference _, double amount)
                && site.equals(Site.of("resid_post", 3))
                && amount == 1);
        assertTrue(metric() > before);
        type("-1");
        assertTrue(metric() < before);
    }

    @Test
    void aHeadTakesItsValueFromTheCorruptedPrompt() throws Exception {
        String corrupted = Story.DRINK.prompt().replace("John gave", "Mary gave");
        fx(() -> session.edit("corrupt", e -> e.withCorrupted(corrupted)));
        awaitRun();
        choose("as in the corrupted prompt");
        var change = (Resample) active().getFirst();
        Model model = Story.model(Processing.RAW);
        assertEquals(ids(model, corrupted), change.prompts().getFirst());
        Tensor theirs = model.run(RunRequest.of(ids(model, corrupted).stream()
                                .mapToInt(Integer::intValue)
                                .toArray())
                        .keep("*.hook_resid_mid"))
                .kept()
                .get("resid_mid", 2);
        assertEquals(16, theirs.size(1));
        choose("freeze its pattern to the clean run");
        assertEquals(new Freeze(Site.of("pattern", 3).unit(3)), active().getLast());
    }

    @Test
    void anEdgeIsKnockedOutOfTheMatrix() {
        float weight = pattern(KEY);
        fx(() -> {
            var map = lookup("#attention-matrix").queryAs(HeatMap.class);
            map.setLockedCell(new Cell(QUERY, KEY));
            map.requestFocus();
        });
        type(KeyCode.K);
        awaitRun();
        assertEquals(List.of(new KnockOut(Site.edge(3, 3, QUERY, KEY))), active());
        assertTrue(weight > 0.1);
        assertEquals(0, pattern(KEY));
        double sum = 0;
        for (int key = 0; key <= QUERY; key++) sum += pattern(key);
        assertEquals(1, sum, 1e-5);
        type(KeyCode.K);
        awaitRun();
        assertEquals(List.of(), active());
        assertEquals(weight, pattern(KEY), 1e-6);
    }

    @Test
    void aRowOfThePatternIsDrawn() {
        double before = metric();
        fx(() -> {
            session.selection().positionProperty().set(QUERY);
            session.selection().keyProperty().set(KEY);
        });
        settle();
        choose("draw the row by hand");
        assertEquals(before, metric(), 1e-3, "the row as it is");
        List<Intervention> drawn = active();
        int steps = fx(() -> session.history().steps().size());
        type(fx(() -> lookup("#interventions .amount").queryAs(TextField.class).getText()));
        assertEquals(drawn, active(), "Enter alone changes nothing");
        assertEquals(steps, fx(() -> session.history().steps().size()));
        drawBars();
        choose("attend to this key only");
        assertEquals(1, pattern(KEY));
        assertEquals(1, active().size(), "in place of the row that was there");
        assertTrue(active().getFirst() instanceof SetTo(Site _, List<Float> row) && row.size() == KEY + 1);
    }

    /** The bars under the matrix: the mouse gives the key a half, keys of the keyboard change it. */
    private void drawBars() {
        ShareBars bars = lookup("#attention-drawn .share-bars").queryAs(ShareBars.class);
        double at = (KEY + 0.5) / (QUERY + 1);
        List<Float> before = fx(() -> bars.sharesProperty().get().values());
        moveTo(fx(() -> bars.localToScreen(bars.getWidth() * at, bars.getHeight() - 18)));
        press(MouseButton.PRIMARY);
        moveTo(fx(() -> bars.localToScreen(bars.getWidth() * at, bars.getHeight() / 2)));
        release(MouseButton.PRIMARY);
        awaitRun();
        assertEquals(1, active().size());
        List<Float> drawn = ((SetTo) active().getFirst()).values();
        assertEquals(0.5, drawn.get(KEY), 0.05);
        assertEquals(1, drawn.stream().mapToDouble(Float::doubleValue).sum(), 1e-5);
        assertEquals(drawn.get(KEY), pattern(KEY), 1e-6);
        assertEquals(before.get(0) / before.get(1), drawn.get(0) / drawn.get(1), 1e-2, "others keep their proportion");
        type(KeyCode.UP);
        awaitRun();
        assertEquals(drawn.get(KEY) + 0.05, pattern(KEY), 1e-5);
        assertEquals(1, active().size());
    }

    @Test
    void whatTheModelLacksIsKeptAndExplained() throws Exception {
        choose("scale");
        try (Model tiny = Model.load(Resources.folder().resolveSibling("src/test/golden/gpt2"), Processing.RAW)) {
            fx(() -> {
                session.edit("ids", e -> e.withPrompt("5 8 13").withAnswers("", ""));
                session.open(new Laboratory(tiny));
            });
            awaitRun();
            assertEquals(List.of(), active());
            assertEquals(
                    "This model has no 3.3. Kept for one that does.",
                    fx(() -> lookup("#interventions .missing")
                            .queryAs(Label.class)
                            .getText()));
            assertTrue(fx(
                    () -> lookup("#interventions .tick").queryAs(CheckBox.class).isDisabled()));
            Laboratory back = Story.laboratory();
            fx(() -> session.open(back));
            awaitRun();
        }
        assertFalse(
                fx(() -> lookup("#interventions .tick").queryAs(CheckBox.class).isDisabled()));
        clickOn("#interventions .tick");
        awaitRun();
        assertEquals(List.of(new Scale(Site.head(3, 3), 0.5)), active());
    }
}
