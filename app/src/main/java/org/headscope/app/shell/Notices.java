package org.headscope.app.shell;

import javafx.animation.PauseTransition;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.util.Duration;
import org.headscope.app.text.Text;
import org.headscope.app.theme.Icons;
import org.headscope.app.theme.Styles;
import org.kordamp.ikonli.feather.Feather;

/** Sentences about things that went wrong and stopped nothing: the newest over the panes, all of them in the status bar. */
final class Notices {
    private static final int MOST = 50;

    /** Time to read two lines at leisure; the sentence lies on top of legends. */
    private static final Duration SHOWN = Duration.seconds(12);

    private final ObservableList<String> sentences = FXCollections.observableArrayList();
    private final Label words = new Label();
    private final HBox card;
    private final PauseTransition seen = new PauseTransition(SHOWN);
    private final StackPane overlay;

    Notices() {
        words.setWrapText(true);
        words.setMinHeight(Region.USE_PREF_SIZE);
        Button dismiss = Icons.button(Feather.X, Text.of("notice.dismiss"), this::hide);
        dismiss.setMinWidth(Region.USE_PREF_SIZE);
        card = new HBox(Icons.of(Feather.ALERT_TRIANGLE), words, dismiss);
        card.getStyleClass().addAll(Styles.CARD, "notice");
        card.setMaxSize(640, Region.USE_PREF_SIZE);
        overlay = new StackPane(card);
        overlay.getStyleClass().add("notice-layer");
        overlay.setAlignment(Pos.BOTTOM_CENTER);
        overlay.setPickOnBounds(false);
        seen.setOnFinished(_ -> hide());
        card.hoverProperty().subscribe(hovered -> {
            if (hovered) {
                seen.stop();
            } else if (card.isVisible()) {
                seen.playFromStart();
            }
        });
        hide();
    }

    /** Lies over the panes; lets the mouse through everywhere but on the sentence. */
    StackPane overlay() {
        return overlay;
    }

    /** Shows a sentence for a while, until it is dismissed or the next one comes. */
    void show(String sentence) {
        sentences.addFirst(sentence);
        if (sentences.size() > MOST) sentences.removeLast();
        words.setText(sentence);
        card.setVisible(true);
        seen.playFromStart();
    }

    /** Takes the newest sentence from over the panes; the status bar still lists it. */
    void hide() {
        // Else the focus would go to the first field of the window.
        if (card.isFocusWithin()) card.getScene().getRoot().requestFocus();
        card.setVisible(false);
        seen.stop();
    }

    /** The list of all sentences, for the status bar. */
    MenuButton button() {
        var button = new MenuButton();
        button.getStyleClass().add(Styles.TEXT_MENU);
        sentences.subscribe(() -> {
            button.setText(Text.of("notice.count", sentences.size()));
            button.getItems().setAll(sentences.stream().map(this::item).toList());
            button.setDisable(sentences.isEmpty());
        });
        button.setText(Text.of("notice.count", 0));
        button.setDisable(true);
        return button;
    }

    /** Takes a sentence from over the panes if it is the one that lies there. */
    void hide(String sentence) {
        if (words.getText().equals(sentence)) hide();
    }

    /** Wrapped: a menu is as wide as its longest line. */
    private MenuItem item(String sentence) {
        var item = new MenuItem(sentence.replaceAll("(.{40,66}) ", "$1\n"));
        item.setMnemonicParsing(false);
        item.setOnAction(_ -> {
            words.setText(sentence);
            card.setVisible(true);
            seen.playFromStart();
        });
        return item;
    }
}
