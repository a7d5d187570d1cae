package org.headscope.app.pane;

import java.util.Objects;
import javafx.beans.property.Property;
import javafx.scene.control.RadioMenuItem;

/** Items of a menu of which one is chosen. */
public final class MenuChoice {
    private MenuChoice() {}

    /** An item that chooses a value, which may be null, and is ticked as long as it is chosen. */
    public static <T> RadioMenuItem item(String words, Property<? super T> property, T value) {
        var item = new RadioMenuItem(words);
        // Names may hold an underscore.
        item.setMnemonicParsing(false);
        property.subscribe(now -> item.setSelected(Objects.equals(now, value)));
        item.setOnAction(_ -> {
            property.setValue(value);
            item.setSelected(true);
        });
        return item;
    }
}
