package org.headscope.app.prompt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.MenuButton;
import javafx.scene.control.RadioMenuItem;
import javafx.scene.control.TextField;
import javafx.scene.input.Clipboard;
import javafx.scene.input.DataFormat;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.BorderPane;
import org.headscope.app.GuiTest;
import org.headscope.app.Story;
import org.headscope.app.metric.MetricChip;
import org.headscope.app.session.Session;
import org.headscope.app.session.Shown;
import org.headscope.app.task.Background;
import org.headscope.engine.experiment.Laboratory;
import org.headscope.engine.hook.Site;
import org.headscope.engine.hook.ZeroAblation;
import org.headscope.engine.io.ModelException;
import org.headscope.engine.model.Model;
import org.headscope.engine.model.Processing;
import org.headscope.engine.run.EngineThread;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The left column in a window, with the bundled model behind it. */
class PromptStoryTest extends GuiTest {
    @TempDir
    private Path settings;

    private static final String DRINK = Story.DRINK.prompt();

    private static Model model;

    private Background background;
    private Session session;
    private PromptController column;

    @BeforeAll
    static void load() throws ModelException {
        model = Story.model(Processing.FOLDED);
    }

    @BeforeEach
    void open() {
        show(() -> {
            background = new Background(EngineThread.executor());
            session = Story.session();
            column = new PromptController(
                    session, background.engine(), background.files(), settings.resolve("prompts.json"));
            var root = new BorderPane();
            root.setLeft(column.view());
            root.setTop(new MetricChip(session));
            session.open(new Laboratory(model));
            return root;
        });
        await(() -> !session.staleProperty().get() && !column.library().isEmpty());
    }

    @AfterEach
    void end() {
        background.close();
    }

    private List<TokenChip> chips() {
        return fx(() -> lookup("#token-strip").queryAs(TokenStrip.class).getChildren().stream()
                .map(TokenChip.class::cast)
                .toList());
    }

    private List<String> labels() {
        return chips().stream().map(TokenChip::label).toList();
    }

    private String words(String id) {
        return fx(() -> lookup(id).queryAs(Label.class).getText());
    }

    /** The sentence of a warning. */
    private String guard(String id) {
        GuardLine line = lookup(id).query();
        return fx(() -> ((Label) line.getChildren().getFirst()).getText());
    }

    private PromptArea area() {
        return lookup("#prompt-text").queryAs(PromptArea.class);
    }

    private void paste(String text) {
        fx(() -> {
            area().clear();
            area().insert(text);
        });
        settle();
    }

    private void choose(ChipQuantity quantity) {
        fx(() -> lookup("#chip-colour").queryAs(MenuButton.class).getItems().stream()
                .filter(item -> item instanceof RadioMenuItem && item.getText().equals(quantity.words()))
                .forEach(item -> item.fire()));
    }

    @Test
    void typedPromptBecomesChipsColouredByLoss() {
        fx(() -> area().clear());
        clickOn(area()).write("The capital of France is");
        assertEquals("BOS", labels().getFirst());
        assertEquals("␣is", labels().getLast());
        await(() -> !session.staleProperty().get());
        List<TokenChip> chips = chips();
        var run = session.comparisonProperty().get().after();
        assertEquals("The capital of France is", run.experiment().prompt());
        assertEquals(run.tokens().size(), chips.size());
        assertEquals(0, chips.getFirst().tint(), "BOS is not predicted");
        int dear = most(run.tokens().size(), run::lossOf);
        int tinted = most(chips.size(), p -> (float) chips.get(p).tint());
        assertEquals(dear, tinted, "the token with the highest loss has the strongest colour");
        assertEquals(chips.size() + " of 256 tokens", words("#token-count"));
    }

    private static int most(int length, java.util.function.IntFunction<Float> value) {
        return IntStream.range(1, length).reduce(1, (best, p) -> value.apply(p) > value.apply(best) ? p : best);
    }

