package org.headscope.app.attention;

import java.util.List;
import javafx.beans.value.ObservableValue;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.headscope.app.heatmap.ColourLegend;
import org.headscope.app.heatmap.HeatMap;
import org.headscope.app.pane.Beside;
import org.headscope.app.pane.Seen;
import org.headscope.app.session.Shown;
import org.headscope.app.text.Text;
import org.headscope.app.theme.Styles;

/** The large head: as a matrix or as text, what is said about the current cell, and the colour scale. */
final class HeadPanel {
    private final AttentionModel model;
    private final HeadMatrix matrix;
    private final HeadMatrix before;
    private final VBox panel = new VBox(4);

    HeadPanel(AttentionModel model, EdgeActions edges) {
        this.model = model;
        matrix = new HeadMatrix(model, false);
        matrix.setOnEdge(edges);
        before = new HeadMatrix(model, true);
        var text = new TextPanel(model).node();
        Beside matrices = matrices();
        VBox.setVgrow(matrices, Priority.ALWAYS);
        VBox.setVgrow(text, Priority.ALWAYS);
        Seen.when(text, model.asText);
        Seen.when(matrices, model.asText.not());
        panel.getChildren().setAll(matrices, text, readOut(), edges.drawnRow(), legend(), directionLegend());
        panel.setMinSize(0, 0);
    }

    Region node() {
        return panel;
    }

    private Beside matrices() {
        HeatMap left = before.node();
        HeatMap right = matrix.node();
        var pair =
                new Beside(left, right, model.picture.map(HeadPicture::isBoth).orElse(false), true);
        pair.beforeNameProperty().bind(model.picture.map(picture -> picture.runName(Shown.BEFORE)));
        pair.afterNameProperty().bind(model.picture.map(picture -> picture.runName(Shown.AFTER)));
        for (HeatMap map : List.of(left, right)) {
            map.maxHeightProperty().bind(((Region) map.getParent()).widthProperty());
        }
        pair.setMinHeight(0);
        return pair;
    }

    private Label readOut() {
        var label = new Label();
        label.setId("attention-readout");
        label.getStyleClass().addAll(Styles.SMALL, Styles.MONO);
        label.setMinHeight(Region.USE_PREF_SIZE);
        for (ObservableValue<?> cause : List.of(
                model.picture,
                model.bosOut,
                model.hoveredQuery,
                model.hoveredKey,
                model.lockedQuery,
                model.lockedKey)) {
            cause.subscribe(_ -> label.setText(words()));
        }
        return label;
    }

    private String words() {
        String words = PairWords.current(model).replace('\n', ' ');
        return words.isEmpty() ? Text.of("attention.readout.none") : words;
    }

    private HBox legend() {
        var legend = new ColourLegend();
        legend.follow(matrix.node());
        model.picture.subscribe(picture -> {
            legend.lowWordsProperty().set(end(picture, "low"));
            legend.highWordsProperty().set(end(picture, "high"));
        });
        // The legend hides itself where there is nothing to explain, so it is only left out of the layout here.
        var box = new HBox(legend);
        HBox.setHgrow(legend, Priority.ALWAYS);
        Seen.when(box, model.asText.not());
        return box;
    }

    /** What an end of a signed scale means, in words. */
    private static String end(HeadPicture picture, String end) {
        if (picture == null || !picture.palette().isDiverging()) return "";
        return Text.of((picture.isDifference() ? "attention.change." : "attention.score.") + end);
    }

    /** The colours of the text. */
    private HBox directionLegend() {
        var row =
                new HBox(10, colour(Direction.QUERIES, Styles.ACCENT_TEXT), colour(Direction.KEYS, Styles.SECOND_TEXT));
        Seen.when(row, model.asText);
        return row;
    }

    private static Label colour(Direction direction, String style) {
        var label = new Label("■ " + direction.words());
        label.getStyleClass().addAll(Styles.SMALL, style);
        label.setMinHeight(Region.USE_PREF_SIZE);
        return label;
    }
}
