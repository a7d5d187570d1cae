package org.headscope.app.attention;

import java.util.List;
import javafx.beans.value.ObservableValue;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.headscope.app.heatmap.ColourLegend;
import org.headscope.app.heatmap.HeatMap;
import org.headscope.app.text.Text;
import org.headscope.app.theme.Styles;

/** The large head: as a matrix or as text, what is said about the current cell, and the colour scale. */
final class HeadPanel {
    private final AttentionModel model;
    private final HeadMatrix matrix;
    private final VBox panel = new VBox(4);

    HeadPanel(AttentionModel model) {
        this.model = model;
        matrix = new HeadMatrix(model);
        var text = new TextPanel(model).node();
        HeatMap map = matrix.node();
        map.maxHeightProperty().bind(panel.widthProperty());
        VBox.setVgrow(map, Priority.ALWAYS);
        VBox.setVgrow(text, Priority.ALWAYS);
        showWhen(text, model.asText);
        showWhen(map, model.asText.not());
        panel.getChildren().setAll(map, text, readOut(), legend());
        panel.setMinSize(0, 0);
    }

    Region node() {
        return panel;
    }

    private Label readOut() {
        var label = new Label();
        label.setId("attention-readout");
        label.getStyleClass().addAll(Styles.MONO);
        label.setMinHeight(Region.USE_PREF_SIZE);
        for (ObservableValue<?> cause : List.of(model.picture, model.bosOut, model.hoveredQuery, model.hoveredKey,
                model.lockedQuery, model.lockedKey)) {
            cause.subscribe(_ -> label.setText(words()));
        }
        return label;
    }

    private String words() {
        String words = ReadOut.current(model).replace('\n', ' ');
        return words.isEmpty() ? Text.of("attention.readout.none") : words;
    }

    private ColourLegend legend() {
        var legend = new ColourLegend();
        legend.follow(matrix.node());
        return legend;
    }

    private static void showWhen(Node node, ObservableValue<Boolean> condition) {
        node.visibleProperty().bind(condition);
        node.managedProperty().bind(condition);
    }
}
