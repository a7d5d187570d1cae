package org.headscope.app.circuit;

import java.util.List;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.scene.control.Label;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.headscope.app.theme.Styles;

/** Columns of words, with a sentence above. */
final class WordGrid extends VBox {
    private static final double FIRST = 0.2;

    WordGrid(Sheet.Grid grid) {
        super(4);
        var about = new Label(grid.about());
        about.getStyleClass().add(Styles.SMALL);
        about.setWrapText(true);
        about.setMinHeight(USE_PREF_SIZE);
        var table = new TableView<List<String>>();
        table.setId("circuit-grid");
        table.setMinSize(0, 0);
        for (int i = 0; i < grid.headings().size(); i++) table.getColumns().add(column(grid, i, table));
        table.getItems().setAll(grid.rows());
        VBox.setVgrow(table, Priority.ALWAYS);
        setMinSize(0, 0);
        getChildren().setAll(about, table);
    }

    private static TableColumn<List<String>, String> column(Sheet.Grid grid, int index, TableView<?> table) {
        var column = new TableColumn<List<String>, String>(grid.headings().get(index));
        column.setCellValueFactory(
                row -> new ReadOnlyStringWrapper(row.getValue().get(index)).getReadOnlyProperty());
        column.setSortable(false);
        column.getStyleClass().add(Styles.MONO);
        double share = index == 0 ? FIRST : (1 - FIRST) / (grid.headings().size() - 1);
        column.prefWidthProperty().bind(table.widthProperty().subtract(18).multiply(share));
        return column;
    }
}
