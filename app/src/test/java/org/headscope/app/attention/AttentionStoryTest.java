package org.headscope.app.attention;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import javafx.geometry.Point2D;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.StackPane;
import org.headscope.app.GuiTest;
import org.headscope.app.Story;
import org.headscope.app.heatmap.Cell;
import org.headscope.app.heatmap.Cells;
import org.headscope.app.heatmap.HeatMap;
import org.headscope.app.heatmap.Matrix;
import org.headscope.app.heatmap.Palette;
import org.headscope.app.pane.PaneCard;
import org.headscope.app.session.Session;
import org.headscope.app.session.Shown;
import org.headscope.engine.experiment.Laboratory;
import org.headscope.engine.hook.Site;
import org.headscope.engine.hook.ZeroAblation;
import org.headscope.engine.model.Model;
import org.headscope.engine.model.Processing;
import org.headscope.engine.run.EngineThread;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Somebody looks for an induction head on the bundled model. */
class AttentionStoryTest extends GuiTest {
    private static Model model;

    private Session session;
    private PaneCard card;
    private HeatMap grid;
    private HeatMap matrix;

    @BeforeAll
    static void load() throws Exception {
        model = Story.model(Processing.FOLDED);
    }

    @BeforeEach
    void open() {
        show(() -> {
            session = Story.session();
            card = new AttentionController(session, EngineThread.executor()).view();
            return new StackPane(card);
        });
        assertTrue(fx(() -> card.emptyProperty().get() != null), "before any run the pane says why it is empty");
        fx(() -> session.open(new Laboratory(model)));
        await(() -> card.emptyProperty().get() == null
                && grid().getThumbnails() != null
                && !matrix().getMatrix().isEmpty());
        grid = fx(this::grid);
        matrix = fx(this::matrix);
        settle();
    }

    private HeatMap grid() {
        return lookup("#attention-grid").query();
    }

    private HeatMap matrix() {
        return lookup("#attention-matrix").query();
    }

    private Point2D centre(HeatMap map, int row, int column) {
        return fx(() -> Cells.centre(map, new Cell(row, column)));
    }

    private String readOut() {
        return fx(() -> lookup("#attention-readout").queryAs(Label.class).getText());
    }

    private void choose(int layer, int head) {
        clickOn(centre(grid, layer, head));
        await(() -> session.selection().partProperty().get().equals(Site.head(layer, head)));
        await(() -> matrix.getMatrix()
                .equals(Matrix.of(session.comparisonProperty()
                                .get()
                                .after()
                                .pattern(layer)
                                .at(head))
                        .causal()));
    }

    @Test
    void anInductionHeadIsFoundReadAndLocked() {
        await(() -> grid.getThumbnails().letter(3, 3).equals("I"));
        assertEquals("P", fx(() -> grid.getThumbnails().letter(0, 3)));
        choose(3, 3);
        assertEquals("BOS", fx(() -> matrix.getRowLabels().getFirst()));
        assertEquals(16, fx(() -> matrix.getColumnLabels().size()));

        moveTo(centre(matrix, 15, 3));
        settle();
        assertEquals(15, fx(() -> session.selection().hoveredPositionProperty().get()));
        assertEquals(3, fx(() -> session.selection().hoveredKeyProperty().get()));
        assertTrue(readOut().startsWith("␣to → ␣Mary  0."), readOut());

        clickOn(centre(matrix, 15, 3));
        moveTo(centre(matrix, 5, 2));
        settle();
        assertEquals(15, fx(() -> session.selection().positionProperty().get()));
        assertEquals(3, fx(() -> session.selection().keyProperty().get()));
        assertTrue(readOut().startsWith("␣to → ␣Mary"), "a locked cell stays: " + readOut());
        type(KeyCode.ESCAPE);
        settle();
        assertNull(fx(() -> session.selection().positionProperty().get()));
        assertNull(fx(() -> session.selection().keyProperty().get()));

        fx(() -> {
            session.selection().hoveredKeyProperty().set(null);
            session.selection().hoveredPositionProperty().set(7);
        });
        settle();
        assertEquals(new Cell(7, 7), fx(() -> matrix.getHoveredCell()), "a token hovered elsewhere is marked");
    }

    @Test
    void bosIsTakenOutAndItsShareSaid() {
        choose(3, 3);
        clickOn("#attention-bosOut");
        await(() -> matrix.getMatrix().rows() == 15);
        moveTo(centre(matrix, 14, 2));
        settle();
        assertEquals(15, fx(() -> session.selection().hoveredPositionProperty().get()), "positions count BOS");
        assertTrue(readOut().startsWith("␣to → ␣Mary  0."), readOut());
        assertTrue(readOut().contains("BOS takes"), readOut());
        await(() -> grid.getThumbnails().picture(0, 0).rows() == 15);
    }

