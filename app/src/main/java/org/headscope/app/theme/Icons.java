package org.headscope.app.theme;

import javafx.scene.control.Button;
import javafx.scene.control.Tooltip;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.javafx.FontIcon;

/** Icons of the Feather set; their colour and size come from the style sheet. */
public final class Icons {
    private Icons() {}

    /** An icon for a menu, a button or a label. */
    public static FontIcon of(Ikon icon) {
        return new FontIcon(icon);
    }

    /** A button that shows only an icon and says in its tooltip what it does. */
    public static Button button(Ikon icon, String tooltip, Runnable action) {
        var button = new Button(null, of(icon));
        button.getStyleClass().add(Styles.ICON_BUTTON);
        button.setTooltip(new Tooltip(tooltip));
        button.setAccessibleText(tooltip);
        button.setOnAction(_ -> action.run());
        return button;
    }
}
