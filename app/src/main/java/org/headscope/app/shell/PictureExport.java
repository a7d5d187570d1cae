package org.headscope.app.shell;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import javafx.scene.image.Image;
import javafx.stage.Stage;
import org.headscope.app.pane.PaneCard;
import org.headscope.app.pane.Pictures;
import org.headscope.app.task.Background;
import org.headscope.app.text.Text;
import org.headscope.engine.io.FileFault;

/**
 * Pictures of panes, to the clipboard and to files.
 *
 * @param warn told in one sentence why a picture could not be written
 */
record PictureExport(Stage stage, Executor files, Consumer<String> warn) {
    private static final double SCALE = 2;

    /** Puts both ways into the head of a pane. */
    void offer(PaneCard card) {
        card.onCopyImageProperty().set(() -> Pictures.copy(card.picture(SCALE)));
        card.onExportProperty().set(() -> {
            Image picture = card.picture(SCALE);
            Choosers.newPicture(stage, card.titleProperty().get()).ifPresent(file -> write(picture, file));
        });
    }

    private void write(Image picture, Path file) {
        files.execute(() -> {
            try {
                Pictures.writePng(picture, file);
            } catch (IOException e) {
                Background.later(() -> warn.accept(Text.of("picture.failed", file, FileFault.reason(e))));
            }
        });
    }
}
