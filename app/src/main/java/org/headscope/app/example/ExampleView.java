package org.headscope.app.example;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.RadioMenuItem;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.TransferMode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.headscope.app.pane.LossChips;
import org.headscope.app.pane.PaneCard;
import org.headscope.app.pane.Seen;
import org.headscope.app.text.Text;
import org.headscope.app.theme.Icons;
import org.headscope.app.theme.Styles;
import org.headscope.engine.survey.Effect;
import org.headscope.engine.survey.TokenQuery.Order;
import org.kordamp.ikonli.feather.Feather;

/** The nodes of the pane of examples. */
final class ExampleView {
    /** What the user can do here. */
    interface Actions {
        void start();

        void stop();

        /** Looks at a token in its passage. */
        void choose(ExampleRow row);

        /** Looks at the prediction made at a position of the passage. */
        void choose(int position);

        /** Takes the passage into the prompt editor. */
        void study();

        /** Looks at another corpus. */
        void open(List<Path> files);

        /** Asks for another corpus. */
        void open();

        /** Puts the listed tokens on the clipboard. */
        void copy();
    }

    private final ExampleModel model;
    private final Actions actions;
    private final ListView<ExampleRow> list = new ListView<>();
    private final LossChips chips;
    private boolean showing;
    private final PaneCard card = new PaneCard(Text.of("example.title"), Text.of("example.lookFor"));

    ExampleView(ExampleModel model, Actions actions) {
        this.model = model;
        this.actions = actions;
        this.chips = new LossChips(new LossChips.Actions() {
            @Override
            public void choose(int position) {
                actions.choose(position);
            }

            @Override
            public void hover(Integer position) {}
        });
        card.options().getChildren().addAll(menu(), search());
        var content = new VBox(6, progress(), summary(), list(), passage());
        content.setMinHeight(0);
        card.setContent(content);
        card.setOnDragOver(event -> {
            if (!event.getDragboard().hasFiles()) return;
            event.acceptTransferModes(TransferMode.COPY);
            event.consume();
        });
        card.setOnDragDropped(event -> {
            actions.open(
                    event.getDragboard().getFiles().stream().map(File::toPath).toList());
            event.setDropCompleted(true);
            event.consume();
        });
    }

    PaneCard card() {
        return card;
    }

    /** Which effect, in which order. */
    private MenuButton menu() {
        var menu = new MenuButton();
        menu.setId("example-menu");
        menu.getStyleClass().add(Styles.TEXT_MENU);
        menu.setTooltip(new Tooltip(Text.of("example.menu.tip")));
        for (Order order : Order.values()) {
            var item = new RadioMenuItem(Text.of("example.order." + order));
            item.setOnAction(_ -> model.order.set(order));
            model.order.subscribe(now -> item.setSelected(now == order));
            menu.getItems().add(item);
        }
        menu.getItems().add(new SeparatorMenuItem());
        for (Effect effect : Effect.values()) {
            var item = new RadioMenuItem(Text.of("example.effect." + effect));
            item.setOnAction(_ -> choose(effect));
            model.effect.subscribe(now -> item.setSelected(now == effect));
            menu.getItems().add(item);
        }
        var open = new MenuItem(Text.of("command.openCorpus"));
        open.setOnAction(_ -> actions.open());
        menu.getItems().addAll(new SeparatorMenuItem(), open);
        model.order.subscribe(order -> menu.setText(Text.of("example.order." + order)));
        return menu;
    }

    /** All but the direct effect take a survey that measures them. */
    private void choose(Effect effect) {
        if (effect != Effect.DIRECT) model.total.set(true);
        model.effect.set(effect);
    }

    private TextField search() {
        var field = new TextField();
        field.setId("example-search");
        field.setPromptText(Text.of("example.search"));
        field.setPrefColumnCount(8);
        field.setTooltip(new Tooltip(Text.of("example.search.tip")));
        field.textProperty().bindBidirectional(model.search);
        return field;
    }

