package org.headscope.app.pane;

import javafx.beans.property.Property;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.Region;
import org.headscope.app.theme.Styles;

/** Buttons of which one is chosen. */
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

    /** Lets a button choose a value, and stay pressed as long as it is chosen. */
    public static <T> void choose(Property<T> property, T value, ToggleButton button) {
        property.subscribe(now -> button.setSelected(value.equals(now)));
        button.setOnAction(_ -> {
            property.setValue(value);
            button.setSelected(true);
        });
    }
}
