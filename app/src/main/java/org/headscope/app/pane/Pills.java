package org.headscope.app.pane;

import javafx.beans.property.Property;
import javafx.scene.control.Button;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.Region;
import org.headscope.app.theme.Styles;

/** Small buttons, alone or side by side, of which one is chosen. */
public final class Pills {
    private Pills() {}

    /**
     * A small button.
     *
     * @param end the style of its ends, such as {@code left-pill}; null where it stands alone
     */
    public static ToggleButton pill(String id, String words, String end) {
        var button = new ToggleButton(words);
        button.setId(id);
        // Names of matrices hold an underscore.
        button.setMnemonicParsing(false);
        button.getStyleClass().addAll(Styles.PILL, Styles.TIGHT);
        if (end != null) button.getStyleClass().add(end);
        button.setMinWidth(Region.USE_PREF_SIZE);
        return button;
    }

    /** A small button that does something. */
    public static Button button(String id, String words, Runnable action) {
        var button = new Button(words);
        button.setId(id);
        button.getStyleClass().addAll(Styles.PILL, Styles.TIGHT);
        button.setMinWidth(Region.USE_PREF_SIZE);
        button.setOnAction(_ -> action.run());
        return button;
    }

    /** Lets a button choose a value, and stay pressed as long as it is chosen. */
    public static <T> void choose(Property<T> property, T value, ToggleButton button) {
        property.subscribe(now -> button.setSelected(value.equals(now)));
        button.setOnAction(_ -> {
            property.setValue(value);
            button.setSelected(true);
        });
    }
}
