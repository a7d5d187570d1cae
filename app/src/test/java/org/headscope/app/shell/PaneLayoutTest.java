package org.headscope.app.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.StackPane;
import org.headscope.app.GuiTest;
import org.headscope.app.pane.PaneCard;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Panes in corners, as tabs, and large. */
class PaneLayoutTest extends GuiTest {
    private final Map<Pane, PaneCard> cards = new EnumMap<>(Pane.class);
    private PaneLayout layout;

    @BeforeEach
    void layOut() {
        show(() -> {
            for (Pane pane : Pane.values()) {
                var card = new PaneCard(pane.words(), "");
                card.setContent(new Label("the " + pane.id()));
                cards.put(pane, card);
            }
            layout = new PaneLayout(cards);
            return new StackPane(layout);
        });
    }

    @Test
    void everyCornerShowsItsFirstPane() {
        List<Pane> first = Arrays.stream(Pane.Corner.values())
                .map(corner -> Pane.in(corner).getFirst())
                .toList();
        assertEquals(first, shown());
    }

    @Test
    void aPaneIsBroughtToTheFrontOfItsCornerAndTheOthersStay() {
        for (Pane pane : Pane.values()) {
            fx(() -> layout.show(pane));
            assertTrue(shown().contains(pane), pane.id());
            assertEquals(Pane.Corner.values().length, shown().size());
        }
    }

    @Test
    void oneLargePaneIsATabAwayFromAllOthers() {
        fx(() -> layout.toggleMaximised(Pane.LENS));
        assertEquals(List.of(Pane.LENS), shown());
        clickOn("#tab-" + Pane.OUTCOME.id());
        assertEquals(List.of(Pane.OUTCOME), shown());
        push(KeyCode.LEFT);
        assertEquals(List.of(Pane.values()[Pane.OUTCOME.ordinal() - 1]), shown());
        assertTrue(cards.get(shown().getFirst()).maximisedProperty().get());
        assertFalse(cards.get(Pane.LENS).maximisedProperty().get());
    }

    @Test
    void theLargePaneIsInFrontOfItsCornerWhenItGivesTheRoomBack() {
        for (Pane pane : Pane.values()) {
            fx(() -> layout.toggleMaximised(pane));
            fx(() -> layout.toggleMaximised(pane));
            assertTrue(shown().contains(pane), pane.id());
        }
    }

    @Test
    void dividersSurviveALargePane() {
        fx(() -> layout.setDividers(List.of(0.4, 0.3, 0.6)));
        settle();
        List<Double> before = fx(layout::dividers);
        fx(() -> layout.toggleMaximised(Pane.ABLATION));
        fx(() -> layout.enlarge(Pane.LENS));
        assertEquals(before, fx(layout::dividers));
        fx(layout::restore);
        settle();
        List<Double> after = fx(layout::dividers);
        for (int i = 0; i < 3; i++) assertEquals(before.get(i), after.get(i), 0.01);
    }

    /** The panes that can be seen, from the top left on. */
    private List<Pane> shown() {
        settle();
        return fx(() -> {
            var seen = new ArrayList<Pane>();
            for (Pane.Corner corner : Pane.Corner.values()) {
                for (Pane pane : Pane.in(corner)) {
                    if (cards.get(pane).getScene() != null) seen.add(pane);
                }
            }
            return seen;
        });
    }
}
