package org.headscope.app.shell;

import java.util.List;
import javafx.beans.property.BooleanProperty;
import javafx.beans.value.ObservableValue;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.MenuBar;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.headscope.app.command.Command;
import org.headscope.app.command.CommandControls;
import org.headscope.app.pane.Seen;
import org.headscope.app.text.Text;
import org.headscope.app.theme.Icons;
import org.headscope.app.theme.Styles;
import org.kordamp.ikonli.feather.Feather;

/** The bar at the top: model, conventions of the run, metric, and on the right the ways to everything else. */
final class TopBar extends VBox {
    /** From these widths of the window on the menus stand in the same line, and every word is there. */
    private static final double ONE_LINE = 1300;

    private static final double ALL_WORDS = 1560;

    /** What a pinned run takes besides. */
    private static final double PINNED = 190;

    private final MenuBar menus;
    private final HBox line = new HBox();
    private final Label name = new Label(Text.of("app.name"));
    private final ModelMenu models;
    private final ObservableValue<Boolean> pinned;
    private final Label findWords = new Label(Text.of("top.find"));

    TopBar(
            MenuBar menus,
            ModelMenu models,
            Switches switches,
            List<Node> ofRun,
            ObservableValue<Boolean> pinned,
            Node selfTest,
            Command palette,
            Command theme) {
        this.pinned = pinned;
        this.menus = menus;
        this.models = models;
        line.getStyleClass().add(Styles.TOOL_BAR);
        menus.setMinWidth(Region.USE_PREF_SIZE);
        name.getStyleClass().add("app-name");
        name.setMinWidth(Region.USE_PREF_SIZE);
        var space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        line.getChildren()
                .addAll(
                        name,
                        models,
                        toggle(Text.of("top.bos"), Text.of("top.bosHelp"), switches.bosProperty()),
                        toggle(Text.of("top.folded"), Text.of("top.foldedHelp"), switches.foldedProperty()));
        line.getChildren().addAll(ofRun);
        line.getChildren().addAll(space, selfTest, find(palette), CommandControls.iconButton(theme));
        getChildren().setAll(menus, line);
        // The width of the scene is known before anything is laid out.
        sceneProperty().flatMap(Scene::widthProperty).subscribe(width -> {
            if (width != null) arrange(width.doubleValue());
        });
        pinned.subscribe((_, _) -> {
            if (getScene() != null) arrange(getScene().getWidth());
        });
    }

    private void arrange(double width) {
        boolean oneLine = width >= ONE_LINE;
        boolean allWords = width >= ALL_WORDS + (pinned.getValue() ? PINNED : 0);
        if (oneLine != line.getChildren().contains(menus)) {
            getChildren().remove(menus);
            line.getChildren().remove(menus);
            (oneLine ? line : this).getChildren().addFirst(menus);
        }
        Seen.set(name, allWords);
        Seen.set(findWords, allWords);
        models.setBrief(!allWords);
    }

    private static CheckBox toggle(String words, String help, BooleanProperty property) {
        var box = new CheckBox(words);
        box.getStyleClass().addAll(Styles.CHIP, Styles.TOGGLE);
        box.selectedProperty().bindBidirectional(property);
        box.setTooltip(new Tooltip(help));
        box.setMinWidth(Region.USE_PREF_SIZE);
        return box;
    }

    private Button find(Command palette) {
        findWords.getStyleClass().add(Styles.MUTED);
        var content = new HBox(Icons.of(Feather.SEARCH), findWords, CommandControls.keys(palette));
        content.getStyleClass().add("chip-words");
        var button = new Button();
        button.setGraphic(content);
        button.getStyleClass().add(Styles.CHIP);
        button.setAccessibleText(Text.of("top.find"));
        button.setTooltip(new Tooltip(Text.of("top.find")));
        button.setMinWidth(Region.USE_PREF_SIZE);
        button.setOnAction(_ -> palette.run());
        return button;
    }
}
