package org.headscope.app.circuit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import javafx.scene.control.Button;
import javafx.scene.control.TextField;
import org.headscope.app.GuiTest;
import org.headscope.app.Story;
import org.headscope.app.heatmap.Cell;
import org.headscope.app.heatmap.HeatMap;
import org.headscope.app.session.Session;
import org.headscope.engine.analysis.circuit.Circuits;
import org.headscope.engine.analysis.circuit.CopyingScores;
import org.headscope.engine.analysis.circuit.EffectiveEmbedding;
import org.headscope.engine.analysis.circuit.SelfRanks;
import org.headscope.engine.analysis.circuit.TokenCircuit;
import org.headscope.engine.analysis.circuit.TokenCircuit.Fixed;
import org.headscope.engine.analysis.circuit.TokenCircuit.Kind;
import org.headscope.engine.analysis.circuit.TokenScore;
import org.headscope.engine.analysis.circuit.TokenVectors;
import org.headscope.engine.experiment.Laboratory;
import org.headscope.engine.hook.Site;
import org.headscope.engine.model.Factor;
import org.headscope.engine.model.Model;
import org.headscope.engine.run.EngineThread;
import org.headscope.engine.run.Progress;
import org.headscope.engine.tensor.Tensor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The circuits of head 3.3 of the bundled model, as the pane shows them, against the engine's. */
class CircuitPaneTest extends GuiTest {
    private static final Site HEAD = Site.head(3, 3);

    private Session session;
    private CircuitController circuit;
    private Model weights;

    @BeforeEach
    void open() throws Exception {
        Laboratory laboratory = Story.laboratory();
        weights = laboratory.model();
        show(() -> {
            session = Story.session();
            circuit = new CircuitController(session, EngineThread.executor(), Runnable::run);
            return circuit.view();
        });
        fx(() -> session.open(laboratory));
        await(() -> session.comparisonProperty().get() != null);
        fx(() -> session.selection().partProperty().set(HEAD));
        awaitSheet();
    }

    private void awaitSheet() {
        await(() -> !circuit.view().busyProperty().get()
                && !session.staleProperty().get()
                && circuit.model().sheet.get() != null);
    }

    private Sheet.Pair onlyPair() {
        var lists = (Sheet.Lists) fx(() -> circuit.model().sheet.get());
        assertEquals(1, lists.pairs().size());
        return lists.pairs().getFirst();
    }

    private static int rankedToken(Sheet.Pair pair, Model model) {
        String label = pair.most().getFirst().label();
        String token = label.substring(label.indexOf(' ', label.indexOf('#')) + 1);
        return model.tokenizer().single(token.replace('␣', ' ')).orElseThrow();
    }

    @Test
    void withoutATypedTokenThatOfThePromptIsHeld() {
        assertEquals("Attending to ␣to raises", onlyPair().title());
        int mary = weights.tokenizer().single(" Mary").orElseThrow();
        fx(() -> session.selection()
                .positionProperty()
                .set(session.comparisonProperty().get().after().tokens().positions(mary)[0]));
        await(() -> onlyPair().title().equals("Attending to ␣Mary raises"));
        Tensor row = weights.product(
                Factor.of("embed.W_E").rows(List.of(mary)),
                Factor.of(new Circuits(weights).ov(3, 3).matrix()),
                Factor.of("unembed.W_U"));
        TokenScore best = TokenScore.largest(row.at(0), 1).getFirst();
        assertEquals(best.token(), rankedToken(onlyPair(), weights));
        assertEquals(best.score(), onlyPair().most().getFirst().value(), 1e-4);
        assertEquals(15, onlyPair().least().size());
        assertTrue(
                onlyPair().marks().getFirst().startsWith("␣Mary itself: #"),
                onlyPair().marks().toString());
        String caption = fx(() -> circuit.model().sheet.get().caption());
        assertEquals("OV circuit of 3.3 · sources W_E · not scaled · without biases", caption);
    }

    @Test
    void typedTokensAreHeldEachWithTheMarkedOnesRanks() {
        clickOn("#circuit-typed").write("\" Mary\", \" John\"");
        clickOn("#circuit-marked").write("\" to\"");
        await(() -> circuit.model().sheet.get() instanceof Sheet.Lists lists
                && lists.pairs().size() == 2
                && lists.pairs().getFirst().marks().size() == 2);
        var lists = (Sheet.Lists) fx(() -> circuit.model().sheet.get());
        assertTrue(lists.pairs().get(1).marks().get(1).startsWith("␣to: #"));

        fx(() -> lookup("#circuit-typed").queryAs(TextField.class).setText("\" Mary"));
        await(() -> circuit.view().errorProperty().get() != null);
        assertTrue(fx(() -> circuit.view().errorProperty().get()).startsWith("The quotes at"));
        fx(() -> lookup("#circuit-typed").queryAs(TextField.class).setText("\" Mary\""));
        await(() -> circuit.view().errorProperty().get() == null);
    }

