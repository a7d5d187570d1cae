package org.headscope.app.lens;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.geometry.BoundingBox;
import javafx.geometry.Bounds;
import javafx.geometry.Orientation;
import javafx.scene.control.ScrollBar;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.ScrollEvent;
import javafx.scene.layout.Region;
import org.headscope.app.heatmap.Cell;
import org.headscope.app.heatmap.Colouring;
import org.headscope.app.heatmap.HeatMap;
import org.headscope.app.heatmap.Matrix;
import org.headscope.app.text.Text;
import org.headscope.app.theme.Painted;
import org.headscope.app.theme.TextFit;
import org.headscope.engine.analysis.LensRow;

/**
 * The grid of layers and positions. Of a long prompt it shows as many columns as stay wide enough for a token, and
 * scrolls by whole columns, so that row labels stay in place.
 */
final class LensGrid extends Region {
    private static final double LEAST_COLUMN = 40;
    /** Where columns are narrower, their labels are smaller. */
    private static final double ROOMY_COLUMN = 52;

    private static final double LARGEST_CELL = 200;
    private static final double LEAST_ROW = 13;
    private static final double MOST_ROW = 48;
    private static final double PREFERRED_ROW = 24;
    private static final double LABELS = 36;

    private final LensModel model;
    private final boolean before;
    private final HeatMap map = new HeatMap();
    private final ScrollBar bar = new ScrollBar();
    private final IntegerProperty first = new SimpleIntegerProperty(this, "first");
    private final LensCellText texts;
    private Consumer<LensPlace> onOpen = place -> {};
    private int count;
    private boolean atEnd = true;
    private boolean refreshing;

    /** @param before whether it shows the run before, which is seen only beside the other one */
    LensGrid(LensModel model, boolean before) {
        this.model = model;
        this.before = before;
        this.texts = new LensCellText(model, this::table);
        setId(before ? "lens-grid-before" : "lens-grid");
        getChildren().setAll(map, bar);
        map.setUpward(true);
        map.setCellGap(1);
        map.setLargestCell(LARGEST_CELL);
        map.setMinSize(0, 0);
        map.setDescription(cell -> texts.description(place(cell)));
        bar.setOrientation(Orientation.HORIZONTAL);
        bar.setUnitIncrement(1);
        bar.setAccessibleText(Text.of("lens.scroll"));
        listen();
    }

    private void listen() {
        bar.valueProperty().subscribe(value -> {
            if (!refreshing) scrollTo((int) Math.round(value.doubleValue()));
        });
        model.tableProperty().subscribe(this::follow);
        model.overviewProperty().subscribe(this::refit);
        widthProperty().subscribe(this::refit);
        model.colourProperty().subscribe(this::refresh);
        model.selectedProperty().subscribe(this::reveal);
        model.linkedProperty().subscribe(this::showLink);
        map.hoveredCellProperty().subscribe(cell -> {
            if (!refreshing && model.linkedPlace() == null)
                model.hoveredProperty().set(cell == null ? null : place(cell));
        });
        map.setOnMouseEntered(_ -> model.linkedProperty().set(null));
        map.selectedCellProperty().subscribe(cell -> {
            if (!refreshing && cell != null) model.selectedProperty().set(place(cell));
        });
        map.setOnAction(action -> onOpen.accept(place(action.cell())));
        map.setOnColumnLabel(column -> {
            LensPlace now = model.place();
            model.selectedProperty().set(new LensPlace(now.row(), first.get() + column));
        });
        addEventHandler(ScrollEvent.SCROLL, this::scrolled);
        map.addEventFilter(KeyEvent.KEY_PRESSED, this::keyPressed);
    }

    /** What a click on a cell does, or Enter on the selected one. */
    void setOnOpen(Consumer<LensPlace> action) {
        onOpen = action;
    }

    /** Scrolls as another grid does, and that one as this. */
    void scrollWith(LensGrid other) {
        first.subscribe(position -> other.scrollTo(position.intValue()));
        other.first.subscribe(position -> scrollTo(position.intValue()));
    }

    /** What this grid shows; null for nothing. */
    LensTable table() {
        LensTable all = model.tableProperty().get();
        if (!before) return all;
        return all == null || !all.beside() ? null : all.ofBefore();
    }

    private LensPlace place(Cell cell) {
        return new LensPlace(cell.row(), first.get() + cell.column());
    }

    /** The cell of a place, which may lie outside of what is seen; null for no place. */
    private Cell cell(LensPlace place) {
        if (place == null) return null;
        int column = place.position() - first.get();
        return column < 0 || column >= count ? null : new Cell(place.row(), column);
    }

    /** The positions that are seen. */
    IntStream seen() {
        return IntStream.range(first.get(), first.get() + count);
    }

    /** Where a cell lies on the screen; that of the grid if it is not seen. */
    Bounds onScreen(LensPlace place) {
        Cell cell = cell(place);
        int rows = table().rows().size();
        double height = (map.getHeight() - LABELS) / rows;
        Bounds here = cell == null
                ? map.getBoundsInLocal()
                : new BoundingBox(
                        gutter() + cell.column() * columnWidth(),
                        (rows - 1 - cell.row()) * height,
                        columnWidth(),
                        height);
        return map.localToScreen(here);
    }

    private double gutter() {
        return TextFit.width(
                        map.getRowLabels().stream().reduce("", (a, b) -> a.length() < b.length() ? b : a),
                        Painted.mono(map.getLabelSize()))
                + 8;
    }

    private double columnWidth() {
        return Math.min(LARGEST_CELL, Math.floor((getWidth() - gutter()) / Math.max(1, count)));
    }

