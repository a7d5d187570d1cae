package org.headscope.app.attribution;

import java.util.List;
import java.util.function.Consumer;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Tooltip;
import org.headscope.app.chart.SignedBar;
import org.headscope.app.chart.SignedBars;
import org.headscope.app.session.MetricText;
import org.headscope.app.text.Text;

/** The bars, scrolled so that the chosen one is in sight. */
final class BarList extends ScrollPane {
    private static final double MOST_ROW = 27;

    private final AttributionModel model;
    private final SignedBars bars = new SignedBars();
    private final Tooltip tip = new Tooltip();
    private List<Row> rows = List.of();

    /**
     * @param onChosen told of the row that was clicked
     * @param onHovered told of the row under the mouse, or null
     */
    BarList(AttributionModel model, Consumer<Row> onChosen, Consumer<Row> onHovered) {
        super();
        this.model = model;
        setContent(bars);
        bars.setId("attribution-bars");
        bars.formatProperty().set(MetricText::change);
        setFitToWidth(true);
        setHbarPolicy(ScrollBarPolicy.NEVER);
        setMinSize(0, 0);
        setFocusTraversable(false);
        Tooltip.install(bars, tip);
        bars.onActionProperty().set(row -> onChosen.accept(rows.get(row)));
        bars.hoveredProperty().subscribe((_, at) -> {
            Row row = at.intValue() < 0 || at.intValue() >= rows.size() ? null : rows.get(at.intValue());
            tip.setText(row == null ? "" : words(row));
            onHovered.accept(row);
        });
        viewportBoundsProperty().subscribe((_, _) -> fit());
        model.table.subscribe(this::show);
        model.by.subscribe(this::show);
        model.bySize.subscribe(this::show);
        model.chosen.subscribe(this::choose);
    }

    private void show() {
        List<Row> now = model.rows();
        if (!now.equals(rows)) {
            rows = now;
            bars.rowsProperty()
                    .set(rows.stream()
                            .map(row -> new SignedBar(row.label(), row.value(), row.mark()))
                            .toList());
            // Who switches a part off wants to see the largest bars, not the one that is nothing now.
            setVvalue(0);
        }
        fit();
        mark();
    }

    private void choose() {
        mark();
        reveal(bars.selectedProperty().get());
    }

    private void mark() {
        Row chosen = model.chosenRow();
        bars.selectedProperty().set(chosen == null ? -1 : rows.indexOf(chosen));
    }

    /** Few bars take more room each. */
    private void fit() {
        double room = Math.floor(getViewportBounds().getHeight() / Math.max(1, rows.size()));
        bars.rowHeightProperty().set(Math.clamp(room, SignedBars.ROW, MOST_ROW));
    }

    /** Every row that names a part says what it gives; a rest says what it is. */
    private String words(Row row) {
        AttributionTable table = model.table.get();
        return row.site() == null || Double.isNaN(table.of(row.site()))
                ? Text.of(
                        "attribution.tip",
                        row.label(),
                        MetricText.change(row.value()),
                        new AttributionWords(table).unit())
                : new AttributionWords(table).describe(row.site());
    }

    private void reveal(int row) {
        double high = bars.rowHeightProperty().get();
        double height = rows.size() * high;
        double room = getViewportBounds().getHeight();
        if (row < 0 || height <= room || room < high) return;
        double top = getVvalue() * (height - room);
        double wanted = Math.clamp(top, (row + 1) * high - room, row * high);
        setVvalue(wanted / (height - room));
    }
}
