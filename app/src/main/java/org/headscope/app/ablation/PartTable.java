package org.headscope.app.ablation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import javafx.beans.property.Property;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.scene.control.Label;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import org.headscope.app.heatmap.Cell;
import org.headscope.app.session.MetricText;
import org.headscope.app.text.Text;
import org.headscope.engine.hook.Site;

/** All parts in a table that can be sorted: by a click on a column, or with the commands of the pane. */
final class PartTable extends TableView<PartRow> {
    private static final double NUMBER = 70;

    private final AblationModel model;
    private final Map<Column, TableColumn<PartRow, ?>> columns = new EnumMap<>(Column.class);
    private boolean filling;

    /** @param actions what Enter does with the part of the chosen row */
    PartTable(AblationModel model, AblationView.Actions actions) {
        this.model = model;
        setId("ablation-table");
        setPlaceholder(new Label());
        setColumnResizePolicy(CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
        setMinSize(0, 0);
        for (Column column : Column.values()) columns.put(column, column(column));
        getColumns().setAll(List.copyOf(columns.values()));
        for (Property<?> property : List.of(model.effects, model.path, model.off, model.help)) {
            property.subscribe(this::fill);
        }
        for (Property<?> property : List.of(model.path, model.averageOver)) property.subscribe(this::showColumns);
        showColumns();
        fill();
        model.selected.subscribe(this::showSelected);
        getSelectionModel().selectedItemProperty().subscribe(this::selected);
        model.sort.subscribe(this::sortBy);
        addEventHandler(KeyEvent.KEY_PRESSED, event -> {
            PartRow row = getSelectionModel().getSelectedItem();
            if (row == null || event.getCode() != KeyCode.ENTER && event.getCode() != KeyCode.SPACE) return;
            actions.toggle(List.of(row.part()));
            event.consume();
        });
    }

    /** The rows in the order they are seen. */
    List<PartRow> rows() {
        return List.copyOf(getItems());
    }

    private TableColumn<PartRow, ?> column(Column column) {
        return column == Column.PART ? parts() : numbers(column);
    }

    private TableColumn<PartRow, Site> parts() {
        var parts = new TableColumn<PartRow, Site>(Column.PART.words());
        parts.setCellValueFactory(
                data -> new ReadOnlyObjectWrapper<>(data.getValue().part()));
        parts.setCellFactory(_ -> new TableCell<>() {
            @Override
            protected void updateItem(Site part, boolean empty) {
                super.updateItem(part, empty);
                setText(empty || part == null ? "" : name(part));
            }
        });
        // As the map has them: layer by layer, heads first.
        parts.setComparator(Comparator.comparing(part -> {
            Cell cell = model.grid.get().cell(part);
            return cell.row() * model.grid.get().columns() + cell.column();
        }));
        parts.setPrefWidth(95);
        return parts;
    }

    private String name(Site part) {
        boolean off = model.off.get().contains(model.grid.get().cell(part));
        return off ? Text.of("ablation.tip.off", part.label()) : part.label();
    }

    private static TableColumn<PartRow, Double> numbers(Column column) {
        var numbers = new TableColumn<PartRow, Double>(column.words());
        numbers.setCellValueFactory(data -> new ReadOnlyObjectWrapper<>(column.value(data.getValue())));
        numbers.setCellFactory(_ -> new TableCell<>() {
            @Override
            protected void updateItem(Double value, boolean empty) {
                super.updateItem(value, empty);
                setText(
                        empty || value == null
                                ? ""
                                : column == Column.SPREAD ? MetricText.value(value) : MetricText.change(value));
            }
        });
        // What is not known stands last, whichever way the others stand.
        numbers.setComparator((a, b) -> compare(a, b, numbers.getSortType()));
        numbers.setSortType(TableColumn.SortType.DESCENDING);
        numbers.getStyleClass().add("number");
        numbers.setPrefWidth(NUMBER);
        return numbers;
    }

    private static int compare(double a, double b, TableColumn.SortType way) {
        if (Double.isNaN(a) || Double.isNaN(b)) {
            int last = Boolean.compare(Double.isNaN(a), Double.isNaN(b));
            return way == TableColumn.SortType.ASCENDING ? last : -last;
        }
        return Double.compare(a, b);
    }

    private void showColumns() {
        columns.forEach((column, node) -> node.setVisible(column.isSeen(model.path.get(), model.averaged.get())));
    }

    /** Unsorted, the largest numbers come first. */
    private void fill() {
        Path path = model.path.get();
        var rows = new ArrayList<>(model.effects.get().rows().values());
        rows.sort(Comparator.comparingDouble(row -> {
            double size = Math.abs(row.of(path));
            return Double.isNaN(size) ? 1 : -size;
        }));
        filling = true;
        getItems().setAll(rows);
        sort();
        filling = false;
        showSelected();
    }

    private void sortBy(Column column) {
        getSortOrder().clear();
        if (column != null) getSortOrder().add(columns.get(column));
        sort();
    }

    private void showSelected() {
        Cell cell = model.selected.get();
        PartRow row = getItems().stream()
                .filter(one -> cell != null && model.grid.get().cell(one.part()).equals(cell))
                .findFirst()
                .orElse(null);
        filling = true;
        if (row == null) getSelectionModel().clearSelection();
        else getSelectionModel().select(row);
        filling = false;
    }

    private void selected(PartRow row) {
        if (row != null && !filling) model.selected.set(model.grid.get().cell(row.part()));
    }
}
