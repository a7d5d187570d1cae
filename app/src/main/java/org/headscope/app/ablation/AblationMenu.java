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

/** The choices in the title: what a part puts out instead, what its mean is over, what is measured, map or table. */
final class AblationMenu {
    private final AblationModel model;
    private final ToggleButton zero = mode("zero", "left-pill");
    private final ToggleButton mean = mode("mean", "center-pill");
    private final ToggleButton resample = mode("resample", "right-pill");
    private final MenuButton over = menu("ablation-over");
    private final HBox row = new HBox();
    private AblationKind lastMean = AblationKind.PROMPT_MEAN;

    AblationMenu(AblationModel model) {
        this.model = model;
        row.setId("ablation-mode");
        row.setSpacing(4);
        row.setAlignment(Pos.CENTER_LEFT);
        var modes = new HBox(zero, mean, resample);
        modes.setAlignment(Pos.CENTER_LEFT);
        modes.setMinWidth(Region.USE_PREF_SIZE);
        row.getChildren().setAll(modes, over, new ScopeMenu(model).node(), table());
        var group = new ToggleGroup();
        group.getToggles().setAll(zero, mean, resample);
        zero.setOnAction(_ -> choose(AblationKind.ZERO));
        mean.setOnAction(_ -> choose(lastMean));
        resample.setOnAction(_ -> choose(AblationKind.RESAMPLE));
        model.corrupted.subscribe(there -> resample.getTooltip()
                .setText(Text.of(there ? "ablation.mode.resample.tip" : "ablation.mode.resample.none")));
        over.setTooltip(new Tooltip(Text.of("ablation.over.tip")));
        for (Property<?> property : List.of(model.kind, model.group, model.library)) {
            property.subscribe(this::show);
        }
        show();
    }

    HBox node() {
        return row;
    }

    private ToggleButton table() {
        var button = new ToggleButton();
        button.setId("ablation-tabular");
        button.setGraphic(Icons.of(Feather.LIST));
        button.getStyleClass().addAll(Styles.PILL, Styles.TIGHT);
        button.setTooltip(new Tooltip(Text.of("ablation.table.tip")));
        button.setAccessibleText(Text.of("ablation.table.tip"));
        button.setMinWidth(Region.USE_PREF_SIZE);
        button.selectedProperty().bindBidirectional(model.tabular);
        return button;
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
        // Names of sets may hold an underscore.
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
        boolean isMean = kind.isMean();
        if (isMean) lastMean = kind;
        (isMean ? mean : kind == AblationKind.ZERO ? zero : resample).setSelected(true);
        over.setVisible(isMean);
        over.setManaged(isMean);
        over.setText(Text.of("ablation.over." + kind, PromptSets.name(model.group.get())));
        over.setAccessibleText(over.getText());
        fillOver();
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

    private static MenuItem heading(String key) {
        var item = new MenuItem(Text.of(key));
        item.setDisable(true);
        return item;
    }
}
