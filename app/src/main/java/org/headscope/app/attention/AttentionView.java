package org.headscope.app.attention;

import java.util.function.Consumer;
import java.util.stream.Collectors;
import javafx.beans.property.BooleanProperty;
import javafx.beans.value.ObservableValue;
import javafx.scene.control.CheckMenuItem;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.RadioMenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.Region;
import org.headscope.app.pane.PaneCard;
import org.headscope.app.pane.Showing;
import org.headscope.app.text.Text;
import org.headscope.app.theme.Styles;
import org.headscope.engine.hook.Site;

/** The attention pane: options in its head, the grid of heads and the large head below. */
final class AttentionView {
    private static final double ROOMY = 560;
    private static final double NARROW = 330;

    private final AttentionModel model;
    private final PaneCard card = new PaneCard(Text.of("attention.title"), Text.of("attention.lookFor"));
    private final ObservableValue<Boolean> showing = Showing.of(card);

    AttentionView(AttentionModel model, Consumer<Site> choose, Consumer<Site> ablate, EdgeActions edges) {
        this.model = model;
        card.setId("attention");
        card.options()
                .getChildren()
                .setAll(
                        headName(),
                        quantity(),
                        roomy(toggle("bosOut", model.bosOut), ROOMY),
                        roomy(toggle("log", model.log), ROOMY),
                        roomy(toggle("asText", model.asText), NARROW));
        card.options().setMinWidth(Region.USE_PREF_SIZE);
        var split = new SplitLayout(new Overview(model, choose, ablate), new HeadPanel(model, edges).node());
        split.addEventHandler(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.A && !event.isShortcutDown() && !event.isAltDown()) {
                ablate.accept(model.head.get());
                event.consume();
            }
        });
        card.setContent(split);
    }

    PaneCard card() {
        return card;
    }

    /** Whether the pane can be seen. */
    ObservableValue<Boolean> showing() {
        return showing;
    }

    private Label headName() {
        var label = new Label();
        label.setId("attention-head");
        label.getStyleClass().addAll(Styles.STRONG, Styles.ACCENT_TEXT);
        Runnable name =
                () -> label.setText(model.shownHeads().stream().map(Site::label).collect(Collectors.joining(" + ")));
        model.head.subscribe(_ -> name.run());
        model.added.subscribe(_ -> name.run());
        label.setMinWidth(Region.USE_PREF_SIZE);
        return label;
    }

    private MenuButton quantity() {
        var button = new MenuButton();
        button.setId("attention-quantity");
        button.getStyleClass().add(Styles.TEXT_MENU);
        var group = new ToggleGroup();
        for (Quantity quantity : Quantity.values()) {
            var item = new RadioMenuItem(quantity.words());
            item.setToggleGroup(group);
            item.setOnAction(_ -> model.quantity.set(quantity));
            button.getItems().add(item);
        }
        button.getItems()
                .addAll(
                        new SeparatorMenuItem(),
                        check("bosOut", model.bosOut),
                        check("log", model.log),
                        check("asText", model.asText));
        model.quantity.subscribe(quantity -> {
            group.selectToggle(group.getToggles().get(quantity.ordinal()));
            button.setText(Text.of("attention.quantity.short." + quantity));
        });
        return button;
    }

    private static ToggleButton toggle(String name, BooleanProperty property) {
        var button = new ToggleButton(Text.of("attention." + name));
        button.setId("attention-" + name);
        button.getStyleClass().add(Styles.PILL);
        button.setTooltip(new Tooltip(Text.of("attention." + name + ".tip")));
        button.selectedProperty().bindBidirectional(property);
        return button;
    }

    private static CheckMenuItem check(String name, BooleanProperty property) {
        var item = new CheckMenuItem(Text.of("attention." + name + ".menu"));
        item.selectedProperty().bindBidirectional(property);
        return item;
    }

    /** A node that is left out where the pane is narrow; the menu has it too. */
    private ToggleButton roomy(ToggleButton button, double least) {
        button.visibleProperty().bind(card.widthProperty().greaterThan(least));
        button.managedProperty().bind(button.visibleProperty());
        return button;
    }
}