    @Test
    void hoverAndClickSetTheSharedSelection() {
        TokenChip mary = chips().get(3);
        moveTo(mary);
        await(() -> Integer.valueOf(3)
                .equals(session.selection().hoveredPositionProperty().get()));
        clickOn(mary);
        assertEquals(3, session.selection().positionProperty().get());
        type(KeyCode.RIGHT);
        assertEquals(4, session.selection().positionProperty().get());
        clickOn(chips().get(4));
        assertNull(session.selection().positionProperty().get());
        fx(() -> session.selection().hoveredKeyProperty().set(5));
        assertTrue(chips().get(5).getPseudoClassStates().toString().contains("marked-key"));
    }

    @Test
    void coloursFollowHeadPositionAndRun() {
        fx(() -> {
            session.selection().partProperty().set(Site.head(3, 3));
            session.selection().positionProperty().set(15);
        });
        choose(ChipQuantity.ATTENTION_FROM);
        List<TokenChip> chips = chips();
        assertEquals(3, most(chips.size(), p -> (float) chips.get(p).tint()), "3.3 looks at Mary");

        fx(() -> session.toggle(new ZeroAblation(Site.head(3, 5))));
        await(() -> !session.staleProperty().get());
        choose(ChipQuantity.LOSS_CHANGE);
        assertTrue(chips().stream().anyMatch(chip -> chip.getBackground() != null));
        fx(() -> session.shownProperty().set(Shown.DIFFERENCE));
        choose(ChipQuantity.NONE);
        assertTrue(chips().stream().allMatch(chip -> chip.getBackground() == null && chip.tint() == 0));
        String metric =
                fx(() -> lookup(".metric-chip").queryAs(MetricChip.class).getAccessibleText());
        assertTrue(metric.contains("a change of +"), metric);
    }

    @Test
    void aPromptOfTheLibraryIsLoadedWithItsAnswers() {
        fx(() -> lookup("#prompt-search").queryAs(TextField.class).setText("Japan"));
        ListView<LibraryRow> list = lookup("#prompt-library").query();
        await(() -> list.getItems().size() == 2);
        clickOn("The capital of Japan");
        await(() -> !session.staleProperty().get());
        assertEquals(" Tokyo", session.experimentProperty().get().answer());
        assertEquals(
                "␣Tokyo",
                fx(() -> lookup("#prompt-answer").queryAs(TextField.class).getText()));
        assertTrue(words("#prompt-note").contains("Japan"));
        fx(() -> session.undo());
        assertEquals(DRINK, fx(() -> area().getText()));
    }

    @Test
    void brokenLinesOfAnImportAreListed(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(
                folder.resolve("mine.jsonl"),
                "{\"prompt\":\"One two three\"}\n{oops\n{\"prompt\":\"Four five six\"}\n");
        int before = fx(() -> column.library().size());
        fx(() -> column.importFiles(List.of(file)));
        await(() -> column.library().size() == before + 2);
        ImportNote note = lookup("#import-note").query();
        assertTrue(note.isVisible());
        clickOn("#dismiss-note");
        assertFalse(note.isVisible());
        settle();
        clickOn("One two three");
        await(() -> session.experimentProperty().get().prompt().equals("One two three"));
    }

    @Test
    void pastedPromptsBecomeAGroup() {
        int before = fx(() -> column.library().size());
        fx(() -> Clipboard.getSystemClipboard()
                .setContent(Map.of(DataFormat.PLAIN_TEXT, "prompt,answer\nThe sky is, blue\n")));
        clickOn("#paste-prompts");
        await(() -> column.library().size() == before + 1);
        fx(() -> Clipboard.getSystemClipboard().clear());
        clickOn("#paste-prompts");
        assertTrue(lookup("#import-note").query().isVisible());
    }

    @Test
    void strangeTextsGetChipsOrOneSentence() {
        for (String text :
                List.of("😀 👩‍👩‍👧", "שלום עולם", "e\u0301\u0301\u0301 \u0301", "a\u200Bb", "   ", "\n\n", "")) {
            paste(text);
            await(() -> !session.staleProperty().get());
            assertEquals("", words("#prompt-problem"), text);
            assertEquals(text, fx(() -> area().getText()));
            assertFalse(chips().isEmpty());
        }
        paste("nul \0 bell \u0007.");
        assertEquals("nul  bell .", fx(() -> area().getText()));
        assertTrue(words("#prompt-refusal").startsWith("2 control characters"), words("#prompt-refusal"));
    }

