package org.headscope.app.example;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import javafx.beans.binding.Bindings;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.TransferMode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.headscope.app.pane.MenuChoice;
import org.headscope.app.pane.PaneCard;
import org.headscope.app.pane.Pills;
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

        /** Goes back to the list. */
        void back();

        /** Takes the passage into the prompt editor. */
        void study();

        /** Looks at another corpus. */
        void open(List<Path> files);

        /** Asks for another corpus. */
        void open();

        /** Writes the listed tokens with their passages as a page for a browser. */
        void report();

        /** Puts the listed tokens on the clipboard. */
        void copy();
    }

    /** From this width on the list stays beside a passage. */
    private static final double WIDE = 760;

    private final ExampleModel model;
    private final Actions actions;
    private final ListView<ExampleRow> list = new ListView<>();
    private boolean showing;
    private final PaneCard card = new PaneCard(Text.of("example.title"), Text.of("example.lookFor"));

    ExampleView(ExampleModel model, Actions actions) {
        this.model = model;
        this.actions = actions;
        card.options().getChildren().addAll(own(), menu(), search());
        var corpus = new VBox(6, progress(), summary(), list());
        var passage = new PassageView(model, actions).node();
        corpus.setMinSize(0, 0);
        HBox.setHgrow(corpus, Priority.ALWAYS);
        HBox.setHgrow(passage, Priority.ALWAYS);
        var content = new HBox(12, corpus, passage);
        content.setMinHeight(0);
        card.setContent(content);
        card.widthProperty().subscribe(width -> model.wide.set(width.doubleValue() >= WIDE));
        var looking = model.passage.isNotNull();
        Seen.when(passage, looking);
        Seen.when(corpus, model.own.not().and(looking.not().or(model.wide)));
        corpus.prefWidthProperty().bind(content.widthProperty().multiply(0.5));
        passage.prefWidthProperty().bind(content.widthProperty().multiply(0.5));
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

    /** The corpus, or what stands in the prompt editor. */
    private HBox own() {
        ToggleButton corpus = Pills.pill("example-corpus", Text.of("example.corpus"), "left-pill");
        ToggleButton prompt = Pills.pill("example-own", Text.of("example.own"), "right-pill");
        Pills.choose(model.own, false, corpus);
        Pills.choose(model.own, true, prompt);
        var both = new HBox(corpus, prompt);
        both.setAlignment(Pos.CENTER_LEFT);
        return both;
    }

    /** Which effect, in which order. */
    private MenuButton menu() {
        var menu = new MenuButton();
        menu.setId("example-menu");
        menu.getStyleClass().add(Styles.TEXT_MENU);
        menu.setTooltip(new Tooltip(Text.of("example.menu.tip")));
        for (Order order : Order.values()) {
            menu.getItems().add(MenuChoice.item(Text.of("example.order." + order), model.order, order));
        }
        menu.getItems().add(new SeparatorMenuItem());
        for (Effect effect : Effect.values()) {
            menu.getItems().add(MenuChoice.item(Text.of("example.effect." + effect), model.effect, effect));
        }
        var open = new MenuItem(Text.of("command.openCorpus"));
        open.setOnAction(_ -> actions.open());
        menu.getItems().addAll(new SeparatorMenuItem(), open);
        menu.textProperty()
                .bind(Bindings.createStringBinding(
                        () -> model.own.get()
                                ? Text.of("example.brief." + model.effect.get())
                                : Text.of("example.order." + model.order.get()),
                        model.own,
                        model.effect,
                        model.order));
        return menu;
    }

    private TextField search() {
        var field = new TextField();
        field.setId("example-search");
        field.setPromptText(Text.of("example.search"));
        field.setPrefColumnCount(8);
        field.setTooltip(new Tooltip(Text.of("example.search.tip")));
        field.textProperty().bindBidirectional(model.search);
        Seen.when(field, model.own.not());
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
        var stop = Pills.button("example-stop", Text.of("example.stop"), actions::stop);
        Seen.when(stop, model.running);
        var start = Pills.button("example-start", Text.of("example.goOn"), actions::start);
        Seen.when(start, model.running.not().and(model.fraction.lessThan(1)));
        var copy = Icons.button(Feather.CLIPBOARD, Text.of("example.copy"), actions::copy);
        var report = Icons.button(Feather.FILE_TEXT, Text.of("example.report"), actions::report);
        report.setId("example-report");
        var line = new HBox(8, words, bar, stop, start, copy, report);
        line.setAlignment(Pos.CENTER_LEFT);
        line.setMinHeight(Region.USE_PREF_SIZE);
        return line;
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
}
