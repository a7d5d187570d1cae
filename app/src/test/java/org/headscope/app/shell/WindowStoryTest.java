package org.headscope.app.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.MenuButton;
import javafx.scene.control.TextArea;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;
import org.headscope.app.HeldEngine;
import org.headscope.app.resources.Resources;
import org.headscope.app.session.Shown;
import org.headscope.app.theme.Theme;
import org.headscope.engine.check.Check;
import org.headscope.engine.hook.Site;
import org.headscope.engine.hook.ZeroAblation;
import org.headscope.engine.model.Processing;
import org.junit.jupiter.api.Test;

/** The whole window on the bundled model, as a person uses it. */
class WindowStoryTest extends WindowTest {
    @Test
    void ablatingAHeadAndUndoingIt() {
        assertEquals(5.07, metric(), 0.005);

        fx(() -> session.selection().partProperty().set(Site.head(3, 5)));
        push(KeyCode.CONTROL, KeyCode.D);
        awaitRun(2);
        assertEquals(16.006, metric(), 0.005);

        push(KeyCode.CONTROL, KeyCode.Z);
        await(() -> session.experimentProperty().get().isClean()
                && !session.staleProperty().get());
        assertEquals(5.07, metric(), 0.005);

        push(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.Z);
        await(() -> !session.experimentProperty().get().isClean()
                && !session.staleProperty().get());
        assertEquals(16.006, metric(), 0.005);
    }

    @Test
    void typingAPromptRunsIt() {
        TextArea editor = lookup(".text-area").queryAs(TextArea.class);
        clickOn(editor);
        push(KeyCode.CONTROL, KeyCode.A);
        write("The capital of France is Paris. The capital of Japan is");
        await(() -> session.experimentProperty().get().prompt().endsWith("Japan is")
                && !session.staleProperty().get());
        int last = session.comparisonProperty().get().after().tokens().size() - 1;
        int best = session.comparisonProperty()
                .get()
                .after()
                .top(last, 1)
                .getFirst()
                .id();
        assertEquals(" Tokyo", session.model().tokenizer().text(best));
    }

