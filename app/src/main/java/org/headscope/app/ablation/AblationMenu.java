package org.headscope.app.ablation;

import java.util.List;
import javafx.beans.property.Property;
import javafx.geometry.Pos;
import javafx.scene.control.CheckMenuItem;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.RadioMenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import org.headscope.app.session.PromptSets;
import org.headscope.app.text.Text;
import org.headscope.app.theme.Icons;
import org.headscope.app.theme.Styles;
import org.kordamp.ikonli.feather.Feather;

/** The choices in the title: what a part puts out instead, what its mean is over, where, and the range of the colours. */
final class AblationMenu {
    private final AblationModel model;
    private final ToggleButton zero = mode("zero", "left-pill");
    private final ToggleButton mean = mode("mean", "right-pill");
    private final MenuButton over = menu("ablation-over");
    private final MenuButton where = menu("ablation-where");
    private final HBox row = new HBox();
    private AblationKind lastMean = AblationKind.PROMPT_MEAN;

    AblationMenu(AblationModel model) {
        this.model = model;
        row.setId("ablation-mode");
        row.setSpacing(4);
        row.setAlignment(Pos.CENTER_LEFT);
        var modes = new HBox(zero, mean);
        modes.setAlignment(Pos.CENTER_LEFT);
        modes.setMinWidth(Region.USE_PREF_SIZE);
        row.getChildren().setAll(modes, over, where);
        var group = new ToggleGroup();
        group.getToggles().setAll(zero, mean);
        zero.setOnAction(_ -> choose(AblationKind.ZERO));
        mean.setOnAction(_ -> choose(model.kind.get() == AblationKind.ZERO ? lastMean : model.kind.get()));
        over.setTooltip(new Tooltip(Text.of("ablation.over.tip")));
        where.setMinWidth(Region.USE_PREF_SIZE);
        where.setTooltip(new Tooltip());
        for (Property<?> property : List.of(
                model.kind,
                model.group,
                model.library,
                model.chosenPosition,
                model.position,
                model.fixedRange,
                model.metric)) {
            property.subscribe(this::show);
        }
        show();
    }

    HBox node() {
        return row;
    }

    private static ToggleButton mode(String name, String end) {
        var button = new ToggleButton(Text.of("ablation.mode." + name));
        button.setId("ablation-mode-" + name);
        button.getStyleClass().addAll(Styles.PILL, Styles.TIGHT, end);
        button.setTooltip(new Tooltip(Text.of("ablation.mode." + name + ".tip")));
        button.setMinWidth(Region.USE_PREF_SIZE);
        return button;
    }

    private static MenuButton menu(String id) {
        var button = new MenuButton();
        button.setId(id);
        button.getStyleClass().add(Styles.TEXT_MENU);
        // Names of sets and tokens may hold an underscore.
        button.setMnemonicParsing(false);
        return button;
    }

    /** A mean over a set that is no longer there becomes one over the prompt. */
    private void choose(AblationKind kind) {
        boolean missing = kind.needsSet() && model.library.get().groups().isEmpty();
        model.kind.set(missing ? AblationKind.PROMPT_MEAN : kind);
        show();
    }

    private void show() {
        AblationKind kind = model.kind.get();
        boolean isMean = kind != AblationKind.ZERO;
        if (isMean) lastMean = kind;
        (isMean ? mean : zero).setSelected(true);
        over.setVisible(isMean);
        over.setManaged(isMean);
        over.setText(Text.of("ablation.over." + kind, PromptSets.name(model.group.get())));
        over.setAccessibleText(over.getText());
        fillOver();
        showWhere();
    }

    private void fillOver() {
        var items = over.getItems();
        AblationKind kind = model.kind.get();
        PromptSets library = model.library.get();
        var self = new RadioMenuItem(Text.of("ablation.set.prompt"));
        self.setSelected(kind == AblationKind.PROMPT_MEAN);
        self.setOnAction(_ -> choose(AblationKind.PROMPT_MEAN));
        items.setAll(heading("ablation.set"), self);
        boolean perPosition = kind == AblationKind.SET_MEAN_PER_POSITION;
        for (String group : library.groups()) {
            var item = new RadioMenuItem(Text.of("ablation.group", PromptSets.name(group), library.size(group)));
            item.setMnemonicParsing(false);
            item.setSelected(kind.needsSet() && group.equals(model.group.get()));
            item.setOnAction(_ -> {
                model.group.set(group);
                choose(perPosition ? AblationKind.SET_MEAN_PER_POSITION : AblationKind.SET_MEAN);
            });
            items.add(item);
        }
        if (library.groups().isEmpty()) items.add(heading("ablation.set.none"));
        var each = new CheckMenuItem(Text.of("ablation.set.perPosition"));
        each.setSelected(perPosition);
        each.setDisable(!kind.needsSet());
        each.setOnAction(_ -> choose(perPosition ? AblationKind.SET_MEAN : AblationKind.SET_MEAN_PER_POSITION));
        items.addAll(new SeparatorMenuItem(), each);
    }

    private void showWhere() {
        boolean none = model.position.get().isEmpty();
        boolean one = model.chosenPosition.get() && !none;
        where.setText(one ? Text.of("ablation.where.brief", model.position.get()) : "");
        where.setGraphic(one ? null : Icons.of(Feather.SLIDERS));
        String words = Text.of(one ? "ablation.where.one" : "ablation.where.all", model.position.get());
        String range = model.fixedRange.get() ? fixedWords() : Text.of("ablation.range.fit");
        where.getTooltip().setText(Text.of("ablation.where.tip", words, range));
        where.setAccessibleText(where.getTooltip().getText());
        RadioMenuItem chosen = choice(
                none ? Text.of("ablation.where.none") : Text.of("ablation.where.one", model.position.get()),
                model.chosenPosition,
                true);
        chosen.setDisable(none);
        where.getItems()
                .setAll(
                        choice(Text.of("ablation.where.all"), model.chosenPosition, false),
                        chosen,
                        new SeparatorMenuItem(),
                        choice(Text.of("ablation.range.fit"), model.fixedRange, false),
                        choice(fixedWords(), model.fixedRange, true));
    }

    private String fixedWords() {
        return Text.of("ablation.range.fixed", AblationView.reachText(model.metric.get()));
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
