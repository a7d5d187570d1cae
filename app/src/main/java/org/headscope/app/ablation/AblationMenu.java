package org.headscope.app.ablation;

import java.util.List;
import javafx.beans.property.Property;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.RadioMenuItem;
import javafx.scene.control.SeparatorMenuItem;
import org.headscope.app.text.Text;
import org.headscope.app.theme.Styles;

/** The menu in the title: what a part puts out instead, where, and the range of the colours. */
final class AblationMenu {
    private final AblationModel model;
    private final MenuButton button = new MenuButton();

    AblationMenu(AblationModel model) {
        this.model = model;
        button.getStyleClass().add(Styles.TEXT_MENU);
        button.setId("ablation-mode");
        for (Property<?> property : List.of(
                model.kind,
                model.group,
                model.library,
                model.chosenPosition,
                model.position,
                model.fixedRange,
                model.metric)) {
            property.subscribe(this::fill);
        }
        fill();
    }

    MenuButton button() {
        return button;
    }

    private void fill() {
        String where = model.chosenPosition.get() && !model.position.get().isEmpty()
                ? Text.of("ablation.where.brief", model.position.get())
                : "";
        button.setText(model.kind.get().brief() + where);
        button.setAccessibleText(Text.of("ablation.menu", button.getText()));
        var items = button.getItems();
        items.setAll(heading("ablation.replaceBy"));
        for (AblationKind kind : AblationKind.values()) items.add(kind(kind));
        if (model.library.get().groups().size() > 1) items.add(groups());
        items.add(new SeparatorMenuItem());
        items.add(choice(Text.of("ablation.where.all"), model.chosenPosition, false));
        boolean none = model.position.get().isEmpty();
        RadioMenuItem one = choice(
                none ? Text.of("ablation.where.none") : Text.of("ablation.where.one", model.position.get()),
                model.chosenPosition,
                true);
        one.setDisable(none);
        items.addAll(one, new SeparatorMenuItem());
        items.add(choice(Text.of("ablation.range.fit"), model.fixedRange, false));
        items.add(choice(
                Text.of("ablation.range.fixed", AblationView.reachText(model.metric.get())), model.fixedRange, true));
    }

    private RadioMenuItem kind(AblationKind kind) {
        PromptSets library = model.library.get();
        boolean missing = kind.needsSet() && library.groups().isEmpty();
        String words = missing
                ? Text.of("ablation.kind." + kind + ".missing")
                : Text.of("ablation.kind." + kind, PromptSets.name(model.group.get()), library.size(model.group.get()));
        RadioMenuItem item = choice(words, model.kind, kind);
        item.setDisable(missing);
        return item;
    }

    private Menu groups() {
        var menu = new Menu(Text.of("ablation.set"));
        for (String group : model.library.get().groups()) {
            menu.getItems()
                    .add(choice(
                            Text.of(
                                    "ablation.group",
                                    PromptSets.name(group),
                                    model.library.get().size(group)),
                            model.group,
                            group));
        }
        return menu;
    }

    private static MenuItem heading(String key) {
        var item = new MenuItem(Text.of(key));
        item.setDisable(true);
        return item;
    }

    private static <T> RadioMenuItem choice(String words, Property<? super T> property, T value) {
        var item = new RadioMenuItem(words);
        item.setMnemonicParsing(false);
        item.setSelected(value.equals(property.getValue()));
        item.setOnAction(_ -> property.setValue(value));
        return item;
    }
}
