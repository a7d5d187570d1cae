package org.headscope.app.ablation;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import javafx.scene.layout.StackPane;
import javafx.scene.text.Text;
import org.headscope.app.GuiTest;
import org.headscope.app.session.PromptSets;
import org.headscope.engine.io.Prompt;
import org.junit.jupiter.api.Test;

class AblationMenuTest extends GuiTest {
    private final AblationModel model = new AblationModel();

    private List<String> seen() {
        return lookup("#ablation-mode .text").queryAllAs(Text.class).stream()
                .map(Text::getText)
                .toList();
    }

    @Test
    void namesOfSetsAndTokensKeepTheirUnderscores() {
        show(() -> new StackPane(new AblationMenu(model).node()));
        fx(() -> {
            model.library.set(new PromptSets(List.of(new Prompt("One two", "", "", "", "my_set", ""))));
            model.group.set("my_set");
            model.kind.set(AblationKind.SET_MEAN);
            model.position.set("3 a_b");
            model.chosenPosition.set(true);
        });
        settle();
        assertTrue(seen().containsAll(List.of("over “my_set”", "at 3 a_b")), seen().toString());
    }
}
