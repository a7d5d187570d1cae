package org.headscope.app.attention;

import java.util.Comparator;
import java.util.Locale;
import javafx.beans.binding.Bindings;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.RadioMenuItem;
import javafx.scene.control.Slider;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.Region;
import org.headscope.app.text.Text;
import org.headscope.app.theme.Styles;

/** What stands under the grid: where the letters come from, which role is picked out, and how many heads of it. */
final class GridControls {
    private final AttentionModel model;
    private final FlowPane row = new FlowPane(4, 2);

    GridControls(AttentionModel model) {
        this.model = model;
        row.setMinHeight(Region.USE_PREF_SIZE);
        row.getChildren().setAll(source(), filter(), slider(), count());
    }

    Region node() {
        return row;
    }

    private MenuButton source() {
        var button = new MenuButton();
        button.setId("attention-source");
        button.getStyleClass().add(Styles.TEXT_MENU);
        var group = new ToggleGroup();
        for (RoleSource source : RoleSource.values()) {
            var item = new RadioMenuItem(Text.of("attention.source." + source));
            item.setToggleGroup(group);
            item.setSelected(source == model.source.get());
            item.setOnAction(_ -> model.source.set(source));
            button.getItems().add(item);
        }
        model.source.subscribe(source -> {
            group.selectToggle(group.getToggles().get(source.ordinal()));
            button.setText(Text.of("attention.source.short." + source));
        });
        button.setTooltip(new Tooltip(Text.of("attention.source.tip", RandomRoles.ROWS, RandomRoles.SEED)));
        return button;
    }

    private MenuButton filter() {
        var button = new MenuButton();
        button.setId("attention-filter");
        button.getStyleClass().add(Styles.TEXT_MENU);
        var group = new ToggleGroup();
        addFilter(button, group, null);
        for (Role role : Role.values()) addFilter(button, group, role);
        model.filter.subscribe(role -> {
            group.selectToggle(group.getToggles().get(role == null ? 0 : role.ordinal() + 1));
            button.setText(words(role));
        });
        button.setTooltip(new Tooltip(Text.of("attention.filter.tip")));
        return button;
    }

    private void addFilter(MenuButton button, ToggleGroup group, Role role) {
        var item = new RadioMenuItem(role == null ? words(null) : role.letter() + "  " + words(role));
        item.setToggleGroup(group);
        item.setOnAction(_ -> model.filter.set(role));
        button.getItems().add(item);
    }

    private static String words(Role role) {
        return role == null ? Text.of("attention.filter.all") : role.words();
    }

    private Slider slider() {
        var slider = new Slider(1, 12, model.count.get());
        slider.setId("attention-count");
        slider.setBlockIncrement(1);
        slider.setPrefWidth(70);
        slider.setAccessibleText(Text.of("attention.filter.count"));
        slider.valueProperty().subscribe(value -> model.count.set((int) Math.round(value.doubleValue())));
        model.grid.subscribe(grid -> {
            if (grid != null) slider.setMax(Math.min(40, grid.pictures().size()));
        });
        showWithFilter(slider);
        return slider;
    }

    private Label count() {
        var label = new Label();
        label.getStyleClass().add(Styles.SMALL);
        label.textProperty()
                .bind(Bindings.createStringBinding(
                        this::countWords,
                        model.count,
                        model.filter,
                        model.source,
                        model.promptRoles,
                        model.repeatedRoles));
        showWithFilter(label);
        return label;
    }

    /** How many heads are picked out, and the least score among them. */
    private String countWords() {
        var roles = model.letterRoles();
        if (model.filter.get() == null || roles == null) return "";
        double least = roles.scores().stream()
                .flatMap(layer -> layer.stream())
                .map(scores -> model.filter.get().score(scores))
                .sorted(Comparator.reverseOrder())
                .limit(model.count.get())
                .mapToDouble(Double::doubleValue)
                .min()
                .orElse(0);
        return Text.of("attention.filter.words", model.count.get(), String.format(Locale.ROOT, "%.2f", least));
    }

    private void showWithFilter(Region node) {
        node.visibleProperty().bind(model.filter.isNotNull());
        node.managedProperty().bind(model.filter.isNotNull());
    }
}
