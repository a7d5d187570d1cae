package org.headscope.app.prompt;

import java.time.LocalDate;
import javafx.css.PseudoClass;
import javafx.event.Event;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.input.MouseButton;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.headscope.app.text.Text;
import org.headscope.app.theme.Icons;
import org.headscope.app.theme.Styles;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** A row of the library: the heading of a group or a prompt. */
final class LibraryCell extends ListCell<LibraryRow> {
    private static final PseudoClass HEADING = PseudoClass.getPseudoClass("heading");
    private static final PseudoClass CHOSEN = PseudoClass.getPseudoClass("chosen");

    private final LibraryController controller;
    private final FontIcon arrow = Icons.of(Feather.CHEVRON_RIGHT);
    private final Label name = new Label();
    private final Label detail = new Label();
    private final Button remove;
    private final HBox line;

    LibraryCell(LibraryController controller) {
        this.controller = controller;
        getStyleClass().add("library-cell");
        detail.getStyleClass().add(Styles.SMALL);
        detail.setMinWidth(Region.USE_PREF_SIZE);
        name.setMaxWidth(Double.MAX_VALUE);
        name.setMinWidth(0);
        HBox.setHgrow(name, Priority.ALWAYS);
        remove = Icons.button(Feather.X, Text.of("prompt.library.remove"), this::removeGroup);
        remove.setFocusTraversable(false);
        line = new HBox(5, arrow, name, detail, remove);
        line.setAlignment(Pos.CENTER_LEFT);
        line.setMinWidth(0);
        line.setPrefWidth(0);
        remove.setOnMouseClicked(Event::consume);
        setOnMouseClicked(click -> {
            if (getItem() != null && click.getButton() == MouseButton.PRIMARY) controller.activate(getItem());
        });
        controller.model().chosenProperty().subscribe(this::mark);
    }

    private void removeGroup() {
        if (getItem() != null) controller.remove(getItem().group());
    }

    @Override
    protected void updateItem(LibraryRow row, boolean empty) {
        super.updateItem(row, empty);
        setText(null);
        setGraphic(empty || row == null ? null : line);
        setAccessibleText("");
        pseudoClassStateChanged(HEADING, row instanceof LibraryRow.Heading);
        if (!empty && row != null) {
            switch (row) {
                case LibraryRow.Heading heading -> show(heading);
                case LibraryRow.Item item -> show(item);
            }
            setAccessibleText(name.getText() + ", " + detail.getText());
        }
        mark();
    }

    private void mark() {
        var chosen = controller.model().chosenProperty().get();
        pseudoClassStateChanged(
                CHOSEN, !isEmpty() && getItem() != null && getItem().equals(chosen));
    }

    private void show(LibraryRow.Heading heading) {
        PromptGroup group = heading.group();
        arrow.setIconCode(heading.open() ? Feather.CHEVRON_DOWN : Feather.CHEVRON_RIGHT);
        arrow.setVisible(true);
        name.setText(group.name());
        detail.setText(detail(heading));
        remove.setVisible(!group.isBundled());
        remove.setManaged(!group.isBundled());
    }

    private static String detail(LibraryRow.Heading heading) {
        PromptGroup group = heading.group();
        if (group.isBundled()) return Text.of("prompt.library.count", heading.shown());
        String origin = group.origin().name();
        return group.day().equals(LocalDate.now())
                ? Text.of("prompt.library.today." + origin, heading.shown())
                : Text.of(
                        "prompt.library.on." + origin,
                        heading.shown(),
                        group.day().toString());
    }

    private void show(LibraryRow.Item item) {
        arrow.setVisible(false);
        name.setText(PromptTitle.of(item.prompt()));
        detail.setText(Text.of(
                "prompt.library.place", item.index() + 1, item.group().prompts().size()));
        remove.setVisible(false);
        remove.setManaged(false);
    }
}
