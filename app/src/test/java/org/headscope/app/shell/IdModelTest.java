package org.headscope.app.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import org.headscope.app.pane.PaneCard;
import org.headscope.app.resources.Resources;
import org.headscope.app.session.Step;
import org.headscope.engine.experiment.Laboratory;
import org.junit.jupiter.api.Test;

/** A model without a tokenizer opens while a prompt of words is there. */
class IdModelTest extends WindowTest {
    private static final Path TINY = Resources.folder().resolveSibling("src/test/golden/gemma2");

    private List<PaneCard> cards() {
        return List.copyOf(lookup(".pane-card").queryAllAs(PaneCard.class));
    }

    private List<String> texts() {
        return fx(() -> lookup(".label").queryAllAs(Label.class).stream()
                .map(Label::getText)
                .filter(Objects::nonNull)
                .toList());
    }

    private void awaitModel(String name) {
        await(() -> session.model().name().equals(name)
                && session.comparisonProperty().get() != null
                && !session.staleProperty().get());
    }

    @Test
    void aRowOfIdsStandsInAndUndoneThePanesSayWhatTheTroubleIs() {
        String words = session.experimentProperty().get().prompt();
        fx(() -> shell.openModel(TINY));
        awaitModel("gemma2");
        assertEquals("0 1 2 3 4 5 6 7", session.experimentProperty().get().prompt());
        assertEquals("", session.experimentProperty().get().answer());
        assertEquals(
                List.of("Start", "Token ids for this model"),
                fx(() -> session.history().steps().stream().map(Step::words).toList()));
        assertTrue(lookup("#id-line").queryLabeled().getText().contains("stand in"));
        assertTrue(lookup("#library-ids").query().isVisible());
        assertEquals(
                "a token id", lookup("#prompt-answer").queryAs(TextField.class).getPromptText());

        fx(() -> session.undo());
        await(() -> !session.problemProperty().get().isEmpty());
        assertEquals(words, session.experimentProperty().get().prompt());
        fx(() -> shell.openModel(Resources.bundledModel()));
        awaitModel("primer-4l");
        assertEquals(words, session.experimentProperty().get().prompt());
        assertEquals("", session.problemProperty().get());
        assertFalse(lookup("#library-ids").query().isVisible());
    }

    @Test
    void withoutARunNothingOfTheModelBeforeIsSeen() {
        assertTrue(texts().stream().anyMatch(text -> text.startsWith("after ")), texts().toString());
        fx(() -> session.edit("ids", e -> e.withPrompt("0 1").withAnswers("", "")));
        await(() -> !session.staleProperty().get());
        fx(() -> shell.openModel(TINY));
        awaitModel("gemma2");
        fx(() -> {
            session.open(new Laboratory(session.model()));
            session.edit("words", e -> e.withPrompt("0 mice"));
        });
        await(() -> !session.problemProperty().get().isEmpty());
        assertTrue(fx(() -> session.comparisonProperty().get() == null));
        for (PaneCard card : fx(this::cards)) {
            assertTrue(fx(() -> card.emptyProperty().get().why()).startsWith("'mice' is no token id"));
            assertEquals("", fx(() -> card.runTagProperty().get()));
        }
        assertFalse(texts().stream().anyMatch(text -> text.endsWith(", the last")), texts().toString());
    }
}
