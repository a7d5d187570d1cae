package org.headscope.app.patching;

import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.MenuButton;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import org.headscope.app.pane.MenuChoice;
import org.headscope.app.pane.Pills;
import org.headscope.app.pane.Seen;
import org.headscope.app.text.Text;
import org.headscope.app.theme.Icons;
import org.headscope.app.theme.Styles;
import org.headscope.engine.analysis.patching.PromptPair.Direction;
import org.kordamp.ikonli.feather.Feather;

/** The choices in the title: what the pane is used for, which map, which way, and on which scale. */
final class PatchingMenu {
    private static final double LEAST_NAME = 70;

    private final PatchingModel model;

    PatchingMenu(PatchingModel model) {
        this.model = model;
    }

    HBox node() {
        var row = new HBox(6, modes(), maps(), directions(), scale());
        row.setAlignment(Pos.CENTER_LEFT);
        return row;
    }

    private HBox modes() {
        var row = new HBox();
        for (Mode mode : Mode.values()) {
            String end = mode == Mode.MAP ? "left-pill" : mode == Mode.PATHS ? "right-pill" : "center-pill";
            ToggleButton button = Pills.pill("patching-mode-" + mode, Text.of("patching.mode." + mode), end);
            button.setTooltip(new Tooltip(Text.of("patching.mode." + mode + ".tip")));
            Pills.choose(model.mode, mode, button);
            row.getChildren().add(button);
        }
        row.setMinWidth(Region.USE_PREF_SIZE);
        row.setAlignment(Pos.CENTER_LEFT);
        return row;
    }

    private static MenuButton menu(String id) {
        var button = new MenuButton();
        button.setId(id);
        button.getStyleClass().add(Styles.TEXT_MENU);
        button.setMnemonicParsing(false);
        button.setMinWidth(Region.USE_PREF_SIZE);
        return button;
    }

    private MenuButton maps() {
        var button = menu("patching-maps");
        // Its name is the longest of all choices, so it is cut short first.
        button.setMinWidth(LEAST_NAME);
        model.map.subscribe(map -> {
            button.setText(map.words());
            button.setAccessibleText(map.words());
        });
        model.ground.subscribe(ground -> {
            button.getItems().clear();
            if (ground == null) return;
            PatchMap.Kind last = PatchMap.Kind.POSITIONS;
            for (PatchMap map : PatchMap.of(ground.pair().model().config())) {
                if (map.kind() != last && map.kind() != PatchMap.Kind.DESTINATIONS) {
                    button.getItems().add(new SeparatorMenuItem());
                }
                last = map.kind();
                button.getItems().add(MenuChoice.item(map.words(), model.map, map));
            }
        });
        showIn(button, Mode.MAP);
        return button;
    }

    private MenuButton directions() {
        var button = menu("patching-direction");
        for (Direction direction : Direction.values()) {
            button.getItems()
                    .add(MenuChoice.item(Text.of("patching.direction." + direction), model.direction, direction));
        }
        model.direction.subscribe(direction -> {
            button.setText(Text.of("patching.direction." + direction + ".brief"));
            button.setTooltip(new Tooltip(Text.of("patching.direction." + direction)));
        });
        // By hand, the grid that a cell is dropped on says which way it goes.
        model.mode.subscribe(mode -> Seen.set(button, mode != Mode.DRAG));
        return button;
    }

    private MenuButton scale() {
        var button = menu("patching-scale");
        button.setGraphic(Icons.of(Feather.SLIDERS));
        button.setTooltip(new Tooltip(Text.of("patching.scale")));
        button.setAccessibleText(Text.of("patching.scale"));
        button.getItems()
                .addAll(
                        MenuChoice.item(Text.of("patching.scale.normalised"), model.raw, false),
                        MenuChoice.item(Text.of("patching.scale.raw"), model.raw, true),
                        new SeparatorMenuItem(),
                        MenuChoice.item(Text.of("patching.range.fixed"), model.fixedRange, true),
                        MenuChoice.item(Text.of("patching.range.fit"), model.fixedRange, false));
        showIn(button, Mode.MAP);
        return button;
    }

    private void showIn(Node node, Mode where) {
        model.mode.subscribe(mode -> Seen.set(node, mode == where));
    }
}
