package org.headscope.app.lens;

import java.util.List;
import java.util.Locale;
import java.util.function.IntConsumer;
import javafx.geometry.Bounds;
import javafx.geometry.Insets;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.VBox;
import javafx.stage.Popup;
import org.headscope.app.text.Text;
import org.headscope.app.theme.Icons;
import org.headscope.app.theme.Styles;
import org.headscope.engine.analysis.LensCell;
import org.headscope.engine.experiment.Run;
import org.kordamp.ikonli.feather.Feather;

/** The most likely tokens of a cell, in a small window beside it; a click on one pins it, another lets it go. */
final class TopList {
    private record Line(int rank, int token, String label, double logProbability) {
        String text() {
            return String.format(
                    Locale.ROOT,
                    "%2d  %-14s %7s %8.3f",
                    rank,
                    shorten(label),
                    ColourBy.percent(Math.exp(logProbability)),
                    logProbability);
        }

        private static String shorten(String text) {
            return text.codePointCount(0, text.length()) <= 14
                    ? text
                    : text.substring(0, text.offsetByCodePoints(0, 13)) + "…";
        }
    }

    private static final double ROW = 22;
    private static final double WIDTH = 330;
    /** What a list cell leaves free at its left. */
    private static final double INDENT = 9;

    private final LensModel model;
    private final IntConsumer onToggle;
    private final Label title = new Label();
    private final ListView<Line> list = new ListView<>();
    private final Popup popup = new Popup();
    /** The run whose cell is listed. */
    private Run run;

    TopList(LensModel model, IntConsumer onToggle) {
        this.model = model;
        this.onToggle = onToggle;
        title.getStyleClass().add(Styles.STRONG);
        var columns = new Label(
                String.format(
                        Locale.ROOT,
                        "%2s  %-14s %7s %8s",
                        "#",
                        Text.of("lens.list.token"),
                        Text.of("lens.list.probability"),
                        Text.of("lens.list.log")),
                Icons.of(Feather.BOOKMARK));
        columns.getStyleClass().addAll(Styles.MONO, Styles.MUTED);
        columns.setPadding(new Insets(0, 0, 0, INDENT));
        var hint = new Label(Text.of("lens.list.hint"));
        hint.getStyleClass().add(Styles.SMALL);
        list.setFixedCellSize(ROW);
        list.setCellFactory(_ -> new LineCell());
        list.setAccessibleText(Text.of("lens.list.hint"));
        list.setOnKeyPressed(event -> {
            if (event.getCode() == KeyCode.ENTER || event.getCode() == KeyCode.SPACE) {
                toggle(list.getSelectionModel().getSelectedItem());
                event.consume();
            }
        });
        // A list keeps Esc to itself.
        list.addEventFilter(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() != KeyCode.ESCAPE) return;
            popup.hide();
            event.consume();
        });
        var box = new VBox(title, columns, list, hint);
        box.setSpacing(4);
        box.getStyleClass().add(Styles.CARD);
        box.setPrefWidth(WIDTH);
        popup.getContent().setAll(box);
        popup.setAutoHide(true);
        popup.setHideOnEscape(true);
        model.pins().subscribe(list::refresh);
        model.tableProperty().subscribe(this::hideIfOld);
    }

    /** More positions may be read while the list is open; another run closes it. */
    private void hideIfOld() {
        LensTable now = model.tableProperty().get();
        if (run != null && (now == null || !now.runs().contains(run))) popup.hide();
    }

    /** Shows the list of a cell below it. */
    void show(LensGrid grid, LensPlace place) {
        LensTable table = grid.table();
        Bounds at = grid.onScreen(place);
        LensCell cell = table.cell(place);
        if (cell == null || at == null) return;
        run = table.shown().run();
        title.setText(Text.of(
                "lens.cell.place",
                table.rows().get(place.row()).label(),
                place.position(),
                table.prompt(place.position())));
        List<Line> lines = cell.best().stream()
                .map(token -> new Line(
                        cell.best().indexOf(token) + 1,
                        token,
                        table.label(token),
                        table.line(place.position(), token)[place.row()]))
                .toList();
        list.getItems().setAll(lines);
        list.setPrefHeight(lines.size() * ROW + 2);
        list.getSelectionModel().selectFirst();
        popup.show(grid, at.getMinX(), at.getMaxY() + 3);
        list.requestFocus();
    }

    private void toggle(Line line) {
        if (line != null) onToggle.accept(line.token());
    }

    /** A line of the list; a mark in front says that it is pinned. */
    private final class LineCell extends ListCell<Line> {
        LineCell() {
            getStyleClass().add(Styles.MONO);
            setOnMouseClicked(_ -> toggle(getItem()));
        }

        @Override
        protected void updateItem(Line line, boolean empty) {
            super.updateItem(line, empty);
            setText(empty || line == null ? null : line.text());
            if (empty || line == null) {
                setGraphic(null);
            } else {
                var mark = Icons.of(Feather.BOOKMARK);
                mark.setOpacity(model.isPinned(line.token()) ? 1 : 0.2);
                setGraphic(mark);
            }
        }
    }
}
