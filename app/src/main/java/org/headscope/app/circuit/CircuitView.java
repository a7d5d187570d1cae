package org.headscope.app.circuit;

import javafx.beans.binding.Bindings;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.headscope.app.pane.MenuChoice;
import org.headscope.app.pane.PaneCard;
import org.headscope.app.pane.Pills;
import org.headscope.app.pane.Seen;
import org.headscope.app.text.Text;
import org.headscope.app.theme.Styles;
import org.headscope.engine.experiment.result.Table;
import org.headscope.engine.hook.Site;

/** The nodes of the circuits pane. */
final class CircuitView {
    /** What the user can do here. */
    interface Actions {
        void choose(Site head);

        /** Starts what takes a while. */
        void begin();

        void stop();

        void copy(Table table);

        void save(Table table);
    }

    private final CircuitModel model;
    private final Actions actions;
    private final HeadMap map;
    private final StackPane body = new StackPane();
    private final PaneCard card = new PaneCard(Text.of("circuit.title"), "");

    CircuitView(CircuitModel model, Actions actions) {
        this.model = model;
        this.actions = actions;
        this.map = new HeadMap(actions::choose);
        body.setMinSize(0, 0);
        VBox.setVgrow(body, Priority.ALWAYS);
        var content = new VBox(6, new ChoiceBar(model), body, foot());
        content.setMinWidth(0);
        card.setContent(content);
        card.options().getChildren().add(aspects());
        card.lookForProperty().bind(Bindings.createStringBinding(this::lookFor, model.aspect, model.kind));
        model.sheet.subscribe(this::show);
        model.head.subscribe(map::mark);
        model.waiting.subscribe(this::show);
    }

    PaneCard card() {
        return card;
    }

    private MenuButton aspects() {
        var menu = new MenuButton();
        menu.setId("circuit-aspect");
        menu.getStyleClass().add(Styles.TEXT_MENU);
        menu.setTooltip(new Tooltip(Text.of("circuit.aspect.tip")));
        for (Aspect aspect : Aspect.values()) {
            String words = Text.of("circuit.aspect.item", aspect.words(), Text.of("circuit.aspectTip." + aspect));
            menu.getItems().add(MenuChoice.item(words, model.aspect, aspect));
        }
        menu.textProperty().bind(model.aspect.map(Aspect::words));
        return menu;
    }

    private String lookFor() {
        Aspect aspect = model.aspect.get();
        return aspect == Aspect.ROWS
                ? Text.of("circuit.lookFor.ROWS." + model.kind.get())
                : Text.of("circuit.lookFor." + aspect);
    }

    private void show() {
        if (model.waiting.get()) {
            body.getChildren().setAll(offer());
            return;
        }
        Node content = switch (model.sheet.get()) {
            case null -> new Region();
            case Sheet.Lists lists -> new TokenLists(lists);
            case Sheet.Grid grid -> new WordGrid(grid);
            case Sheet.HeadMap heads -> {
                map.show(heads);
                map.mark(model.head.get());
                yield map;
            }
        };
        body.getChildren().setAll(content);
    }

    private Node offer() {
        var words = new Label(Text.of("circuit.ranks.offer"));
        words.setWrapText(true);
        var button = new Button(Text.of("circuit.ranks.begin"));
        button.setId("circuit-begin");
        button.getStyleClass().add(Styles.PILL);
        button.setOnAction(_ -> actions.begin());
        var box = new VBox(8, words, button);
        box.setAlignment(Pos.CENTER);
        return box;
    }

    private Node foot() {
        var caption = new Label();
        caption.setId("circuit-caption");
        caption.getStyleClass().add(Styles.SMALL);
        caption.setWrapText(true);
        caption.textProperty().bind(model.sheet.map(Sheet::caption).orElse(""));
        var progress = new Label();
        progress.setId("circuit-progress");
        progress.getStyleClass().add(Styles.SMALL);
        progress.textProperty().bind(model.progress);
        var stop = Pills.button("circuit-stop", Text.of("circuit.stop"), actions::stop);
        Seen.when(progress, model.progress.isNotEmpty());
        Seen.when(stop, model.progress.isNotEmpty());
        var copy = Pills.button(
                "circuit-copy",
                Text.of("ablation.table.copy"),
                () -> actions.copy(model.sheet.get().table()));
        var save = Pills.button(
                "circuit-save",
                Text.of("ablation.table.save"),
                () -> actions.save(model.sheet.get().table()));
        caption.setMinWidth(0);
        copy.disableProperty().bind(model.sheet.isNull());
        save.disableProperty().bind(model.sheet.isNull());
        HBox.setHgrow(caption, Priority.ALWAYS);
        caption.setMaxWidth(Double.MAX_VALUE);
        var row = new HBox(8, caption, progress, stop, copy, save);
        row.setAlignment(Pos.CENTER_LEFT);
        row.setMinHeight(Region.USE_PREF_SIZE);
        return row;
    }
}
