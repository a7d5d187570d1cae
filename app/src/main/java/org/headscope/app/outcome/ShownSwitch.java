package org.headscope.app.outcome;

import java.util.EnumMap;
import java.util.Map;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import org.headscope.app.session.Session;
import org.headscope.app.session.Shown;
import org.headscope.app.text.Text;
import org.headscope.app.theme.Styles;

/** Chooses which of the two runs all panes show: before, after or the difference. */
public final class ShownSwitch extends HBox {
    private static final String[] ENDS = {"left-pill", "center-pill", "right-pill"};

    public ShownSwitch(Session session) {
        getStyleClass().add("shown-switch");
        var group = new ToggleGroup();
        Map<Shown, ToggleButton> buttons = new EnumMap<>(Shown.class);
        for (Shown shown : Shown.values()) {
            var button = new ToggleButton(Text.of("shown." + shown));
            button.setId("shown-" + shown);
            button.getStyleClass().addAll(Styles.CHIP, ENDS[shown.ordinal()]);
            button.setTooltip(new Tooltip(Text.of("shown." + shown + ".tip")));
            button.setToggleGroup(group);
            button.setOnAction(_ -> {
                session.shownProperty().set(shown);
                // A second click on the chosen one must not leave none chosen.
                button.setSelected(true);
            });
            buttons.put(shown, button);
            getChildren().add(button);
        }
        session.shownProperty().subscribe(shown -> buttons.get(shown).setSelected(true));
        // Without interventions both runs are the same one.
        disableProperty()
                .bind(session.comparisonProperty().map(pair -> pair.isClean()).orElse(true));
    }
}
