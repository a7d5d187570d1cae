package org.headscope.app.heatmap;

import java.util.List;
import java.util.Set;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.DoubleProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.Property;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleDoubleProperty;
import javafx.beans.property.SimpleObjectProperty;
import org.headscope.app.theme.Painted;

/** What a {@link HeatMap} shows and how it looks. */
public abstract sealed class MatrixView extends Painted permits HeatMap {
    /** The largest a cell grows to fill the space, for matrices with few cells. */
    public static final double LARGEST_CELL = 120;

    private final ObjectProperty<Matrix> matrix = new SimpleObjectProperty<>(this, "matrix", Matrix.empty());
    private final ObjectProperty<Thumbnails> thumbnails = new SimpleObjectProperty<>(this, "thumbnails");
    private final ObjectProperty<Palette> palette = new SimpleObjectProperty<>(this, "palette", Palette.VIRIDIS);
    private final ObjectProperty<Range> range = new SimpleObjectProperty<>(this, "range");
    private final BooleanProperty log = new SimpleBooleanProperty(this, "log");
    private final ObjectProperty<List<String>> rowLabels = new SimpleObjectProperty<>(this, "rowLabels", List.of());
    private final ObjectProperty<List<String>> columnLabels =
            new SimpleObjectProperty<>(this, "columnLabels", List.of());
    private final BooleanProperty columnLabelsOnTop = new SimpleBooleanProperty(this, "columnLabelsOnTop");
    private final BooleanProperty upward = new SimpleBooleanProperty(this, "upward");
    private final BooleanProperty square = new SimpleBooleanProperty(this, "square");
    private final DoubleProperty cellGap = new SimpleDoubleProperty(this, "cellGap");
    private final DoubleProperty largestCell = new SimpleDoubleProperty(this, "largestCell", LARGEST_CELL);
    private final DoubleProperty labelSize = new SimpleDoubleProperty(this, "labelSize", 11);
    private final ObjectProperty<CellText> cellText = new SimpleObjectProperty<>(this, "cellText");
    private final ObjectProperty<Set<Cell>> crossedOut = new SimpleObjectProperty<>(this, "crossedOut", Set.of());
    private final ObjectProperty<Set<Cell>> faint = new SimpleObjectProperty<>(this, "faint", Set.of());

    MatrixView() {
        for (Property<?> property : List.of(
                matrix,
                thumbnails,
                palette,
                range,
                log,
                rowLabels,
                columnLabels,
                columnLabelsOnTop,
                upward,
                square,
                cellGap,
                largestCell,
                labelSize,
                cellText,
                crossedOut,
                faint)) {
            property.subscribe(this::repaint);
        }
    }

    /** How many rows there are. */
    public final int rowCount() {
        return getThumbnails() == null ? getMatrix().rows() : getThumbnails().rows();
    }

    /** How many columns there are. */
    public final int columnCount() {
        return getThumbnails() == null ? getMatrix().columns() : getThumbnails().columns();
    }

    /** Whether there is such a cell. */
    public final boolean contains(Cell cell) {
        return cell.row() >= 0 && cell.row() < rowCount() && cell.column() >= 0 && cell.column() < columnCount();
    }

    /** The range in force: the one that was set, or the one that fits the matrix. */
    public final Range effectiveRange() {
        return getRange() != null ? getRange() : Range.fit(getMatrix(), getPalette());
    }

    /** How numbers become colours now. */
    public final Colouring colouring() {
        return new Colouring(getPalette(), effectiveRange(), isLog());
    }

    /** The size of the labels; where cells are small they are written smaller. */
    public final double getLabelSize() {
        return labelSize.get();
    }

    public final void setLabelSize(double value) {
        labelSize.set(value);
    }

    /** The numbers. */
    public final ObjectProperty<Matrix> matrixProperty() {
        return matrix;
    }

    public final Matrix getMatrix() {
        return matrix.get();
    }

    public final void setMatrix(Matrix value) {
        matrix.set(value);
    }

    /** Pictures to show in the cells instead of the matrix; null for none. */
    public final ObjectProperty<Thumbnails> thumbnailsProperty() {
        return thumbnails;
    }

    public final Thumbnails getThumbnails() {
        return thumbnails.get();
    }

    public final void setThumbnails(Thumbnails value) {
        thumbnails.set(value);
    }

    /** The colour table. */
    public final ObjectProperty<Palette> paletteProperty() {
        return palette;
    }

    public final Palette getPalette() {
        return palette.get();
    }

    public final void setPalette(Palette value) {
        palette.set(value);
    }

    /** What the ends of the colour table stand for; null fits the matrix. */
    public final ObjectProperty<Range> rangeProperty() {
        return range;
    }

    public final Range getRange() {
        return range.get();
    }

    public final void setRange(Range value) {
        range.set(value);
    }

    /** Whether colours follow the logarithm of the amount. */
    public final BooleanProperty logProperty() {
        return log;
    }

    public final boolean isLog() {
        return log.get();
    }

    public final void setLog(boolean value) {
        log.set(value);
    }

    public final List<String> getRowLabels() {
        return rowLabels.get();
    }

    public final void setRowLabels(List<String> value) {
        rowLabels.set(value);
    }

    public final List<String> getColumnLabels() {
        return columnLabels.get();
    }

    public final void setColumnLabels(List<String> value) {
        columnLabels.set(value);
    }

    public final boolean isColumnLabelsOnTop() {
        return columnLabelsOnTop.get();
    }

    public final void setColumnLabelsOnTop(boolean value) {
        columnLabelsOnTop.set(value);
    }

    public final boolean isUpward() {
        return upward.get();
    }

    public final void setUpward(boolean value) {
        upward.set(value);
    }

    public final boolean isSquare() {
        return square.get();
    }

    public final void setSquare(boolean value) {
        square.set(value);
    }

    public final double getCellGap() {
        return cellGap.get();
    }

    public final void setCellGap(double value) {
        cellGap.set(value);
    }

    public final double getLargestCell() {
        return largestCell.get();
    }

    public final void setLargestCell(double value) {
        largestCell.set(value);
    }

    public final CellText getCellText() {
        return cellText.get();
    }

    public final void setCellText(CellText value) {
        cellText.set(value);
    }

    public final Set<Cell> getCrossedOut() {
        return crossedOut.get();
    }

    public final void setCrossedOut(Set<Cell> value) {
        crossedOut.set(value);
    }

    /** Cells that are painted lighter, because their numbers are only estimates. */
    public final Set<Cell> getFaint() {
        return faint.get();
    }

    public final void setFaint(Set<Cell> value) {
        faint.set(value);
    }
}
