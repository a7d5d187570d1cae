package org.headscope.app.shell;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javafx.stage.DirectoryChooser;
import javafx.stage.FileChooser;
import javafx.stage.Window;
import org.headscope.app.text.Text;

/** The system's dialogs in which files are chosen. */
final class Choosers {
    private Choosers() {}

    static Optional<Path> modelFolder(Window owner) {
        var chooser = new DirectoryChooser();
        chooser.setTitle(Text.of("command.openFolder"));
        return Optional.ofNullable(chooser.showDialog(owner)).map(File::toPath);
    }

    /** The chosen files; none if the dialog was closed. */
    static List<Path> promptFiles(Window owner) {
        var chooser = new FileChooser();
        chooser.setTitle(Text.of("command.importPrompts"));
        chooser.getExtensionFilters()
                .add(new FileChooser.ExtensionFilter(
                        Text.of("prompts.files"), "*.txt", "*.jsonl", "*.json", "*.csv", "*.tsv"));
        List<File> chosen = chooser.showOpenMultipleDialog(owner);
        return chosen == null ? List.of() : chosen.stream().map(File::toPath).toList();
    }

    /** The files of a corpus; none if the dialog was closed. */
    static List<Path> corpusFiles(Window owner) {
        var chooser = new FileChooser();
        chooser.setTitle(Text.of("command.openCorpus"));
        chooser.getExtensionFilters()
                .add(new FileChooser.ExtensionFilter(Text.of("example.files"), "*.txt", "*.jsonl", "*.csv", "*.tsv"));
        List<File> chosen = chooser.showOpenMultipleDialog(owner);
        return chosen == null ? List.of() : chosen.stream().map(File::toPath).toList();
    }

    /** Where to write a page for a browser. */
    static Optional<Path> newReport(Window owner) {
        var chooser = new FileChooser();
        chooser.setTitle(Text.of("example.report"));
        chooser.setInitialFileName("examples.html");
        chooser.getExtensionFilters().add(new FileChooser.ExtensionFilter(Text.of("example.report.files"), "*.html"));
        return Optional.ofNullable(chooser.showSaveDialog(owner)).map(File::toPath);
    }

    /** Where to write a picture of what has this name. */
    static Optional<Path> newPicture(Window owner, String name) {
        var chooser = new FileChooser();
        chooser.setTitle(Text.of("pane.export"));
        chooser.setInitialFileName(name + ".png");
        chooser.getExtensionFilters().add(new FileChooser.ExtensionFilter(Text.of("picture.files"), "*.png"));
        return Optional.ofNullable(chooser.showSaveDialog(owner)).map(File::toPath);
    }
}
