package org.headscope.app.outcome;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import javafx.scene.control.Button;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import org.headscope.app.session.Session;
import org.headscope.app.session.Shown;
import org.headscope.app.text.Text;
import org.headscope.app.theme.Icons;
import org.headscope.app.theme.Styles;
import org.headscope.engine.experiment.Comparison;
import org.headscope.engine.experiment.Experiment;
import org.kordamp.ikonli.feather.Feather;

/** Chooses which of the two runs all panes show: before, after, the difference or both; says which run is pinned. */
public final class ShownSwitch extends HBox {
    private static final List<Shown> ORDER = List.of(Shown.values());

    public ShownSwitch(Session session) {
        getStyleClass().add("shown-switch");
        var group = new ToggleGroup();
        Map<Shown, ToggleButton> buttons = new EnumMap<>(Shown.class);
        for (Shown shown : ORDER) {
            var button = new ToggleButton();
            button.setId("shown-" + shown);
            button.setMinWidth(USE_PREF_SIZE);
            button.getStyleClass().addAll(Styles.CHIP, end(shown));
            button.setTooltip(new Tooltip());
            session.comparisonProperty().subscribe(pair -> name(button, shown, pair));
            button.setToggleGroup(group);
            button.setOnAction(_ -> {
                session.shownProperty().set(shown);
                // A second click on the chosen one must not leave none chosen.
                button.setSelected(true);
            });
            buttons.put(shown, button);
            getChildren().add(button);
        }
        getChildren().add(pin(session));
        session.shownProperty().subscribe(shown -> buttons.get(shown).setSelected(true));
        // Without interventions both runs are the same one.
        var nothingToCompare =
                session.comparisonProperty().map(Comparison::isClean).orElse(true);
        buttons.values().forEach(button -> button.disableProperty().bind(nothingToCompare));
    }

    private static String end(Shown shown) {
        return shown == ORDER.getFirst() ? "left-pill" : shown == ORDER.getLast() ? "right-pill" : "center-pill";
    }

    private static void name(ToggleButton button, Shown shown, Comparison pair) {
        boolean pinned = pair != null && pair.isPinned();
        button.setText(Text.of("shown." + (pinned ? "pinned." : "") + shown));
        button.getTooltip().setText(Text.of("shown." + (pinned ? "pinned." : "") + shown + ".tip"));
    }

    /** Says what is pinned, and lets go of it. */
    private static Button pin(Session session) {
        var button = new Button(null, Icons.of(Feather.X));
        button.setId("unpin");
        button.setMinWidth(USE_PREF_SIZE);
        button.getStyleClass().addAll(Styles.CHIP, "pinned-chip");
        button.setContentDisplay(ContentDisplay.RIGHT);
        button.setTooltip(new Tooltip());
        button.setOnAction(_ -> session.unpin());
        button.managedProperty().bind(button.visibleProperty());
        button.visibleProperty().bind(session.baselineProperty().isNotNull());
        session.comparisonProperty()
                .subscribe(pair -> sayPinned(button, session.baselineProperty().get(), pair));
        return button;
    }

    private static void sayPinned(Button button, Experiment pinned, Comparison pair) {
        if (pinned == null || pair == null) return;
        boolean compared = pair.before().experiment().equals(pinned);
        button.setText(Text.of(
                compared ? "shown.pin" : "shown.pin.apart", pair.before().id()));
        String words = Text.of(compared ? "shown.pin.tip" : "shown.pin.apart.tip", pinned.prompt());
        button.getTooltip().setText(words);
        button.setAccessibleText(words);
    }
}
