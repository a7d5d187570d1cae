package org.headscope.app.outcome;

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
import org.headscope.app.session.MetricText;
import org.headscope.app.text.Text;

/** A token coloured by how its loss changed: blue where it became likelier, red where it became less likely. */
final class LossChip extends Label {
    /** The colours; the sign is turned, because a loss that falls is good. */
    static final Colouring COLOURING = new Colouring(Palette.RED_WHITE_BLUE, Range.fixed(2.5));

    private static final PseudoClass BRIGHT = PseudoClass.getPseudoClass("bright");
    private static final PseudoClass DEEP = PseudoClass.getPseudoClass("deep");
    private static final PseudoClass CHOSEN = PseudoClass.getPseudoClass("chosen");
    private static final double MIDDLE = 0.45;

    private final Tooltip tooltip = new Tooltip();
    private LossChange loss;

    LossChip(OutcomeView.Actions actions) {
        getStyleClass().add("loss-chip");
        setFocusTraversable(true);
        setMinWidth(USE_PREF_SIZE);
        setTooltip(tooltip);
        setOnMouseClicked(_ -> actions.choose(loss.position()));
        setOnMouseEntered(_ -> actions.hover(loss.position()));
        setOnMouseExited(_ -> actions.hover(null));
        setOnKeyPressed(event -> {
            if (event.getCode() == KeyCode.ENTER || event.getCode() == KeyCode.SPACE) {
                actions.choose(loss.position());
                event.consume();
            }
        });
    }

    /** @param changed whether two runs are compared */
    void show(LossChange now, boolean changed) {
        loss = now;
        setText(now.label());
        String words = words(changed);
        setAccessibleText(words);
        tooltip.setText(words);
        if (changed && now.isPredicted()) {
            paint(COLOURING.argb(-now.change(), 0));
        } else {
            setBackground(null);
            pseudoClassStateChanged(BRIGHT, false);
            pseudoClassStateChanged(DEEP, false);
        }
    }

    void choose(int position) {
        pseudoClassStateChanged(CHOSEN, loss.position() == position);
    }

    private void paint(int argb) {
        Color colour = Color.rgb(argb >> 16 & 0xff, argb >> 8 & 0xff, argb & 0xff);
        setBackground(new Background(new BackgroundFill(colour, new CornerRadii(3), null)));
        double luminance = 0.299 * colour.getRed() + 0.587 * colour.getGreen() + 0.114 * colour.getBlue();
        pseudoClassStateChanged(BRIGHT, luminance > MIDDLE);
        pseudoClassStateChanged(DEEP, luminance <= MIDDLE);
    }

    private String words(boolean changed) {
        String token = Text.of("outcome.token", String.valueOf(loss.position()), loss.label());
        if (!loss.isPredicted()) return token + "\n" + Text.of("outcome.first");
        if (!changed) return token + "\n" + Text.of("outcome.tokenLoss", MetricText.value(loss.before()));
        return token + "\n"
                + Text.of(
                        "outcome.tokenChange",
                        MetricText.value(loss.before()),
                        MetricText.value(loss.after()),
                        MetricText.change(loss.change()));
    }
}
