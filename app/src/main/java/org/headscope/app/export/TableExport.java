package org.headscope.app.export;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.stage.FileChooser;
import javafx.stage.Window;
import org.headscope.app.task.Background;
import org.headscope.app.text.Text;
import org.headscope.engine.experiment.result.ResultCsv;
import org.headscope.engine.experiment.result.ResultJson;
import org.headscope.engine.experiment.result.Table;
import org.headscope.engine.io.AtomicFile;
import org.headscope.engine.io.ModelException;

/**
 * Tables of panes, to the clipboard and to files.
 *
 * @param files where files are written
 * @param onProblem told in one sentence, on the FX thread, why a file could not be written
 */
public record TableExport(Executor files, Consumer<String> onProblem) {
    /** Puts a table on the clipboard, as CSV. FX thread. */
    public static void copy(Table table) {
        var content = new ClipboardContent();
        content.putString(new String(ResultCsv.of(table), StandardCharsets.UTF_8));
        Clipboard.getSystemClipboard().setContent(content);
    }

    /** Asks where to, and writes a table there. FX thread. */
    public void save(Table table, Window owner) {
        var chooser = new FileChooser();
        chooser.setTitle(Text.of("table.save"));
        chooser.setInitialFileName(table.name() + ".csv");
        chooser.getExtensionFilters()
                .addAll(
                        new FileChooser.ExtensionFilter(Text.of("table.csv"), "*.csv"),
                        new FileChooser.ExtensionFilter(Text.of("table.json"), "*.json"));
        File file = chooser.showSaveDialog(owner);
        if (file != null) write(table, file.toPath());
    }

    /** Writes a table, as JSON if the name of the file ends so, else as CSV. */
    public void write(Table table, Path file) {
        boolean json = file.toString().toLowerCase(Locale.ROOT).endsWith(".json");
        files.execute(() -> {
            byte[] bytes = json ? ResultJson.of(table) : ResultCsv.of(table);
            try {
                AtomicFile.write(file, out -> out.write(bytes));
            } catch (ModelException e) {
                Background.later(() -> onProblem.accept(e.getMessage()));
            }
        });
    }
}