    @Test
    void anotherModelOpensAndOneThatCannotLeavesEverythingAsItIs() throws Exception {
        Path broken = Files.createDirectory(folder.resolve("kaputt ä"));
        Files.writeString(broken.resolve("config.json"), "{\"model_type\": \"mamba\"}");
        fx(() -> shell.openModel(broken));
        await(() -> opener.stateProperty().get().phase() == EngineState.Phase.READY
                && lookup(".notice").query().isVisible());
        assertEquals("primer-4l", session.model().name());

        Path golden = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(golden.resolve("src/test/golden/gpt2"))) golden = golden.getParent();
        Path tiny = golden.resolve("src/test/golden/gpt2");
        fx(() -> session.edit("ids", e -> e.withPrompt("5 8 13 21").withAnswers("", "")));
        fx(() -> shell.openModel(tiny));
        await(() -> session.model().name().equals("gpt2")
                && session.comparisonProperty().get() != null
                && !session.staleProperty().get());
        assertEquals(
                5, fx(() -> session.comparisonProperty().get().after().tokens().size()));
    }

    @Test
    void everyCommandOfThePaletteCanBeFound() {
        push(KeyCode.CONTROL, KeyCode.K);
        write("3.5");
        push(KeyCode.ENTER);
        await(() -> session.selection().partProperty().get().equals(Site.head(3, 5)));
        List<String> kinds = fx(() -> new HeadSource(session)
                .entries("2").stream()
                        .filter(entry -> !entry.kind().equals("head"))
                        .map(entry -> entry.name() + ": " + entry.kind())
                        .toList());
        assertTrue(kinds.containsAll(List.of("MLP 2: MLP", "attention 2: attention layer")), kinds.toString());
    }

    @Test
    void theChoicesOfThePanesAreInThePalette() {
        for (String words : List.of("Attention: Prompt as text", "Logit lens: Final norm with the scale of the last")) {
            push(KeyCode.CONTROL, KeyCode.K);
            write(words);
            push(KeyCode.ENTER);
            settle();
        }
        assertTrue(lookup("#attention-asText").queryAs(ToggleButton.class).isSelected());
        await(() -> lookup("#lens-menu").queryAs(MenuButton.class).getText().endsWith("final scale"));
    }

    @Test
    void aWindowOfPanesAlone() {
        push(KeyCode.SHIFT, KeyCode.F11);
        settle();
        assertTrue(lookup("#prompt-text").tryQuery().isEmpty());
        push(KeyCode.F11);
        assertEquals(1, fx(() -> lookup(".pane-card").queryAll().size()));
        push(KeyCode.F11);
        push(KeyCode.CONTROL, KeyCode.L);
        settle();
        assertTrue(fx(() -> lookup("#prompt-text").query().isFocused()), "who wants to type gets the column back");
        assertEquals(4, fx(() -> lookup(".pane-card").queryAll().size()));
    }

    @Test
    void thePaletteSaysThatNothingFits() {
        push(KeyCode.CONTROL, KeyCode.K);
        write("zzqx");
        assertEquals(
                "Nothing here is called “zzqx”.",
                fx(() -> lookup(".palette .placeholder .label").queryLabeled().getText()));
        push(KeyCode.ESCAPE);
    }

    @Test
    void aboutTellsVersionLicencesAndShortcuts() {
        var links = new ArrayList<String>();
        fx(() -> shell.setOnLink(links::add));
        push(KeyCode.F1);
        assertFalse(fx(() -> lookup("#about-version").queryLabeled().getText()).isEmpty());
        clickOn("Licences of the libraries and fonts");
        assertTrue(links.getFirst().endsWith("/licences/"), links.toString());
        List<String> keys = lookup("#about .key").queryAllAs(Label.class).stream()
                .map(Label::getText)
                .toList();
        assertTrue(keys.size() > 10 && keys.containsAll(List.of("A", "Ctrl+D", "Esc")), keys.toString());
        clickOn("Close");
    }

    @Test
    void theSelfTestListsEveryCheckWithItsNumbers() {
        clickOn("self-test");
        await(() -> lookup("self-test 15 / 15").tryQuery().isPresent());
        clickOn("self-test 15 / 15");
        ListView<Check> list = fx(() -> lookup("#self-test-checks").queryListView());
        assertEquals(15, fx(() -> list.getItems().size()));
        assertTrue(fx(() -> list.getItems().getLast().detail().contains("difference")
                || list.getItems().getLast().detail().equals("exact")));
        clickOn("Close");
    }

    @Test
    void themesBosAndFoldingSwitch() {
        boolean dark = fx(() -> Theme.darkProperty().get());
        push(KeyCode.CONTROL, KeyCode.T);
        assertNotEquals(dark, fx(() -> Theme.darkProperty().get()));

        push(KeyCode.CONTROL, KeyCode.B);
        await(() -> !session.experimentProperty().get().prependBos()
                && !session.staleProperty().get());
        assertFalse(fx(() -> session.comparisonProperty().get().after().tokens().startsWithBos()));

        push(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.F);
        await(() -> session.model().processing().equals(Processing.RAW)
                && session.comparisonProperty().get() != null
                && !session.staleProperty().get());
    }

    @Test
    void aStoppedRunSaysWhoseNumbersAreSeenAndRunsAgain() {
        try (var _ = new HeldEngine()) {
            fx(() -> session.toggle(new ZeroAblation(Site.head(3, 5))));
            assertFalse(noteIsSeen());
            push(KeyCode.ESCAPE);
            assertTrue(noteIsSeen());
            assertTrue(fx(() -> lookup("#stopped-note .label").queryLabeled().getText())
                    .contains("belongs to run 1"));
            assertTrue(session.staleProperty().get());
        }
        clickOn("#run-again");
        awaitRun(2);
        assertFalse(noteIsSeen());
        assertEquals(16.006, metric(), 0.005);
    }

    @Test
    void theSwitchOfFoldedWeightsTellsWhatTheOpenModelIs() throws Exception {
        Path copy = Files.createDirectory(folder.resolve("copy"));
        try (Stream<Path> all = Files.list(Resources.bundledModel())) {
            for (Path file : all.filter(Files::isRegularFile).toList())
                Files.copy(file, copy.resolve(file.getFileName()));
        }
        fx(() -> shell.openModel(copy));
        await(() -> session.model().folder().equals(copy) && isReady());
        Files.delete(copy.resolve("model.safetensors"));
        push(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.F);
        await(() -> lookup(".notice").query().isVisible() && isReady());
        assertEquals(Processing.FOLDED, session.model().processing());
        assertTrue(fx(() -> folded().isSelected()));

        // Switched there and back while the other weights load: nothing changes.
        fx(() -> shell.openModel(Resources.bundledModel()));
        await(() -> session.model().folder().equals(Resources.bundledModel()) && isReady());
        var before = session.model();
        fx(() -> {
            folded().fire();
            folded().fire();
        });
        await(this::isReady);
        assertSame(before, session.model());
        assertTrue(fx(() -> folded().isSelected()));
    }

    private CheckBox folded() {
        return lookup(".top-bar .check-box").queryAllAs(CheckBox.class).stream()
                .filter(box -> box.getText().startsWith("Folded"))
                .findFirst()
                .orElseThrow();
    }

    private boolean isReady() {
        return opener.stateProperty().get().phase() == EngineState.Phase.READY;
    }

    private boolean noteIsSeen() {
        settle();
        return fx(() -> lookup("#stopped-note").query().isVisible());
    }

    @Test
    void aPaneTakesTheWholeWindowAndGivesItBack() {
        int panes = fx(() -> lookup(".pane-card").queryAll().size());
        push(KeyCode.CONTROL, KeyCode.DIGIT2);
        assertEquals(1, fx(() -> lookup(".pane-card").queryAll().size()));
        push(KeyCode.CONTROL, KeyCode.DIGIT2);
        assertEquals(panes, fx(() -> lookup(".pane-card").queryAll().size()));
    }

    @Test
    void allPanesShowOnePairOfRuns() {
        fx(() -> session.toggle(new ZeroAblation(Site.mlp(2))));
        awaitRun(2);
        for (Shown shown : Shown.values()) {
            fx(() -> session.shownProperty().set(shown));
            settle();
        }
        assertFalse(session.comparisonProperty().get().isClean());
    }
}
