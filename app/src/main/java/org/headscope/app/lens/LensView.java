package org.headscope.app.lens;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.headscope.app.heatmap.ColourLegend;
import org.headscope.app.pane.Beside;
import org.headscope.app.pane.PaneCard;
import org.headscope.app.pane.Pictures;
import org.headscope.app.pane.Seen;
import org.headscope.app.text.Text;
import org.headscope.app.theme.Styles;

/** The nodes of the logit lens pane: the grid, its legend, and the chart below. */
final class LensView {
    private static final double SPACING = 5;

    private final LensModel model;
    private final PaneCard card = new PaneCard(Text.of("lens.title"), Text.of("lens.lookFor"));
    private final LensGrid grid;
    private final LensGrid before;
    private final Beside grids;
    private final LensChart chart;
    private final ColourLegend legend = new ColourLegend();
    private final Label progress = new Label();
    private final HBox legendRow = new HBox(8, legend, progress);
    private final TopList list;

    /**
     * @param onLook told of a cell that is clicked
     * @param onToggle told of a token that is pinned or let go
     */
    LensView(LensModel model, Consumer<LensPlace> onLook, IntConsumer onToggle) {
        this.model = model;
        grid = new LensGrid(model, false);
        before = new LensGrid(model, true);
        before.scrollWith(grid);
        chart = new LensChart(model);
        list = new TopList(model, onToggle);
        for (LensGrid one : List.of(grid, before)) {
            one.setOnOpen(place -> {
                onLook.accept(place);
                list.show(one, place);
            });
        }
        chart.setOnUnpin(onToggle);
        progress.getStyleClass().add(Styles.SMALL);
        legendRow.setAlignment(Pos.CENTER_LEFT);
        HBox.setHgrow(legend, Priority.ALWAYS);
        progress.setMinWidth(Region.USE_PREF_SIZE);
        grids = new Beside(
                before, grid, model.tableProperty().map(LensTable::beside).orElse(false), false);
        VBox.setVgrow(grids, Priority.ALWAYS);
        VBox.setVgrow(chart, Priority.ALWAYS);
        card.setContent(new Content());
        card.options().getChildren().add(new LensMenu(model));
        card.onCopyImageProperty().set(() -> Pictures.copy(card.picture(2)));
        model.tableProperty().subscribe(this::showLegend);
        model.colourProperty().subscribe(this::showLegend);
    }

    private void showLegend() {
        LensTable table = model.tableProperty().get();
        if (table == null) return;
        ColourBy colour = model.colourShown();
        int dVocab = table.model().config().dVocab();
        legend.colouringProperty().set(table.colouring(colour));
        legend.lowWordsProperty().set(colour.lowWords());
        legend.highWordsProperty().set(colour.highWords());
        legend.rangeWordsProperty().set(colour.rangeWords(dVocab));
        int done = table.done();
        progress.setText(done < table.length() ? Text.of("lens.progress", done, table.length()) : "");
    }

    /** Says which runs are shown where there are two. */
    void nameRuns(ObservableValue<String> ofBefore, ObservableValue<String> ofAfter) {
        grids.beforeNameProperty().bind(ofBefore);
        grids.afterNameProperty().bind(ofAfter);
    }

    PaneCard card() {
        return card;
    }

    /** The positions that are seen. */
    IntStream seen() {
        return grid.seen();
    }

    /** Leaves out the legend, then the chart, where the pane is too low for them. */
    private final class Content extends VBox {
        Content() {
            super(SPACING, grids, legendRow, chart);
            setMinSize(0, 0);
        }

        @Override
        protected void layoutChildren() {
            double room = getHeight() - grids.minHeight(-1);
            double high = legendRow.prefHeight(-1) + SPACING;
            double drawn = chart.minHeight(-1) + SPACING;
            Seen.set(chart, room >= drawn);
            Seen.set(legendRow, room >= drawn + high || room < drawn && room >= high);
            super.layoutChildren();
        }
    }
}
