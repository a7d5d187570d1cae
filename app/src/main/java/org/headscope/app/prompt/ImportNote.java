package org.headscope.app.prompt;

import javafx.collections.FXCollections;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.headscope.app.text.Text;
import org.headscope.app.theme.Icons;
import org.headscope.app.theme.Styles;
import org.kordamp.ikonli.feather.Feather;

/** What an import left out, until it is dismissed. */
final class ImportNote extends VBox {
    /** Two lines of words: what most reasons take. */
    private static final double ENTRY = 35;

    private static final double MOST_ENTRIES = 3.4;

    private final ListView<String> lines = new ListView<>();

    ImportNote(LibraryModel model) {
        getStyleClass().addAll(Styles.CARD, "import-note");
        setId("import-note");
        setSpacing(3);
        setMinHeight(Region.USE_PREF_SIZE);
        var sentence = new Label();
        sentence.setWrapText(true);
        sentence.setMinHeight(Region.USE_PREF_SIZE);
        sentence.setMaxWidth(Double.MAX_VALUE);
        sentence.getStyleClass().add(Styles.WARNING);
        HBox.setHgrow(sentence, Priority.ALWAYS);
        var dismiss = Icons.button(
                Feather.X, Text.of("pane.dismiss"), () -> model.reportProperty().set(null));
        dismiss.setId("dismiss-note");
        dismiss.setMinWidth(Region.USE_PREF_SIZE);
        lines.setCellFactory(_ -> new Line());
        lines.setAccessibleText(Text.of("prompt.import.leftOut"));
        getChildren().addAll(new HBox(4, sentence, dismiss), lines);
        model.reportProperty().subscribe(report -> {
            sentence.setText(report == null ? "" : report.sentence());
            show(report);
        });
        Seen.when(this, model.reportProperty().isNotNull());
    }

    private void show(ImportReport report) {
        lines.setItems(
                report == null
                        ? FXCollections.emptyObservableList()
                        : FXCollections.observableArrayList(report.lines()));
        int count = lines.getItems().size();
        double height = Math.min(count, MOST_ENTRIES) * ENTRY + 4;
        lines.setMinHeight(height);
        lines.setPrefHeight(height);
        lines.setMaxHeight(height);
        lines.setVisible(count > 0);
        lines.setManaged(count > 0);
    }

    /** A line that was left out, wrapped. */
    private static final class Line extends ListCell<String> {
        Line() {
            getStyleClass().add(Styles.SMALL);
            setPrefWidth(0);
            setWrapText(true);
        }

        @Override
        protected void updateItem(String line, boolean empty) {
            super.updateItem(line, empty);
            setText(empty ? null : line);
        }
    }
}
