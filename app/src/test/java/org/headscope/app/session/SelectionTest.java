package org.headscope.app.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.file.Path;
import java.util.List;
import javafx.beans.property.ObjectProperty;
import org.headscope.app.Story;
import org.headscope.app.resources.Resources;
import org.headscope.engine.hook.Site;
import org.headscope.engine.io.ModelException;
import org.headscope.engine.model.Model;
import org.headscope.engine.model.ModelConfig;
import org.headscope.engine.model.Processing;
import org.junit.jupiter.api.Test;

class SelectionTest {
    private final Selection selection = new Selection();
    private final ModelConfig config = Story.model(Processing.RAW).config();

    SelectionTest() throws ModelException {}

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
            selection.fit(6, config);
            assertEquals(5, position.get(), position.getName());
            selection.fit(5, config);
            assertNull(position.get(), position.getName());
        }
    }

    @Test
    void theOthersStay() {
        selection.positionProperty().set(2);
        selection.keyProperty().set(7);
        selection.tokenProperty().set(4000);
        selection.fit(3, config);
        assertEquals(2, selection.positionProperty().get());
        assertNull(selection.keyProperty().get());
        assertEquals(4000, selection.tokenProperty().get(), "a token of the vocabulary has no position");
    }

    @Test
    void aPartThatTheModelHasStays() {
        for (Site part : List.of(Site.head(3, 7), Site.mlp(3), Site.attention(3))) {
            selection.partProperty().set(part);
            selection.fit(5, config);
            assertEquals(part, selection.partProperty().get());
        }
    }

    @Test
    void aPartThatTheModelLacksGivesWayToAHeadOfTheLastLayer() {
        for (Site part : List.of(Site.head(4, 0), Site.head(0, 8), Site.mlp(4), Site.attention(11))) {
            selection.partProperty().set(part);
            selection.fit(5, config);
            assertEquals(Site.head(3, 0), selection.partProperty().get(), part.label());
        }
    }

    @Test
    void aModelOfAttentionAloneHasNoMlp() throws Exception {
        Path folder = Resources.folder().resolveSibling("src/test/golden/attn-only");
        try (Model attentionOnly = Model.open(folder, Processing.RAW)) {
            selection.partProperty().set(Site.attention(1));
            selection.fit(5, attentionOnly.config());
            assertEquals(Site.attention(1), selection.partProperty().get());
            selection.partProperty().set(Site.mlp(1));
            selection.fit(5, attentionOnly.config());
            assertEquals(Site.head(1, 0), selection.partProperty().get());
        }
    }
}
