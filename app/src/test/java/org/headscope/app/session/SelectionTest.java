package org.headscope.app.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import javafx.beans.property.ObjectProperty;
import org.headscope.engine.hook.Site;
import org.junit.jupiter.api.Test;

class SelectionTest {
    private final Selection selection = new Selection();

    private List<ObjectProperty<Integer>> positions() {
        return List.of(
                selection.positionProperty(),
                selection.keyProperty(),
                selection.hoveredPositionProperty(),
                selection.hoveredKeyProperty());
    }

    @Test
    void atFirstOnlyAHeadIsChosen() {
        assertEquals(Site.head(0, 0), selection.partProperty().get());
        assertNull(selection.tokenProperty().get());
        positions().forEach(position -> assertNull(position.get()));
    }

    @Test
    void positionsBehindTheLastTokenAreForgotten() {
        for (ObjectProperty<Integer> position : positions()) {
            position.set(5);
            selection.fit(6, 4, 8);
            assertEquals(5, position.get(), position.getName());
            selection.fit(5, 4, 8);
            assertNull(position.get(), position.getName());
        }
    }

    @Test
    void theOthersStay() {
        selection.positionProperty().set(2);
        selection.keyProperty().set(7);
        selection.tokenProperty().set(4000);
        selection.fit(3, 4, 8);
        assertEquals(2, selection.positionProperty().get());
        assertNull(selection.keyProperty().get());
        assertEquals(4000, selection.tokenProperty().get(), "a token of the vocabulary has no position");
    }

    @Test
    void aPartThatTheModelHasStays() {
        for (Site part : List.of(Site.head(3, 7), Site.mlp(3), Site.attention(3))) {
            selection.partProperty().set(part);
            selection.fit(5, 4, 8);
            assertEquals(part, selection.partProperty().get());
        }
    }

    @Test
    void aPartThatTheModelLacksGivesWayToAHeadOfTheLastLayer() {
        for (Site part : List.of(Site.head(4, 0), Site.head(0, 8), Site.mlp(4), Site.attention(11))) {
            selection.partProperty().set(part);
            selection.fit(5, 4, 8);
            assertEquals(Site.head(3, 0), selection.partProperty().get(), part.label());
        }
    }
}
