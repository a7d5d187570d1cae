package org.headscope.app.prompt;

import java.util.Locale;
import javafx.beans.binding.Bindings;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.headscope.app.pane.Seen;
import org.headscope.app.task.Background;
import org.headscope.app.text.Text;
import org.headscope.app.theme.Icons;
import org.headscope.app.theme.Styles;
import org.kordamp.ikonli.feather.Feather;

/** The library: search, list, what to look for in the chosen prompt, and what an import left out. */
final class LibraryView extends VBox {
    private static final double ROW = 26;

    private final LibraryController controller;
    private final LibraryModel model;
    private final ListView<LibraryRow> list;

    LibraryView(LibraryController controller) {
        this.controller = controller;
        this.model = controller.model();
        this.list = list();
        setSpacing(5);
        getChildren().addAll(head(), idsLine(), list, readingLine(), new ImportNote(model), note());
        VBox.setVgrow(list, Priority.ALWAYS);
    }

    private HBox head() {
        var title = new Label(Text.of("prompt.library").toUpperCase(Locale.ROOT));
        title.getStyleClass().add(Styles.SECTION);
        title.setMinWidth(Region.USE_PREF_SIZE);
        TextField search = searchField();
        HBox.setHgrow(search, Priority.ALWAYS);
        Button paste = Icons.button(Feather.CLIPBOARD, Text.of("prompt.import.paste"), controller::importClipboard);
        paste.setId("paste-prompts");
        var head = new HBox(8, title, search, paste);
        head.setAlignment(Pos.CENTER_LEFT);
        head.setMinHeight(Region.USE_PREF_SIZE);
        return head;
    }

    private TextField searchField() {
        var field = new TextField();
        field.setId("prompt-search");
        field.setPromptText(Text.of("prompt.search"));
        field.setAccessibleText(Text.of("prompt.search"));
        field.setMinHeight(Region.USE_PREF_SIZE);
        field.textProperty().bindBidirectional(model.searchProperty());
        field.addEventFilter(KeyEvent.KEY_PRESSED, key -> {
            if (key.getCode() == KeyCode.ESCAPE && !field.getText().isEmpty()) {
                field.clear();
                key.consume();
            } else if (key.getCode() == KeyCode.DOWN) {
                list.requestFocus();
                if (list.getSelectionModel().isEmpty()) list.getSelectionModel().selectFirst();
                key.consume();
            }
        });
        return field;
    }

    private ListView<LibraryRow> list() {
        var view = new ListView<>(model.rows());
        view.setId("prompt-library");
        view.getStyleClass().add("library");
        view.setFixedCellSize(ROW);
        view.setMinHeight(3 * ROW);
        // It asks for little and takes what is left: a column that is too low would else be shortened everywhere.
        view.setPrefHeight(3 * ROW);
        view.setAccessibleText(Text.of("prompt.library"));
        view.setCellFactory(_ -> (ListCell<LibraryRow>) new LibraryCell(controller));
        var nothing = new Label();
        nothing.getStyleClass().add(Styles.SMALL);
        nothing.setWrapText(true);
        nothing.textProperty()
                .bind(model.searchProperty()
                        .map(words -> words.isBlank() ? "" : Text.of("prompt.search.nothing", words.strip())));
        view.setPlaceholder(nothing);
        view.addEventFilter(KeyEvent.KEY_PRESSED, key -> press(view, key));
        model.revealedProperty().subscribe((_, _) -> reveal(view));
        // What an import left out is said below the list, which makes it lower after the group was shown.
        view.heightProperty().subscribe((_, _) -> reveal(view));
        view.addEventFilter(
                MouseEvent.MOUSE_PRESSED, _ -> model.revealedProperty().set(null));
        view.addEventFilter(ScrollEvent.SCROLL, _ -> model.revealedProperty().set(null));
        return view;
    }

    private void press(ListView<LibraryRow> view, KeyEvent key) {
        model.revealedProperty().set(null);
        LibraryRow row = view.getSelectionModel().getSelectedItem();
        if (row == null) return;
        int at = view.getSelectionModel().getSelectedIndex();
        switch (key.getCode()) {
            case ENTER, SPACE -> controller.activate(row);
            case RIGHT -> controller.open(row.group(), true);
            case LEFT -> {
                controller.open(row.group(), false);
                at = headingOf(row.group());
            }
            default -> {
                return;
            }
        }
        view.getSelectionModel().clearAndSelect(at);
        key.consume();
    }

    private int headingOf(PromptGroup group) {
        for (int i = 0; i < model.rows().size(); i++) {
            if (model.rows().get(i) instanceof LibraryRow.Heading heading && heading.group() == group) return i;
        }
        return 0;
    }

    /** Shows the group that came last once its rows are there, until the user goes elsewhere in the list. */
    private void reveal(ListView<LibraryRow> view) {
        Background.later(() -> {
            PromptGroup group = model.revealedProperty().get();
            if (group != null) view.scrollTo(headingOf(group));
        });
    }

    private Label idsLine() {
        var line = new Label(Text.of("prompt.library.ids"));
        line.setId("library-ids");
        line.getStyleClass().add(Styles.SMALL);
        line.setWrapText(true);
        line.setMinHeight(Region.USE_PREF_SIZE);
        Seen.when(line, model.idsOnlyProperty());
        return line;
    }

    /** What is being read, and then how many prompts came. */
    private Label readingLine() {
        var line = new Label();
        line.getStyleClass().add(Styles.SMALL);
        line.setId("library-said");
        line.setWrapText(true);
        line.setMinHeight(Region.USE_PREF_SIZE);
        line.textProperty()
                .bind(Bindings.when(model.readingProperty().isNotEmpty())
                        .then(model.readingProperty())
                        .otherwise(model.addedProperty()));
        Seen.when(line, line.textProperty().isNotEmpty());
        return line;
    }

    /** The sentence on what to look for in the prompt that is in the editor. */
    private Label note() {
        var note = new Label();
        note.setId("prompt-note");
        note.getStyleClass().addAll(Styles.SMALL, "look-for");
        note.setWrapText(true);
        note.setMinHeight(Region.USE_PREF_SIZE);
        var words = model.chosenProperty().map(item -> item.prompt().note()).orElse("");
        note.textProperty().bind(words);
        Seen.when(note, words.map(text -> !text.isEmpty()));
        return note;
    }
}
