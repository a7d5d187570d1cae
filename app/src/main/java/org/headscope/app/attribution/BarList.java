package org.headscope.app.attribution;

import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Tooltip;
import org.headscope.app.chart.SignedBar;
import org.headscope.app.chart.SignedBars;
import org.headscope.app.session.MetricText;
import org.headscope.app.text.Text;

/** The bars, scrolled so that the chosen one is in sight. */
final class BarList extends ScrollPane {
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
        model.table.subscribe(this::show);
        model.by.subscribe(this::show);
        model.bySize.subscribe(this::show);
        model.chosen.subscribe(this::show);
    }

    private void show() {
        List<Row> now = model.rows();
        if (!now.equals(rows)) {
            rows = now;
            bars.rowsProperty()
                    .set(rows.stream()
                            .map(row -> new SignedBar(row.label(), row.value(), row.estimate()))
                            .toList());
        }
        Row chosen = model.chosenRow();
        bars.selectedProperty().set(chosen == null ? -1 : rows.indexOf(chosen));
        reveal(bars.selectedProperty().get());
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
        double height = rows.size() * SignedBars.ROW;
        double room = getViewportBounds().getHeight();
        if (row < 0 || height <= room) return;
        double top = getVvalue() * (height - room);
        double wanted = Math.clamp(top, (row + 1) * SignedBars.ROW - room, row * SignedBars.ROW);
        setVvalue(Objects.equals(height, room) ? 0 : wanted / (height - room));
    }
}
