package org.headscope.app.shell;

import java.util.List;
import javafx.beans.property.BooleanProperty;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.headscope.app.command.Command;
import org.headscope.app.command.CommandControls;
import org.headscope.app.text.Text;
import org.headscope.app.theme.Icons;
import org.headscope.app.theme.Styles;
import org.kordamp.ikonli.feather.Feather;

/** The bar at the top: model, conventions of the run, metric, and on the right the ways to everything else. */
final class TopBar extends HBox {
    TopBar(ModelMenu models, Switches switches, List<Node> ofRun, Node selfTest, Command palette, Command theme) {
        getStyleClass().add(Styles.TOOL_BAR);
        var name = new Label(Text.of("app.name"));
        name.getStyleClass().add("app-name");
        name.setMinWidth(Region.USE_PREF_SIZE);
        var space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        getChildren()
                .addAll(
                        name,
                        models,
                        toggle(Text.of("top.bos"), Text.of("top.bosHelp"), switches.bosProperty()),
                        toggle(Text.of("top.folded"), Text.of("top.foldedHelp"), switches.foldedProperty()));
        getChildren().addAll(ofRun);
        getChildren().addAll(space, selfTest, find(palette), CommandControls.iconButton(theme));
    }

    private static CheckBox toggle(String words, String help, BooleanProperty property) {
        var box = new CheckBox(words);
        box.getStyleClass().addAll(Styles.CHIP, Styles.TOGGLE);
        box.selectedProperty().bindBidirectional(property);
        box.setTooltip(new Tooltip(help));
        box.setMinWidth(Region.USE_PREF_SIZE);
        return box;
    }

    private static Button find(Command palette) {
        var words = new Label(Text.of("top.find"));
        words.getStyleClass().add(Styles.MUTED);
        var content = new HBox(Icons.of(Feather.SEARCH), words, CommandControls.keys(palette));
        content.getStyleClass().add("chip-words");
        var button = new Button();
        button.setGraphic(content);
        button.getStyleClass().add(Styles.CHIP);
        button.setAccessibleText(Text.of("top.find"));
        button.setMinWidth(Region.USE_PREF_SIZE);
        button.setOnAction(_ -> palette.run());
        return button;
    }
}
