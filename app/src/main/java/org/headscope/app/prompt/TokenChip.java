package org.headscope.app.prompt;

import javafx.css.PseudoClass;
import javafx.geometry.NodeOrientation;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.Background;
import javafx.scene.layout.BackgroundFill;
import javafx.scene.layout.CornerRadii;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.scene.paint.Color;
import org.headscope.app.theme.Styles;

/** A token of the strip: its text, its position below, and a colour behind them. */
final class TokenChip extends StackPane {
    private static final PseudoClass BRIGHT = PseudoClass.getPseudoClass("bright");
    private static final PseudoClass DEEP = PseudoClass.getPseudoClass("deep");
    private static final PseudoClass TINTED = PseudoClass.getPseudoClass("tinted");
    private static final CornerRadii CORNERS = new CornerRadii(4);
    private static final double MIDDLE = 0.5;
    /** Opacity of the strongest tint; the text is read on it in either theme. */
    private static final double STRONGEST = 0.62;

    private final Region tint = new Region();
    private final Label text = new Label();
    private final Label index = new Label();
    private int position;

    TokenChip() {
        getStyleClass().add("prompt-chip");
        // A right-to-left token keeps its own order, but the chips stay in the order of the positions.
        setNodeOrientation(NodeOrientation.LEFT_TO_RIGHT);
        tint.getStyleClass().add("tint");
        tint.setOpacity(0);
        text.getStyleClass().add(Styles.MONO);
        index.getStyleClass().add(Styles.TOKEN_INDEX);
        var words = new VBox(text, index);
        words.getStyleClass().add("words");
        words.setAlignment(Pos.CENTER);
        getChildren().addAll(tint, words);
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

    /** Takes the colour away. */
    void clear() {
        fill(null);
        tint.setOpacity(0);
    }

    /** Shows an amount by the strength of the theme's tint, from 0 to 1. */
    void tint(double share) {
        fill(null);
        tint.setOpacity(share * STRONGEST);
        pseudoClassStateChanged(TINTED, share > 0.2);
    }

    /** How strong the tint is. */
    double tint() {
        return tint.getOpacity();
    }

    /** Shows a colour of a palette. */
    void paint(Color colour) {
        tint.setOpacity(0);
        fill(colour);
    }

    private void fill(Color colour) {
        pseudoClassStateChanged(TINTED, false);
        setBackground(colour == null ? null : new Background(new BackgroundFill(colour, CORNERS, null)));
        boolean bright = colour != null && luminance(colour) > MIDDLE;
        pseudoClassStateChanged(BRIGHT, bright);
        pseudoClassStateChanged(DEEP, colour != null && !bright);
    }

    private static double luminance(Color colour) {
        return 0.299 * colour.getRed() + 0.587 * colour.getGreen() + 0.114 * colour.getBlue();
    }
}
