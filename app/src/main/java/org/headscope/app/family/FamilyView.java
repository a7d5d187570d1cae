package org.headscope.app.family;

import java.util.Objects;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.RadioMenuItem;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.headscope.app.chart.DotPlot;
import org.headscope.app.pane.PaneCard;
import org.headscope.app.pane.Seen;
import org.headscope.app.session.MetricText;
import org.headscope.app.session.PromptSets;
import org.headscope.app.text.Text;
import org.headscope.app.theme.Styles;

/** The nodes of the pane of a prompt set. */
final class FamilyView {
    /** What the user can do here. */
    interface Actions {
        /** Opens the prompt of a dot. */
        void open(int dot);

        void measureAll();

        void stop();
    }

    private final FamilyModel model;
    private final Actions actions;
    private final PaneCard card = new PaneCard(Text.of("family.title"), Text.of("family.lookFor"));

    FamilyView(FamilyModel model, Actions actions) {
        this.model = model;
        this.actions = actions;
        card.options().getChildren().addAll(sets());
        var plot = new DotPlot();
        plot.setId("family-dots");
        plot.itemsProperty().bind(model.dots);
        plot.axisProperty().bind(model.axis);
        plot.chosenProperty().bind(model.open);
        plot.formatProperty().set(MetricText::value);
        plot.onActionProperty().set(actions::open);
        VBox.setVgrow(plot, Priority.ALWAYS);
        var content = new VBox(6, key(), plot, sentences(), progress());
        content.setMinHeight(0);
        String sheet = Objects.requireNonNull(FamilyView.class.getResource("family.css"))
                .toExternalForm();
        content.getStylesheets().add(sheet);
        card.setContent(content);
    }

    PaneCard card() {
        return card;
    }

    private MenuButton sets() {
        var menu = new MenuButton();
        menu.setId("family-set");
        menu.getStyleClass().add("text-menu");
        menu.setTooltip(new Tooltip(Text.of("family.set.tip")));
        model.group.subscribe(group ->
                menu.setText(group == null ? Text.of("family.empty") : Text.of("family.set", PromptSets.name(group))));
        menu.setOnShowing(_ -> {
            menu.getItems().clear();
            PromptSets library = model.library.get();
            for (String group : library.groups()) {
                String words = Text.of(
                        "family.menuItem",
                        PromptSets.name(group),
                        library.of(group).size());
                var item = new RadioMenuItem(words);
                item.setMnemonicParsing(false);
                item.setSelected(group.equals(model.group.get()));
                item.setOnAction(_ -> model.group.set(group));
                menu.getItems().add(item);
            }
        });
        // A menu that was never filled does not open.
        menu.getItems().add(new RadioMenuItem());
        return menu;
    }

    /** Which colour is which. */
    private HBox key() {
        var before = new Label();
        before.textProperty().bind(model.before);
        before.getStyleClass().addAll(Styles.SMALL, "key-before");
        var after = new Label(Text.of("family.after"));
        after.getStyleClass().addAll(Styles.SMALL, "key-after");
        Seen.when(before, model.compared);
        Seen.when(after, model.compared);
        var key = new HBox(14, before, after, small("family.key.open"), small("family.key.mean"));
        key.setMinHeight(Region.USE_PREF_SIZE);
        return key;
    }

    private static Label small(String key) {
        var label = new Label(Text.of(key));
        label.getStyleClass().add(Styles.SMALL);
        return label;
    }

    private VBox sentences() {
        var box = new VBox(2);
        box.setId("family-sentences");
        box.setMinHeight(Region.USE_PREF_SIZE);
        model.sentences.subscribe(list ->
                box.getChildren().setAll(list.stream().map(this::sentence).toList()));
        return box;
    }

    private Label sentence(String words) {
        var label = new Label(words);
        label.getStyleClass().add(Styles.SMALL);
        label.setWrapText(true);
        label.setMinHeight(Region.USE_PREF_SIZE);
        return label;
    }

    private HBox progress() {
        var count = new Label();
        count.getStyleClass().add(Styles.SMALL);
        count.textProperty().bind(model.progress);
        var all = new Button();
        all.setId("family-all");
        all.getStyleClass().addAll(Styles.PILL, "tight");
        all.textProperty().bind(model.left.map(number -> Text.of("family.all", number)));
        all.setOnAction(_ -> actions.measureAll());
        Seen.when(all, model.left.greaterThan(0).and(model.running.not()));
        var stop = new Button(Text.of("family.stop"));
        stop.setId("family-stop");
        stop.getStyleClass().addAll(Styles.PILL, "tight");
        stop.setOnAction(_ -> actions.stop());
        Seen.when(stop, model.running);
        var line = new HBox(10, count, all, stop);
        line.setAlignment(Pos.CENTER_LEFT);
        line.setMinHeight(Region.USE_PREF_SIZE);
        return line;
    }
}
