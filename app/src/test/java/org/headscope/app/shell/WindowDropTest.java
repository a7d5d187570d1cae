package org.headscope.app.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.control.Labeled;
import javafx.scene.control.ListView;
import org.headscope.app.resources.Resources;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Files dropped on the window: on the prompt's editor, which lies in the way of every other place, too. */
class WindowDropTest extends WindowTest {
    private boolean drop(String on, Path... files) {
        boolean taken = fx(() -> {
            Node node = lookup(on).query();
            Bounds place = node.localToScene(node.getLayoutBounds());
            return FileDrag.of(stage().getScene(), files).release(place.getCenterX(), place.getCenterY());
        });
        settle();
        return taken;
    }

    private List<String> words(String within) {
        return fx(() -> lookup(within + " .label").queryAllAs(Labeled.class).stream()
                .filter(Node::isVisible)
                .map(Labeled::getText)
                .toList());
    }

    private int prompts() {
        return fx(() -> {
            ListView<?> list = lookup("#prompt-library").query();
            return list.getItems().size();
        });
    }

    @Test
    void promptsComeIntoTheLibrary() throws Exception {
        int before = prompts();
        Path text = Files.writeString(folder.resolve("mine.txt"), "One prompt\nAnother prompt\n");
        assertTrue(drop("#prompt-text", text));
        await(() -> prompts() == before + 3);
        assertTrue(
                words("#prompt-library").contains("Another prompt"),
                words("#prompt-library").toString());

        Path lines = Files.writeString(
                folder.resolve("lines.jsonl"), "{\"prompt\": \"Good\"}\n{\"prompt\": \n{\"prompt\": \"Good, too\"}\n");
        assertTrue(drop("#attention-grid", lines));
        await(() -> prompts() == before + 6);
        assertEquals(
                "lines.jsonl: 2 prompts taken, 1 line left out.",
                words("#import-note").getFirst());
        assertTrue(
                words("#import-note").getLast().startsWith("line 2: "),
                words("#import-note").toString());
    }

    @Test
    void aModelOpensAndWhatIsNoneChangesNothing() throws Exception {
        Path tiny = Resources.folder().resolveSibling("src/test/golden/gpt2");
        fx(() -> session.edit("ids", e -> e.withPrompt("5 8 13").withAnswers("", "")));
        assertTrue(drop("#attention-grid", tiny));
        await(() -> session.model().name().equals("gpt2")
                && !session.staleProperty().get());

        assertTrue(drop("#attention-grid", Files.createDirectory(folder.resolve("empty"))));
        await(() -> lookup(".notice").query().isVisible());
        assertEquals(
                folder.resolve("empty") + " is not a model folder: it has no config.json.",
                String.join("", words(".notice")));
        assertEquals("gpt2", session.model().name());

        assertFalse(drop("#attention-grid", Files.writeString(folder.resolve("picture.png"), "")));
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void weightsThatCannotBeReadSayWhy() throws Exception {
        Path tiny = Resources.folder().resolveSibling("src/test/golden/gpt2");
        Path broken = Files.createDirectory(folder.resolve("broken"));
        Files.copy(tiny.resolve("config.json"), broken.resolve("config.json"));
        Path blob = folder.resolve("blobs/1");
        Path link = Files.createSymbolicLink(broken.resolve("model.safetensors"), blob);

        assertTrue(drop("#attention-grid", link));
        await(() -> lookup(".notice").query().isVisible());

        assertEquals(
                List.of(link + " is a link to " + blob
                        + ", which cannot be reached: put the file itself there, or download it again."),
                words(".notice"));
        assertEquals("primer-4l", session.model().name());
        assertEquals(EngineState.Phase.READY, opener.stateProperty().get().phase());
    }
}
