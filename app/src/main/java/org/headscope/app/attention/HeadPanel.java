package org.headscope.app.attention;

import java.util.List;
import java.util.Locale;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.headscope.app.heatmap.ColourLegend;
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
        var text = new ScrollPane(new HeadText(model));
        text.setFitToWidth(true);
        text.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        text.setMinSize(0, 0);
        text.setFocusTraversable(false);
        var body = new StackPane(matrix.node(), text);
        body.setMinSize(0, 0);
        VBox.setVgrow(body, Priority.ALWAYS);
        var sides = sides();
        showWhen(text, model.asText);
        showWhen(sides, model.asText);
        showWhen(matrix.node(), model.asText.not());
        panel.getChildren().setAll(body, sides, readOut(), legend());
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

    /** Which side of the attention the text shows, in the colours it uses. */
    private HBox sides() {
        var row = new HBox(4);
        row.setAlignment(Pos.CENTER_LEFT);
        row.setMinHeight(Region.USE_PREF_SIZE);
        var group = new ToggleGroup();
        for (Direction direction : Direction.values()) {
            var button = new ToggleButton(direction.words());
            button.setId("attention-direction-" + direction.name().toLowerCase(Locale.ROOT));
            button.getStyleClass().add(Styles.PILL);
            button.setToggleGroup(group);
            button.setOnAction(_ -> model.direction.set(direction));
            row.getChildren().add(button);
        }
        model.direction.subscribe(direction -> group.selectToggle(group.getToggles().get(direction.ordinal())));
        return row;
    }

    private static void showWhen(Node node, ObservableValue<Boolean> condition) {
        node.visibleProperty().bind(condition);
        node.managedProperty().bind(condition);
    }
}
