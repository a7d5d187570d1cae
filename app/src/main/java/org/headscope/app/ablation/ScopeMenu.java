package org.headscope.app.ablation;

import java.util.ArrayList;
import java.util.List;
import javafx.beans.property.Property;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.RadioMenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.Region;
import org.headscope.app.session.PromptSets;
import org.headscope.app.text.Text;
import org.headscope.app.theme.Icons;
import org.headscope.app.theme.Styles;
import org.kordamp.ikonli.feather.Feather;

/** Where parts are switched off, which effects count, by what they are measured, over which prompts, and the colours. */
final class ScopeMenu {
    private final AblationModel model;
    private final MenuButton button = new MenuButton();

    ScopeMenu(AblationModel model) {
        this.model = model;
        button.setId("ablation-where");
        button.getStyleClass().add(Styles.TEXT_MENU);
        // Names of tokens may hold an underscore.
        button.setMnemonicParsing(false);
        button.setMinWidth(Region.USE_PREF_SIZE);
        button.setTooltip(new Tooltip());
        for (Property<?> property : List.of(
                model.chosenPosition,
                model.position,
                model.path,
                model.byLoss,
                model.averageOver,
                model.library,
                model.fixedRange,
                model.metric)) {
            property.subscribe(this::show);
        }
        show();
    }

    MenuButton node() {
        return button;
    }

    private boolean isOne() {
        return model.chosenPosition.get() && !model.position.get().isEmpty();
    }

    private void show() {
        String brief = brief();
        button.setText(brief);
        button.setGraphic(brief.isEmpty() ? Icons.of(Feather.SLIDERS) : null);
        button.getTooltip().setText(whole());
        button.setAccessibleText(whole());
        var items = new ArrayList<MenuItem>();
        items.addAll(positions());
        items.add(new SeparatorMenuItem());
        for (Path path : Path.values()) items.add(choice(Text.of("ablation.path." + path), model.path, path));
        items.add(new SeparatorMenuItem());
        items.add(choice(Text.of("ablation.by.metric"), model.byLoss, false));
        items.add(choice(Text.of("ablation.by.loss"), model.byLoss, true));
        items.add(new SeparatorMenuItem());
        items.addAll(prompts());
        items.add(new SeparatorMenuItem());
        items.add(choice(Text.of("ablation.range.fit"), model.fixedRange, false));
        items.add(choice(fixedWords(), model.fixedRange, true));
        button.getItems().setAll(items);
    }

    /** What is not as it is at first. */
    private String brief() {
        var words = new ArrayList<String>();
        if (model.path.get() != Path.TOTAL) words.add(Text.of("ablation.path.brief." + model.path.get()));
        if (model.byLoss.get()) words.add(Text.of("ablation.by.loss.brief"));
        if (model.averaged.get()) words.add(Text.of("ablation.prompts.brief"));
        if (isOne()) words.add(Text.of("ablation.where.brief", model.position.get()));
        return String.join(" · ", words);
    }

    private String whole() {
        return Text.of(
                "ablation.where.tip",
                Text.of(isOne() ? "ablation.where.one" : "ablation.where.all", model.position.get()),
                Text.of("ablation.path." + model.path.get()),
                Text.of(model.byLoss.get() ? "ablation.by.loss" : "ablation.by.metric"),
                model.fixedRange.get() ? fixedWords() : Text.of("ablation.range.fit"));
    }

    private List<MenuItem> positions() {
        boolean none = model.position.get().isEmpty();
        RadioMenuItem chosen = choice(
                none ? Text.of("ablation.where.none") : Text.of("ablation.where.one", model.position.get()),
                model.chosenPosition,
                true);
        chosen.setDisable(none);
        return List.of(choice(Text.of("ablation.where.all"), model.chosenPosition, false), chosen);
    }

    private List<MenuItem> prompts() {
        var items = new ArrayList<MenuItem>();
        var one = new RadioMenuItem(Text.of("ablation.prompts.one"));
        one.setSelected(!model.averaged.get());
        one.setOnAction(_ -> model.averageOver.set(null));
        items.add(one);
        PromptSets library = model.library.get();
        for (String group : library.groups()) {
            int size = library.of(group).size();
            items.add(choice(Text.of("ablation.prompts.set", PromptSets.name(group), size), model.averageOver, group));
        }
        return items;
    }

    private String fixedWords() {
        return Text.of("ablation.range.fixed", AblationView.reachText(model.metric.get()));
    }

    private static <T> RadioMenuItem choice(String words, Property<? super T> property, T value) {
        var item = new RadioMenuItem(words);
        item.setMnemonicParsing(false);
        item.setSelected(value.equals(property.getValue()));
        item.setOnAction(_ -> property.setValue(value));
        return item;
    }
}
