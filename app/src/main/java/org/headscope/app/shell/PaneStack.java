package org.headscope.app.shell;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.headscope.app.pane.PaneCard;

/** Panes that share one place: one is seen, the names of all stand above it as tabs. A pane alone has no tab. */
final class PaneStack extends VBox {
    private final Map<Pane, PaneCard> cards;
    private final Map<Pane, ToggleButton> tabs = new EnumMap<>(Pane.class);
    private final HBox strip = new HBox();
    private Pane front;

    /**
     * @param panes those that share the place, at least one
     * @param onChosen what a click on a tab, or the arrow keys, do with the pane
     * @param onTwice what a double click on a tab does with the pane
     */
    PaneStack(List<Pane> panes, Map<Pane, PaneCard> cards, Consumer<Pane> onChosen, Consumer<Pane> onTwice) {
        this.cards = cards;
        front = panes.getFirst();
        getStyleClass().add("pane-stack");
        strip.getStyleClass().add("pane-tabs");
        setMinSize(0, 0);
        for (Pane pane : panes) {
            var tab = new ToggleButton(pane.words());
            tab.getStyleClass().setAll("pane-tab");
            tab.setId("tab-" + pane.id());
            tab.setOnAction(_ -> onChosen.accept(pane));
            tab.setOnMouseClicked(click -> {
                if (click.getClickCount() == 2) onTwice.accept(pane);
            });
            tabs.put(pane, tab);
            strip.getChildren().add(tab);
        }
        strip.addEventFilter(KeyEvent.KEY_PRESSED, key -> neighbour(panes, key, onChosen));
    }

    /** The pane that is seen. */
    Pane front() {
        return front;
    }

    /** Brings a pane to the front, whether it is to be seen now or later. */
    void choose(Pane pane) {
        front = pane;
        tabs.forEach((one, tab) -> tab.setSelected(one == pane));
    }

    /** Takes the pane in front, wherever it was, and shows it. */
    void attach() {
        boolean tabbed = tabs.size() > 1;
        PaneCard card = cards.get(front);
        card.tabbedProperty().set(tabbed);
        VBox.setVgrow(card, Priority.ALWAYS);
        if (tabbed) getChildren().setAll(strip, card);
        else getChildren().setAll(card);
    }

    /** Lets go of the pane that is seen, so that it can be shown elsewhere. */
    void release() {
        getChildren().clear();
    }

    /** Left and right in the strip go to the pane beside the one that is seen. */
    private void neighbour(List<Pane> panes, KeyEvent key, Consumer<Pane> onChosen) {
        int step = key.getCode() == KeyCode.RIGHT ? 1 : key.getCode() == KeyCode.LEFT ? -1 : 0;
        if (step == 0) return;
        Pane next = panes.get(Math.floorMod(panes.indexOf(front) + step, panes.size()));
        onChosen.accept(next);
        tabs.get(next).requestFocus();
        key.consume();
    }
}