    private HBox progress() {
        var words = new Label();
        words.setId("example-progress");
        words.getStyleClass().add(Styles.SMALL);
        words.textProperty().bind(model.progress);
        words.setMinWidth(0);
        var bar = new ProgressBar();
        bar.setPrefWidth(90);
        bar.progressProperty().bind(model.fraction);
        Seen.when(bar, model.running);
        var stop = pill("example-stop", "example.stop", actions::stop);
        Seen.when(stop, model.running);
        var start = pill("example-start", "example.goOn", actions::start);
        Seen.when(start, model.running.not().and(model.fraction.lessThan(1)));
        var copy = Icons.button(Feather.CLIPBOARD, Text.of("example.copy"), actions::copy);
        var line = new HBox(8, words, bar, stop, start, copy);
        line.setAlignment(Pos.CENTER_LEFT);
        line.setMinHeight(Region.USE_PREF_SIZE);
        return line;
    }

    private static Button pill(String id, String key, Runnable action) {
        var button = new Button(Text.of(key));
        button.setId(id);
        button.getStyleClass().addAll(Styles.PILL, Styles.TIGHT);
        button.setMinWidth(Region.USE_PREF_SIZE);
        button.setOnAction(_ -> action.run());
        return button;
    }

    private Label summary() {
        var label = new Label();
        label.setId("example-summary");
        label.getStyleClass().add(Styles.SMALL);
        label.textProperty().bind(model.summary);
        label.setWrapText(true);
        label.setMinHeight(Region.USE_PREF_SIZE);
        return label;
    }

    private ListView<ExampleRow> list() {
        list.setId("example-list");
        list.setFixedCellSize(ExampleCell.HEIGHT);
        list.setCellFactory(_ -> new ExampleCell());
        list.setMinHeight(3 * ExampleCell.HEIGHT);
        list.setPrefHeight(7 * ExampleCell.HEIGHT);
        var none = new Label(Text.of("example.noRows"));
        none.setWrapText(true);
        none.getStyleClass().add(Styles.SMALL);
        list.setPlaceholder(none);
        model.rows.subscribe(this::showRows);
        list.getSelectionModel().selectedItemProperty().subscribe(row -> {
            if (row != null && !showing) actions.choose(row);
        });
        list.setOnKeyPressed(event -> {
            if (event.getCode() == KeyCode.ENTER) actions.study();
        });
        VBox.setVgrow(list, Priority.ALWAYS);
        return list;
    }

    /** Whichever token was chosen stays chosen, wherever it stands now. */
    private void showRows(List<ExampleRow> rows) {
        ExampleRow chosen = list.getSelectionModel().getSelectedItem();
        showing = true;
        list.getItems().setAll(rows);
        list.getSelectionModel().clearSelection();
        for (int i = 0; chosen != null && i < rows.size(); i++) {
            if (rows.get(i).isSame(chosen)) list.getSelectionModel().select(i);
        }
        showing = false;
    }

    private VBox passage() {
        chips.setId("example-passage");
        model.passage.subscribe(passage -> chips.show(passage == null ? List.of() : passage.tokens(), ""));
        model.passage.subscribe(_ -> chips.choose(model.position.get()));
        var scroll = new ScrollPane(chips);
        model.position.subscribe(position -> chips.choose(position));
        model.prediction.subscribe(_ -> chips.scrollToChosen(scroll));
        scroll.setFitToWidth(true);
        scroll.setFocusTraversable(false);
        scroll.setPrefHeight(110);
        scroll.setMinHeight(50);
        var words = new Label();
        words.setId("example-prediction");
        words.textProperty().bind(model.prediction);
        words.setWrapText(true);
        words.setMinHeight(Region.USE_PREF_SIZE);
        HBox.setHgrow(words, Priority.ALWAYS);
        words.setMaxWidth(Double.MAX_VALUE);
        var line = new HBox(8, words, pill("example-study", "example.study", actions::study));
        line.setMinHeight(Region.USE_PREF_SIZE);
        Seen.when(line, model.prediction.isNotEmpty());
        var legend = LossChips.legend(Text.of("example.hurts"), Text.of("example.helps"));
        var box = new VBox(4, line, scroll, legend);
        Seen.when(box, model.passage.map(Objects::nonNull));
        return box;
    }
}
