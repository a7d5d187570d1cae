package org.headscope.app.command;

import java.util.List;
import javafx.beans.value.ObservableValue;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.CheckMenuItem;
import javafx.scene.control.Label;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuBar;
import javafx.scene.control.MenuItem;
import javafx.scene.control.RadioMenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import org.headscope.app.theme.Icons;
import org.headscope.app.theme.Styles;

/** Menus and buttons made from commands. */
public final class CommandControls {
    private CommandControls() {}

    /** A menu bar with a menu for each group. */
    public static MenuBar menuBar(CommandList commands) {
        var bar = new MenuBar();
        for (CommandGroup group : commands.groups()) {
            if (group.inside() != null) continue;
            Menu menu = menu(group);
            List<Menu> inside = commands.groups().stream()
                    .filter(other -> group.id().equals(other.inside()))
                    .map(CommandControls::menu)
                    .toList();
            if (!inside.isEmpty()) menu.getItems().add(new SeparatorMenuItem());
            menu.getItems().addAll(inside);
            bar.getMenus().add(menu);
        }
        return bar;
    }

    /** A menu with an item for each command. */
    public static Menu menu(CommandGroup group) {
        var menu = new Menu(group.name());
        for (Command command : group.commands()) {
            menu.getItems().add(command == null ? new SeparatorMenuItem() : item(command));
        }
        return menu;
    }

    /** A menu item with words, keys and state of a command. */
    public static MenuItem item(Command command) {
        MenuItem item;
        if (command.isToggle()) {
            var check = new CheckMenuItem();
            check.selectedProperty().bindBidirectional(command.selected());
            check.setOnAction(_ -> command.action().run());
            item = check;
        } else if (command.chosen() != null) {
            var radio = new RadioMenuItem();
            command.chosen().subscribe(on -> radio.setSelected(on));
            radio.setOnAction(_ -> {
                command.run();
                radio.setSelected(command.chosen().get());
            });
            item = radio;
        } else {
            item = new MenuItem();
            item.setOnAction(_ -> command.run());
        }
        // Steps that can be undone are named after prompts, which may hold an underscore.
        item.setMnemonicParsing(false);
        item.textProperty().bind(command.name());
        item.setAccelerator(command.shortcut());
        item.disableProperty().bind(command.enabled().map(on -> !on));
        return item;
    }

    /** A button with the command's words and, as hint, its keys. */
    public static ButtonBase pill(Command command) {
        ButtonBase button = button(command);
        button.textProperty().bind(command.name());
        button.getStyleClass().add(Styles.PILL);
        if (command.shortcut() != null) {
            button.setGraphic(keys(command));
            button.setContentDisplay(javafx.scene.control.ContentDisplay.RIGHT);
        }
        return button;
    }

    /** A button with only the command's icon; words and keys are in its tooltip. */
    public static ButtonBase iconButton(Command command) {
        ButtonBase button = button(command);
        button.setGraphic(Icons.of(command.icon()));
        button.getStyleClass().add(Styles.ICON_BUTTON);
        return button;
    }

    /** A command's keys as a hint. */
    public static Node keys(Command command) {
        return keys(command.keys());
    }

    /** Keys as a hint. */
    public static Node keys(String words) {
        var label = new Label(words);
        label.getStyleClass().add(Styles.KEY);
        label.setMinWidth(Region.USE_PREF_SIZE);
        return new HBox(label);
    }

    private static ButtonBase button(Command command) {
        ButtonBase button;
        if (command.isToggle()) {
            var toggle = new ToggleButton();
            toggle.selectedProperty().bindBidirectional(command.selected());
            toggle.setOnAction(_ -> command.action().run());
            button = toggle;
        } else {
            button = new Button();
            button.setOnAction(_ -> command.run());
        }
        button.disableProperty().bind(command.enabled().map(on -> !on));
        ObservableValue<String> words =
                command.name().map(name -> command.keys().isEmpty() ? name : name + "   " + command.keys());
        var tooltip = new Tooltip();
        tooltip.textProperty().bind(words);
        button.setTooltip(tooltip);
        button.accessibleTextProperty().bind(command.name());
        return button;
    }
}
