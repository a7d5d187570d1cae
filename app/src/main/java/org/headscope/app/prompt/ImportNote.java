package org.headscope.app.prompt;

import java.util.List;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.headscope.app.pane.Seen;
import org.headscope.app.text.Text;
import org.headscope.app.theme.Icons;
import org.headscope.app.theme.Styles;
import org.kordamp.ikonli.feather.Feather;

/** What an import left out, every line in full, until it is dismissed. */
final class ImportNote extends VBox {
    private static final double HIGHEST = 120;
    /** Nobody reads more; a broken file may have a thousand. */
    private static final int MOST_LINES = 300;

    private final VBox lines = new VBox(4);
    private final ScrollPane scroll = new ScrollPane(lines);

    ImportNote(LibraryModel model) {
        getStyleClass().addAll(Styles.CARD, "import-note");
        setId("import-note");
        setSpacing(3);
        setMinHeight(Region.USE_PREF_SIZE);
        var sentence = words("", Styles.WARNING);
        sentence.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(sentence, Priority.ALWAYS);
        var dismiss = Icons.button(
                Feather.X, Text.of("pane.dismiss"), () -> model.reportProperty().set(null));
        dismiss.setId("dismiss-note");
        dismiss.setMinWidth(Region.USE_PREF_SIZE);
        scroll.setFitToWidth(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        scroll.setAccessibleText(Text.of("prompt.import.leftOut"));
        lines.heightProperty().subscribe(height -> {
            double high = Math.min(HIGHEST, height.doubleValue() + 2);
            scroll.setMinHeight(high);
            scroll.setPrefHeight(high);
        });
        getChildren().addAll(new HBox(4, sentence, dismiss), scroll);
        model.reportProperty().subscribe(report -> {
            sentence.setText(report == null ? "" : report.sentence());
            show(report);
        });
        Seen.when(this, model.reportProperty().isNotNull());
    }

    private void show(ImportReport report) {
        var all = report == null ? List.<String>of() : report.lines();
        lines.getChildren()
                .setAll(all.stream()
                        .limit(MOST_LINES)
                        .map(line -> words(line, Styles.SMALL))
                        .toList());
        if (all.size() > MOST_LINES) {
            lines.getChildren().add(words(Text.of("prompt.import.more", all.size() - MOST_LINES), Styles.SMALL));
        }
        scroll.setVvalue(0);
        scroll.setVisible(!all.isEmpty());
        scroll.setManaged(!all.isEmpty());
    }

    private static Label words(String text, String style) {
        var label = new Label(text);
        label.getStyleClass().add(style);
        label.setWrapText(true);
        label.setMinHeight(Region.USE_PREF_SIZE);
        return label;
    }
}
