package org.headscope.app.prompt;

import javafx.css.PseudoClass;
import javafx.geometry.NodeOrientation;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.Background;
import javafx.scene.layout.VBox;
import javafx.scene.paint.Color;
import org.headscope.app.theme.Styles;

/** A token of the strip: its text, and its position below. */
final class TokenChip extends VBox {
    private static final PseudoClass BRIGHT = PseudoClass.getPseudoClass("bright");
    private static final PseudoClass DEEP = PseudoClass.getPseudoClass("deep");
    private static final double MIDDLE = 0.5;

    private final Label text = new Label();
    private final Label index = new Label();
    private int position;

    TokenChip() {
        getStyleClass().add("prompt-chip");
        setAlignment(Pos.CENTER);
        // A right-to-left token keeps its own order, but the chips stay in the order of the positions.
        setNodeOrientation(NodeOrientation.LEFT_TO_RIGHT);
        text.getStyleClass().add(Styles.MONO);
        index.getStyleClass().add(Styles.TOKEN_INDEX);
        getChildren().addAll(text, index);
    }

    int position() {
        return position;
    }

    void show(int place, String label) {
        position = place;
        text.setText(label);
        index.setText(String.valueOf(place));
    }

    String label() {
        return text.getText();
    }

    /** Colours the chip; null for no colour. */
    void paint(Color colour) {
        setBackground(colour == null ? null : Background.fill(colour));
        boolean bright = colour != null && luminance(colour) > MIDDLE;
        pseudoClassStateChanged(BRIGHT, bright);
        pseudoClassStateChanged(DEEP, colour != null && !bright);
    }

    private static double luminance(Color colour) {
        return 0.299 * colour.getRed() + 0.587 * colour.getGreen() + 0.114 * colour.getBlue();
    }
}