    @Test
    void emptyBlankAndTrailingSpaceAreToldInWords() {
        paste("   ");
        assertTrue(guard("#prompt-guard").contains("white space"), guard("#prompt-guard"));
        paste("");
        fx(() -> area().clear());
        assertTrue(guard("#prompt-guard").contains("empty"), guard("#prompt-guard"));
        clickOn("#prompt-bos");
        await(() -> words("#prompt-problem").contains("empty"));
        assertTrue(words("#bos-warning").startsWith("Without BOS"));
        clickOn("#prompt-bos");
        assertTrue(fx(() -> lookup("#prompt-bos").queryAs(CheckBox.class).isSelected()));
        paste("When Mary and ");
        assertTrue(guard("#prompt-guard").contains("ends with a space"), guard("#prompt-guard"));
    }

    @Test
    void loneSurrogatesAndLongPromptsAreProblemsInOneSentence() {
        paste("half \uD83D a face");
        await(() -> words("#prompt-problem").contains("one half of a character"));
        paste("word ".repeat(2000));
        await(() -> words("#prompt-problem").contains("reads at most 256"));
        assertEquals(TokenStrip.PAGE, chips().size());
        assertTrue(lookup("#strip-pager").query().isVisible());
        fx(() -> session.undo());
        await(() -> !session.staleProperty().get());
        assertEquals("", words("#prompt-problem"));
    }

    @Test
    void aMegabyteIsRefusedWithASentenceAndWithoutAPause() {
        long start = System.nanoTime();
        fx(() -> area().insert("lorem ipsum ".repeat(90_000)));
        assertTrue(System.nanoTime() - start < 2e9);
        assertTrue(words("#prompt-refusal").startsWith("Nothing was pasted"));
        fx(() -> area().insert("אבג ".repeat(2_000)));
        assertTrue(words("#prompt-refusal").contains("right-to-left"));
        assertEquals(DRINK, fx(() -> area().getText()));
        fx(() -> session.edit("long", e -> e.withPrompt("lorem ipsum ".repeat(90_000))));
        await(() -> words("#prompt-problem").contains("reads at most 256"));
        assertTrue(words("#prompt-refusal").contains("only the beginning"));
    }

    @Test
    void whyAPasteWasRefusedIsSaidUntilTheUserGoesOn() {
        clickOn(area());
        fx(() -> Clipboard.getSystemClipboard().setContent(Map.of(DataFormat.PLAIN_TEXT, "word ".repeat(60_000))));
        push(KeyCode.CONTROL, KeyCode.V);
        // On X11 the keys of a shortcut are a typed key, too.
        fx(() -> area().fireEvent(
                        new KeyEvent(KeyEvent.KEY_TYPED, "\u0016", "", KeyCode.UNDEFINED, false, true, false, false)));
        settle();
        assertTrue(words("#prompt-refusal").startsWith("Nothing was pasted"), words("#prompt-refusal"));
        write("x");
        assertEquals("", words("#prompt-refusal"));

        fx(() -> Clipboard.getSystemClipboard().clear());
        fx(() -> area().paste());
        assertTrue(words("#prompt-refusal").contains("no text on the clipboard"), words("#prompt-refusal"));
    }

    @Test
    void answersShowTheirSpacesAndAreGuarded() {
        TextField answer = lookup("#prompt-answer").query();
        fx(() -> answer.clear());
        clickOn(answer).write(" Kate");
        assertEquals(" Kate", session.experimentProperty().get().answer());
        assertEquals("␣Kate", answer.getText());
        fx(() -> answer.setText("Kate"));
        assertTrue(guard("#answer-guard").contains("no space in front"));
        fx(() -> answer.setText("␣Kathmandu␣valley"));
        assertTrue(guard("#answer-guard").contains("Only the first one"));
        await(() -> !session.staleProperty().get());
        assertNotNull(session.comparisonProperty().get());
    }
}
