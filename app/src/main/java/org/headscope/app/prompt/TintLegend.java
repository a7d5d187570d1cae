package org.headscope.app.prompt;

import java.util.Locale;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.headscope.app.heatmap.Colouring;
import org.headscope.app.heatmap.Range;
import org.headscope.app.text.Text;

/** What the strength of a tint means: words at its ends, and the range. */
final class TintLegend extends HBox {
    private final Label low = new Label();
    private final Label high = new Label();
    private final Label range = new Label();

    TintLegend() {
        getStyleClass().add("legend");
        setAlignment(Pos.CENTER_LEFT);
        setSpacing(5);
        var bar = new Region();
        bar.getStyleClass().add("tint-bar");
        bar.setMinWidth(14);
        bar.setPrefWidth(140);
        HBox.setHgrow(bar, Priority.SOMETIMES);
        for (Label label : new Label[] {low, high, range}) label.setMinWidth(Region.USE_PREF_SIZE);
        getChildren().addAll(low, bar, high, range);
        managedProperty().bind(visibleProperty());
    }

    void words(String lowWords, String highWords) {
        low.setText(lowWords);
        high.setText(highWords);
    }

    /** Shows a range; null for none. */
    void show(Colouring colouring) {
        setVisible(colouring != null);
        if (colouring == null) return;
        Range now = colouring.range();
        range.setText(Text.of(now.fixed() ? "legend.fixed" : "legend.fit", number(now.low()), number(now.high())));
    }

    private static String number(float value) {
        return value == Math.rint(value) ? String.valueOf((int) value) : String.format(Locale.ROOT, "%.3g", value);
    }
}
