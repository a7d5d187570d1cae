package org.headscope.app.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javafx.scene.control.Labeled;
import javafx.scene.control.TextArea;
import javafx.scene.layout.StackPane;
import org.headscope.app.GuiTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files are dragged over a window whose whole area is a text area, which takes only text by itself. */
class DropTargetTest extends GuiTest {
    @TempDir
    private Path folder;

    private final List<Path> models = new ArrayList<>();
    private final List<List<Path>> prompts = new ArrayList<>();
    private DropTarget drop;

    @BeforeEach
    void open() {
        show(() -> {
            drop = new DropTarget(models::add, prompts::add);
            return new StackPane(new TextArea(), drop.veil());
        });
        fx(() -> drop.listenTo(stage().getScene()));
    }

    private FileDrag drag(Path... files) {
        return FileDrag.of(stage().getScene(), files);
    }

    private boolean over(FileDrag drag) {
        return fx(() -> drag.over(300, 200));
    }

    private boolean release(FileDrag drag) {
        boolean taken = fx(() -> drag.release(300, 200));
        assertFalse(fx(() -> drop.veil().isVisible()), "nothing covers the window when the drag is over");
        return taken;
    }

    /** What covers the window says. */
    private String promise() {
        return fx(() ->
                drop.veil().isVisible() ? ((Labeled) drop.veil().getChildren().getFirst()).getText() : "");
    }

    private Path file(String name) throws IOException {
        return Files.writeString(folder.resolve(name), "");
    }

    @Test
    void aFolderIsAModel() throws IOException {
        Path model = Files.createDirectory(folder.resolve("gpt2 größer"));
        FileDrag drag = drag(model);
        assertEquals("", promise());
        assertTrue(over(drag));
        assertEquals("Release to open the model gpt2 größer", promise());
        assertTrue(release(drag));
        assertEquals(List.of(model), models);
        assertEquals(List.of(), prompts);
    }

    @ParameterizedTest
    @ValueSource(strings = {"step-1000.pt", "model_final.pth", "gpt.ckpt"})
    void aFileOfPyTorchIsAModelOfItsOwn(String name) throws IOException {
        FileDrag drag = drag(file(name));
        assertTrue(over(drag));
        assertEquals("Release to open the model " + name, promise());
        assertTrue(release(drag));
        assertEquals(List.of(folder.resolve(name)), models);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "config.json",
                "model.safetensors",
                "model-00001-of-00003.safetensors",
                "pytorch_model.bin",
                "pytorch_model-00001-of-00003.bin",
                "pytorch_model.bin.index.json"
            })
    void aFileOfAModelStandsForItsFolder(String name) throws IOException {
        assertTrue(release(drag(file(name))));
        assertEquals(List.of(folder), models);
        assertEquals(List.of(), prompts);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.txt", "b.jsonl", "c.json", "d.csv", "e.TSV"})
    void aFileOfPromptsIsAdded(String name) throws IOException {
        Path file = file(name);
        FileDrag drag = drag(file);
        assertTrue(over(drag));
        assertEquals("Release to add the prompts of " + name, promise());
        assertTrue(release(drag));
        assertEquals(List.of(List.of(file)), prompts);
        assertEquals(List.of(), models);
    }

    @Test
    void severalFilesOfPromptsComeTogether() throws IOException {
        Path first = file("a.txt");
        Path second = file("b.jsonl");
        FileDrag drag = drag(first, second);
        assertTrue(over(drag));
        assertEquals("Release to add the prompts of 2 files", promise());
        assertTrue(release(drag));
        assertEquals(List.of(List.of(first, second)), prompts);
    }

    @ParameterizedTest
    @ValueSource(strings = {"picture.png", "weights.npz", "no ending"})
    void somethingElseIsRefusedBeforeItIsReleased(String name) throws IOException {
        assertRefused(drag(file(name)));
    }

    @Test
    void halfOfWhatIsDraggedIsNotTaken() throws IOException {
        assertRefused(drag(file("a.txt"), file("picture.png")));
        Path model = Files.createDirectory(folder.resolve("model"));
        assertRefused(drag(model, Files.createDirectory(folder.resolve("other"))));
        assertRefused(drag(model, folder.resolve("a.txt")));
    }

    private void assertRefused(FileDrag drag) {
        assertFalse(over(drag));
        assertTrue(promise().startsWith("Headscope takes a model folder, "), promise());
        assertFalse(release(drag));
        assertEquals(List.of(), models);
        assertEquals(List.of(), prompts);
    }

    @Test
    void leavingTheWindowLeavesNothingBehind() throws IOException {
        FileDrag drag = drag(file("a.txt"));
        assertTrue(over(drag));
        fx(drag::leave);
        assertEquals("", promise());
        assertEquals(List.of(), prompts);
        assertTrue(over(drag), "and it may come back");
        assertTrue(release(drag));
        assertEquals(1, prompts.size());
    }

    @Test
    void textIsLeftToWhatLiesUnderThePointer() {
        FileDrag text = FileDrag.of(stage().getScene(), "some words");
        over(text);
        assertEquals("", promise());
        fx(text::leave);
    }
}