    @Test
    void headsAreSwitchedOffAndWalked() {
        choose(3, 5);
        doubleClickOn(centre(grid, 3, 5));
        var off = new ZeroAblation(Site.head(3, 5));
        await(() -> session.experimentProperty().get().active().equals(List.of(off)));
        await(() -> grid.getCrossedOut().equals(Set.of(new Cell(3, 5)))
                && !session.staleProperty().get());
        type(KeyCode.A);
        await(() -> session.experimentProperty().get().isClean()
                && grid.getCrossedOut().isEmpty());
        type(KeyCode.DOWN);
        type(KeyCode.LEFT);
        assertEquals(
                Site.head(2, 4), fx(() -> session.selection().partProperty().get()));
        type(KeyCode.A);
        await(() -> !session.staleProperty().get()
                && !session.experimentProperty().get().isClean());
        fx(() -> {
            session.shownProperty().set(Shown.DIFFERENCE);
            session.selection().partProperty().set(Site.head(3, 3));
        });
        await(() -> matrix.getPalette() == Palette.RED_WHITE_BLUE);
        assertTrue(fx(() -> card.runTagProperty().get()).contains("→"));
        assertEquals(new Cell(3, 3), fx(() -> grid.getSelectedCell()));
    }

    @Test
    void theTextShowsBothDirectionsOfSeveralHeads() {
        choose(3, 3);
        clickOn("#attention-asText");
        await(() -> !shown(matrix));
        HeadText text = fx(() -> lookup("#attention-text").<HeadText>queryAll().stream()
                .filter(AttentionStoryTest::shown)
                .findFirst()
                .orElseThrow());
        assertEquals(15, fx(text::chosen), "the last token speaks first");
        float alone = fx(() -> text.attended(3));
        assertTrue(alone > 0.5, "the last token attends to Mary");

        moveTo(fx(() -> text.place(3)));
        settle();
        assertEquals(3, fx(() -> session.selection().hoveredPositionProperty().get()));
        assertEquals(alone, fx(() -> text.attending(15)), "and Mary is attended by it");
        assertTrue(Float.isNaN(fx(() -> text.attended(15))), "no token attends to a later one");
        fx(() -> lookup("#attention-direction-queries").queryAll().forEach(node -> ((ToggleButton) node).fire()));
        assertTrue(Float.isNaN(fx(() -> text.attending(15))));

        moveTo(centre(grid, 3, 0));
        settle();
        fx(() -> grid.fireEvent(shiftClick()));
        await(() -> lookup("#attention-head").queryAs(Label.class).getText().equals("3.3 + 3.0"));
        assertEquals(
                Site.head(3, 3), fx(() -> session.selection().partProperty().get()));
        clickOn(fx(() -> text.place(15)));
        settle();
        assertEquals(15, fx(() -> session.selection().positionProperty().get()));
        var run = fx(() -> session.comparisonProperty().get().after());
        await(() -> Math.abs(text.attended(3)
                        - run.pattern(3).get(3, 15, 3)
                        - run.pattern(3).get(0, 15, 3))
                < 1e-6);
        type(KeyCode.ESCAPE);
        settle();
        assertNull(fx(() -> session.selection().positionProperty().get()));
        assertFalse(fx(() -> card.errorProperty().get()) != null);
    }

    /** The headless robot gives no modifier keys to clicks. */
    private static MouseEvent shiftClick() {
        return new MouseEvent(
                MouseEvent.MOUSE_CLICKED,
                0,
                0,
                0,
                0,
                MouseButton.PRIMARY,
                1,
                true,
                false,
                false,
                false,
                true,
                false,
                false,
                true,
                false,
                true,
                null);
    }

    private static boolean shown(Node node) {
        return node == null || node.isVisible() && shown(node.getParent());
    }

    @Test
    void aHiddenPaneRestsAndCatchesUp() {
        choose(3, 3);
        fx(() -> card.setVisible(false));
        var before = fx(() -> matrix.getMatrix());
        fx(() -> session.edit("another", e -> e.withPrompt("Paris is in France")));
        await(() -> !session.staleProperty().get());
        assertEquals(before, fx(() -> matrix.getMatrix()), "nothing is done for a pane that nobody sees");
        fx(() -> card.setVisible(true));
        await(() -> matrix.getMatrix().rows()
                == session.comparisonProperty().get().after().tokens().size());
    }
}
