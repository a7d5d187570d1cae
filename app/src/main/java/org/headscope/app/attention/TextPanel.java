package org.headscope.app.attention;

import java.util.Locale;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.headscope.app.theme.Styles;

/** The prompt as text, with the choice of the direction. */
final class TextPanel {
    private final VBox panel;

    TextPanel(AttentionModel model) {
        var scroll = new ScrollPane(new HeadText(model));
        scroll.setFitToWidth(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        scroll.setMinSize(0, 0);
        scroll.setFocusTraversable(false);
        VBox.setVgrow(scroll, Priority.ALWAYS);
        panel = new VBox(6, directions(model), scroll);
        panel.setMinSize(0, 0);
    }

    Region node() {
        return panel;
    }

    private static FlowPane directions(AttentionModel model) {
        var row = new FlowPane(4, 4);
        row.setMinHeight(Region.USE_PREF_SIZE);
        var group = new ToggleGroup();
        for (Direction direction : Direction.values()) {
            var button = new ToggleButton(direction.words());
            button.setId("attention-direction-" + direction.name().toLowerCase(Locale.ROOT));
            button.getStyleClass().addAll(Styles.PILL, Styles.SMALL);
            button.setMinWidth(Region.USE_PREF_SIZE);
            button.setToggleGroup(group);
            button.setOnAction(_ -> {
                model.direction.set(direction);
                group.selectToggle(button);
            });
            row.getChildren().add(button);
        }
        model.direction.subscribe(
                direction -> group.selectToggle(group.getToggles().get(direction.ordinal())));
        return row;
    }
}
