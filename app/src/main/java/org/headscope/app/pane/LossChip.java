package org.headscope.app.pane;

import javafx.css.PseudoClass;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.Background;
import javafx.scene.layout.BackgroundFill;
import javafx.scene.layout.CornerRadii;
import javafx.scene.paint.Color;
import org.headscope.app.heatmap.Colouring;
import org.headscope.app.heatmap.Palette;
import org.headscope.app.heatmap.Range;

/** A token coloured by a change of loss. */
final class LossChip extends Label {
    /** The same for every text, so that colours can be compared. */
    static final Colouring COLOURING = new Colouring(Palette.RED_WHITE_BLUE, Range.fixed(2.5));

    private static final PseudoClass BRIGHT = PseudoClass.getPseudoClass("bright");
    private static final PseudoClass DEEP = PseudoClass.getPseudoClass("deep");
    private static final PseudoClass CHOSEN = PseudoClass.getPseudoClass("chosen");
    private static final double MIDDLE = 0.45;

    private final Tooltip tooltip = new Tooltip();
    private LossToken token;

    LossChip(LossChips.Actions actions) {
        getStyleClass().add("loss-chip");
        setFocusTraversable(true);
        setMinWidth(USE_PREF_SIZE);
        setTooltip(tooltip);
        setOnMouseClicked(_ -> actions.choose(token.position()));
        setOnMouseEntered(_ -> actions.hover(token.position()));
        setOnMouseExited(_ -> actions.hover(null));
        setOnKeyPressed(event -> {
            if (event.getCode() == KeyCode.ENTER || event.getCode() == KeyCode.SPACE) {
                actions.choose(token.position());
                event.consume();
            }
        });
    }

    void show(LossToken now) {
        token = now;
        setText(now.label());
        setAccessibleText(now.words());
        tooltip.setText(now.words());
        if (Double.isNaN(now.tint())) {
            setBackground(null);
            pseudoClassStateChanged(BRIGHT, false);
            pseudoClassStateChanged(DEEP, false);
        } else {
            paint(COLOURING.argb(now.tint(), 0));
        }
    }

    boolean isChosen() {
        return getPseudoClassStates().contains(CHOSEN);
    }

    void choose(int position) {
        pseudoClassStateChanged(CHOSEN, token.position() == position);
    }

    private void paint(int argb) {
        Color colour = Color.rgb(argb >> 16 & 0xff, argb >> 8 & 0xff, argb & 0xff);
        setBackground(new Background(new BackgroundFill(colour, new CornerRadii(3), null)));
        double luminance = 0.299 * colour.getRed() + 0.587 * colour.getGreen() + 0.114 * colour.getBlue();
        pseudoClassStateChanged(BRIGHT, luminance > MIDDLE);
        pseudoClassStateChanged(DEEP, luminance <= MIDDLE);
    }
}
