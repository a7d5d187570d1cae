package org.headscope.app.prompt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import javafx.scene.control.Label;
import javafx.scene.layout.BorderPane;
import org.headscope.app.GuiTest;
import org.headscope.app.Story;
import org.headscope.app.session.Session;
import org.headscope.app.task.Background;
import org.headscope.engine.experiment.Laboratory;
import org.headscope.engine.model.Model;
import org.headscope.engine.model.Processing;
import org.headscope.engine.run.EngineThread;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The corrupted prompt below the answers. */
class CorruptedStoryTest extends GuiTest {
    private static final String DRINK = Story.DRINK.prompt();

    @TempDir
    private Path settings;

    private Background background;
    private Session session;
    private PromptController column;

    @BeforeEach
    void open() throws Exception {
        Model model = Story.model(Processing.FOLDED);
        show(() -> {
            background = new Background(EngineThread.executor());
            session = Story.session();
            column = new PromptController(
                    session, background.engine(), background.files(), settings.resolve("prompts.json"));
            var root = new BorderPane();
            root.setLeft(column.view());
            session.open(new Laboratory(model));
            return root;
        });
        await(() -> !session.staleProperty().get() && !column.library().isEmpty());
    }

    @AfterEach
    void end() {
        background.close();
    }

    private String words(String id) {
        return fx(() -> lookup(id).queryAs(Label.class).getText());
    }

    private String guard(String id) {
        GuardLine line = lookup(id).query();
        return fx(() -> ((Label) line.getChildren().getFirst()).getText());
    }

    @Test
    void theCorruptedPromptIsFoldedAwayAndFilledByAClick() {
        assertEquals("none", words("#corrupted-count"));
        assertFalse(fx(() -> lookup("#corrupted-text").query().getParent().isVisible()));
        clickOn("#corrupted-fold");
        settle();
        clickOn("Exchange the answers");
        await(() -> !session.staleProperty().get());
        assertEquals("1 of 16 differs", words("#corrupted-count"));
        assertEquals(
                DRINK.replace("John gave", "Mary gave"),
                fx(() -> session.experimentProperty().get().corrupted()));
        fx(session::undo);
        await(() -> !session.staleProperty().get());
        assertEquals("none", words("#corrupted-count"));
    }

    @Test
    void aPromptOfTheLibraryBringsItsCorruptedPrompt() {
        fx(() -> column.load(column.library().get(1)));
        await(() -> !session.staleProperty().get());
        assertEquals(
                column.library().get(1).corrupted(),
                fx(() -> session.experimentProperty().get().corrupted()));
        assertEquals("1 of 16 differs", words("#corrupted-count"));
    }

    @Test
    void troubleOfTheCorruptedPromptUnfoldsIt() {
        fx(() -> session.edit("longer", e -> e.withCorrupted(DRINK.replace("John gave", "Mary then gave"))));
        await(() -> !session.staleProperty().get());
        assertTrue(guard("#corrupted-guard").contains("17 tokens and the prompt 16"));
        clickOn("Align");
        await(() -> !session.staleProperty().get());
        assertEquals("1 of 16 differs", words("#corrupted-count"));
    }
}