    /** Another prompt is shown from its chosen token or from its end, wherever the one before was scrolled to. */
    private void follow(LensTable old, LensTable table) {
        boolean other = old != null
                && table != null
                && !old.tokens().list().equals(table.tokens().list());
        LensPlace place = model.selectedProperty().get();
        if (other && place == null) atEnd = true;
        refit();
        if (other && place != null) reveal();
    }

    /** Finds out how many columns are seen, and shows them. */
    private void refit() {
        LensTable table = table();
        if (table == null) clear();
        if (table == null || getWidth() <= 0) return;
        refreshing = true;
        map.setRowLabels(table.rows().stream().map(LensRow::label).toList());
        refreshing = false;
        int fitting = (int) ((getWidth() - gutter()) / LEAST_COLUMN);
        count = model.overviewProperty().get() ? table.length() : Math.clamp(fitting, 1, table.length());
        scrollTo(atEnd ? table.length() : first.get());
    }

    private void clear() {
        refreshing = true;
        map.setCellText(null);
        map.setMatrix(Matrix.empty());
        refreshing = false;
        count = 0;
    }

    private void scrollTo(int column) {
        LensTable table = table();
        if (table == null) return;
        int most = table.length() - count;
        first.set(Math.clamp(column, 0, most));
        atEnd = first.get() == most;
        refresh();
    }

    /** Shows the columns that are seen. */
    private void refresh() {
        LensTable table = table();
        if (table == null || count == 0) return;
        refreshing = true;
        ColourBy colour = model.colourShown();
        int from = first.get();
        map.setMatrix(Matrix.of(
                table.rows().size(), count, (row, column) -> table.value(colour, new LensPlace(row, from + column))));
        // Of both grids, so that a colour means the same in them.
        Colouring colouring = model.tableProperty().get().colouring(colour);
        map.setPalette(colouring.palette());
        map.setRange(colouring.range());
        map.setLog(colouring.log());
        boolean wide = columnWidth() >= LEAST_COLUMN - 1;
        map.setLabelSize(columnWidth() < ROOMY_COLUMN ? 10 : 11);
        map.setColumnLabels(labels(table, wide));
        double room = columnWidth();
        map.setCellText(wide ? (row, column) -> texts.of(new LensPlace(row, from + column), room) : null);
        map.setSelectedCell(cell(model.selectedProperty().get()));
        if (model.linkedPlace() != null) map.setHoveredCell(cell(model.linkedPlace()));
        bar.setMax(table.length() - count);
        bar.setVisibleAmount((double) count * (table.length() - count) / table.length());
        bar.setBlockIncrement(count);
        bar.setValue(from);
        bar.setVisible(table.length() > count);
        refreshing = false;
        requestLayout();
    }

    private List<String> labels(LensTable table, boolean wide) {
        double room = columnWidth() - 3;
        return seen().mapToObj(position -> {
                    String token = table.prompt(position);
                    return wide
                            ? TextFit.elide(token, Painted.mono(map.getLabelSize()), room) + "\n" + position
                            : token;
                })
                .toList();
    }

    private void showLink() {
        refreshing = true;
        map.setHoveredCell(cell(model.linkedPlace()));
        refreshing = false;
    }

    /** Scrolls as far as needed to show the selected cell. */
    private void reveal() {
        LensPlace place = model.selectedProperty().get();
        LensTable table = table();
        if (table == null || count == 0) return;
        if (place == null || cell(place) != null) {
            refresh();
        } else {
            scrollTo(place.position() < first.get() ? place.position() : place.position() - count + 1);
        }
    }

    private void scrolled(ScrollEvent event) {
        LensTable table = table();
        if (table == null || event.isShortcutDown() || table.length() <= count) return;
        double delta =
                Math.abs(event.getDeltaX()) > Math.abs(event.getDeltaY()) ? event.getDeltaX() : event.getDeltaY();
        scrollTo(first.get() - (int) Math.signum(delta));
        event.consume();
    }

    /** The arrow keys go on beyond the columns that are seen; Esc selects nothing. */
    private void keyPressed(KeyEvent event) {
        LensPlace at = model.selectedProperty().get();
        LensTable table = table();
        if (table == null || at == null || event.isShortcutDown() || event.isAltDown()) return;
        if (event.getCode() == KeyCode.ESCAPE) {
            model.selectedProperty().set(null);
            event.consume();
            return;
        }
        int step = event.getCode() == KeyCode.LEFT ? -1 : event.getCode() == KeyCode.RIGHT ? 1 : 0;
        int position = at.position() + step;
        if (step != 0 && position >= 0 && position < table.length()) {
            model.selectedProperty().set(new LensPlace(at.row(), position));
            event.consume();
        }
    }

    @Override
    protected void layoutChildren() {
        double high = bar.isVisible() ? bar.prefHeight(getWidth()) : 0;
        map.resizeRelocate(0, 0, getWidth(), Math.max(0, getHeight() - high));
        bar.resizeRelocate(gutter(), getHeight() - high, Math.max(0, getWidth() - gutter()), high);
    }

    private double heightOf(double row) {
        LensTable table = table();
        int rows = table == null ? 5 : table.rows().size();
        return rows * row + LABELS + (bar.isVisible() ? bar.prefHeight(-1) : 0);
    }

    @Override
    protected double computeMinHeight(double width) {
        return heightOf(LEAST_ROW);
    }

    @Override
    protected double computePrefHeight(double width) {
        return heightOf(PREFERRED_ROW);
    }

    @Override
    protected double computeMaxHeight(double width) {
        return heightOf(MOST_ROW);
    }

    @Override
    protected double computePrefWidth(double height) {
        return map.prefWidth(height);
    }
}