    @Test
    void queriesOfPredictedTokensAttendToEffectiveEmbeddings() {
        fx(() -> {
            circuit.model().kind.set(Kind.QK);
            circuit.model().fixed.set(Fixed.DESTINATION);
            circuit.model().part.set(EffectiveEmbedding.Part.INCLUDING_MLP);
            circuit.model().attention.set(true);
            circuit.model().scaled.set(true);
            circuit.model().typed.set("\" John\"");
        });
        await(() -> circuit.model().sheet.get() != null
                && circuit.model().sheet.get().caption().startsWith("QK circuit of 3.3"));
        awaitSheet();
        var embedding = new EffectiveEmbedding(EffectiveEmbedding.Part.INCLUDING_MLP, true, false);
        TokenVectors sources = TokenVectors.of(weights, embedding, Progress.NONE);
        Tensor scores = TokenCircuit.qk(weights, 3, 3, TokenVectors.unembedding(weights), sources, true)
                .scores(Fixed.DESTINATION, weights.tokenizer().single(" John").orElseThrow());
        TokenScore best = TokenScore.largest(scores, 1).getFirst();
        assertEquals(best.token(), rankedToken(onlyPair(), weights));
        assertEquals(best.score(), onlyPair().most().getFirst().value(), 1e-4);
        assertEquals(
                "QK circuit of 3.3 · sources W_E + MLP 0, with attention to itself · queries W_U"
                        + " · scaled to standard deviation 1 · without biases",
                fx(() -> circuit.model().sheet.get().caption()));
    }

    @Test
    void ranksOfAllTokensAreCountedOnceTheyAreAskedFor() {
        fx(() -> circuit.model().aspect.set(Aspect.RANKS));
        await(() -> lookup("#circuit-begin").tryQuery().isPresent());
        fx(() -> lookup("#circuit-begin").queryAs(Button.class).fire());
        await(() -> circuit.model().sheet.get() instanceof Sheet.Grid);
        awaitSheet();
        var grid = (Sheet.Grid) fx(() -> circuit.model().sheet.get());
        TokenVectors plain = TokenVectors.of(weights, EffectiveEmbedding.PLAIN, Progress.NONE);
        SelfRanks.Both both = SelfRanks.of(weights, TokenCircuit.ov(weights, 3, 3, plain, false), Progress.NONE);
        assertEquals(
                String.format(java.util.Locale.ROOT, "%.2f", both.fromTop().mean()),
                grid.rows().getFirst().get(1));
        assertEquals(weights.config().dVocab(), grid.table().rows().size());
        // Another head has to be asked for again.
        fx(() -> session.selection().partProperty().set(Site.head(2, 1)));
        await(() -> lookup("#circuit-begin").tryQuery().isPresent());
        fx(() -> lookup("#circuit-begin").queryAs(Button.class).fire());
        fx(() -> circuit.cancel());
        await(() -> !circuit.view().busyProperty().get());
        assertTrue(fx(() -> circuit.model().waiting.get()));
    }

    @Test
    void aClickOnTheCopyingMapChoosesTheHead() {
        fx(() -> circuit.model().aspect.set(Aspect.COPYING));
        await(() -> circuit.model().sheet.get() instanceof Sheet.HeadMap);
        awaitSheet();
        HeatMap map = lookup("#circuit-map").queryAs(HeatMap.class);
        assertEquals(new Cell(3, 3), fx(map::getSelectedCell));
        Tensor scores = new CopyingScores(true).of(weights);
        assertEquals(scores.get(2, 5), fx(() -> map.getMatrix().at(2, 5)), 1e-5);
        fx(() -> map.setSelectedCell(new Cell(1, 4)));
        assertEquals(
                Site.head(1, 4), fx(() -> session.selection().partProperty().get()));
    }

    @Test
    void pairsOfHeadsAreMappedAndChosen() {
        fx(() -> circuit.model().aspect.set(Aspect.COMPOSITION));
        await(() -> circuit.model().sheet.get() instanceof Sheet.HeadMap);
        awaitSheet();
        int heads = weights.config().nHeads();
        HeatMap map = lookup("#circuit-map").queryAs(HeatMap.class);
        assertTrue(fx(() -> Float.isNaN(map.getMatrix().at(heads, heads))));
        fx(() -> map.setSelectedCell(new Cell(heads + 2, 3 * heads)));
        assertEquals(
                Site.head(1, 2), fx(() -> session.selection().partProperty().get()));
    }

    @Test
    void directionsAndNeighboursAreReadAsTokens() {
        fx(() -> circuit.model().aspect.set(Aspect.DIRECTIONS));
        await(() -> circuit.model().sheet.get() instanceof Sheet.Grid);
        for (CircuitModel.Vectors matrix : CircuitModel.Vectors.values()) {
            fx(() -> circuit.model().vectors.set(matrix));
            awaitSheet();
            var grid = (Sheet.Grid) fx(() -> circuit.model().sheet.get());
            assertEquals(20, grid.rows().size());
        }
        fx(() -> {
            circuit.model().typed.set("\" Mary\"");
            circuit.model().aspect.set(Aspect.NEIGHBOURS);
        });
        await(() -> circuit.model().sheet.get() instanceof Sheet.Lists);
        assertEquals("▸ #0 ␣Mary", onlyPair().most().getFirst().label());
        assertEquals(1, onlyPair().most().getFirst().value(), 1e-5);
        assertNull(fx(() -> circuit.view().errorProperty().get()));
    }
}
