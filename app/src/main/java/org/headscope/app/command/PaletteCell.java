package org.headscope.app.command;

import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.input.MouseButton;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import org.headscope.app.theme.Icons;
import org.headscope.app.theme.Styles;

/** A row of the palette: icon, name, kind, keys. */
final class PaletteCell extends ListCell<PaletteEntry> {
    private final StackPane icon = new StackPane();
    private final Label name = new Label();
    private final Label kind = new Label();
    private final Label keys = new Label();
    private final HBox row;

    PaletteCell(Runnable choose) {
        setOnMouseClicked(event -> {
            if (event.getButton() == MouseButton.PRIMARY && !isEmpty()) {
                choose.run();
            }
        });
        icon.setMinWidth(18);
        icon.setPrefWidth(18);
        kind.getStyleClass().add(Styles.SMALL);
        keys.getStyleClass().add(Styles.KEY);
        keys.setMinWidth(Region.USE_PREF_SIZE);
        kind.setMinWidth(Region.USE_PREF_SIZE);
        var space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        row = new HBox(10, icon, name, space, kind, keys);
        row.setAlignment(Pos.CENTER_LEFT);
        setPrefWidth(0);
    }

    @Override
    protected void updateItem(PaletteEntry entry, boolean empty) {
        super.updateItem(entry, empty);
        setText(null);
        if (empty || entry == null) {
            setGraphic(null);
            return;
        }
        if (entry.icon() == null) {
            icon.getChildren().clear();
        } else {
            icon.getChildren().setAll(Icons.of(entry.icon()));
        }
        name.setText(entry.name());
        kind.setText(entry.kind());
        keys.setText(entry.keys());
        keys.setVisible(!entry.keys().isEmpty());
        keys.setManaged(!entry.keys().isEmpty());
        setGraphic(row);
    }
}
