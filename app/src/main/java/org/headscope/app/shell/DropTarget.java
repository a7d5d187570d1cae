package org.headscope.app.shell;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.input.DragEvent;
import javafx.scene.input.TransferMode;
import javafx.scene.layout.StackPane;
import org.headscope.app.text.Text;
import org.headscope.app.theme.Styles;
import org.headscope.engine.io.PromptFile;
import org.headscope.engine.io.TorchFile;

/** Takes model folders and prompt files dropped anywhere on the window, and says before the release what a drop will do. */
final class DropTarget {
    private final Label words = new Label();
    private final StackPane veil = new StackPane(words);
    private final Consumer<Path> onModel;
    private final Consumer<List<Path>> onPrompts;

    DropTarget(Consumer<Path> onModel, Consumer<List<Path>> onPrompts) {
        this.onModel = onModel;
        this.onPrompts = onPrompts;
        veil.getStyleClass().add("drop-veil");
        words.getStyleClass().add(Styles.TITLE);
        veil.setMouseTransparent(true);
        veil.setVisible(false);
    }

    /** What covers the window while something is dragged over it. */
    StackPane veil() {
        return veil;
    }

    void listenTo(Scene scene) {
        scene.setOnDragOver(this::over);
        scene.setOnDragExited(_ -> veil.setVisible(false));
        scene.setOnDragDropped(this::dropped);
    }

    private void over(DragEvent event) {
        if (!event.getDragboard().hasFiles()) return;
        List<Path> files = files(event);
        boolean takes = model(files) != null || prompts(files).size() == files.size();
        if (takes) event.acceptTransferModes(TransferMode.COPY);
        words.setText(promise(files));
        veil.setVisible(true);
        event.consume();
    }

    private static String promise(List<Path> files) {
        if (model(files) != null) return Text.of("drop.model", files.getFirst().getFileName());
        if (prompts(files).size() == files.size()) {
            return files.size() == 1
                    ? Text.of("drop.prompts", files.getFirst().getFileName())
                    : Text.of("drop.manyPrompts", files.size());
        }
        return Text.of("drop.unknown");
    }

    private void dropped(DragEvent event) {
        veil.setVisible(false);
        List<Path> files = files(event);
        Path model = model(files);
        if (model != null) {
            onModel.accept(model);
        } else {
            onPrompts.accept(prompts(files));
        }
        event.setDropCompleted(true);
        event.consume();
    }

    /**
     * A single dropped model: the folder itself, the one that a dropped file of it lies in, or a file of PyTorch, of which
     * a folder may hold many.
     */
    private static Path model(List<Path> files) {
        if (files.size() != 1) return null;
        Path only = files.getFirst();
        if (Files.isDirectory(only)) return only;
        String name = only.getFileName().toString();
        boolean shard = name.startsWith("pytorch_model");
        if (TorchFile.isNamedLikeOne(only) && !shard) return only;
        boolean ofModel = shard || name.equals("config.json") || name.endsWith(".safetensors");
        return ofModel ? only.toAbsolutePath().getParent() : null;
    }

    private static List<Path> prompts(List<Path> files) {
        return files.stream().filter(PromptFile::isPromptFile).toList();
    }

    private static List<Path> files(DragEvent event) {
        return event.getDragboard().getFiles().stream().map(File::toPath).toList();
    }
}
