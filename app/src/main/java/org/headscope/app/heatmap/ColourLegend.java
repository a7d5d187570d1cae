package org.headscope.app.heatmap;

import java.util.Locale;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.headscope.app.text.Text;

/** Says what the colours mean: the colour table, words at its ends, the range, and whether it is fixed or fits. */
public final class ColourLegend extends HBox {
    private final ObjectProperty<Colouring> colouring = new SimpleObjectProperty<>(this, "colouring");
    private final StringProperty lowWords = new SimpleStringProperty(this, "lowWords", "");
    private final StringProperty highWords = new SimpleStringProperty(this, "highWords", "");

    private final StringProperty rangeWords = new SimpleStringProperty(this, "rangeWords", "");

    private final GradientBar bar = new GradientBar();
    private final Label range = new Label();

    /** Without words; they can be set later. */
    public ColourLegend() {
        getStyleClass().add("legend");
        setAlignment(Pos.CENTER_LEFT);
        setSpacing(6);
        setMinHeight(Region.USE_PREF_SIZE);
        setMinWidth(0);
        HBox.setHgrow(bar, Priority.ALWAYS);
        getChildren().addAll(words(lowWords), bar, words(highWords), range);
        range.setMinWidth(Region.USE_PREF_SIZE);
        colouring.subscribe(this::show);
        rangeWords.subscribe(this::show);
    }

    /** With words at the ends, such as "hurts the answer" and "helps the answer". */
    public ColourLegend(String lowWords, String highWords) {
        this();
        this.lowWords.set(lowWords);
        this.highWords.set(highWords);
    }

    private static Node words(StringProperty words) {
        var label = new Label();
        label.textProperty().bind(words);
        label.visibleProperty().bind(words.isNotEmpty());
        label.managedProperty().bind(words.isNotEmpty());
        return label;
    }

    /** Shows the colours of a heat map, whatever they change to. */
    public void follow(HeatMap map) {
        Runnable update = () -> colouring.set(map.colouring());
        map.matrixProperty().subscribe(update);
        map.paletteProperty().subscribe(update);
        map.rangeProperty().subscribe(update);
        map.logProperty().subscribe(update);
        update.run();
    }

    private void show() {
        Colouring now = colouring.get();
        setVisible(now != null);
        if (now == null) {
            return;
        }
        bar.show(now.palette());
        range.setText(rangeWords.get().isEmpty() ? rangeText(now) : rangeWords.get());
    }

    /** The range in words, such as "fixed ±8" or "fit 0 to 0.99". */
    static String rangeText(Colouring colouring) {
        Range range = colouring.range();
        boolean centred = range.low() == -range.high() && colouring.palette().isDiverging();
        if (centred && range.high() == 0) return Text.of("legend.same");
        String text = centred
                ? Text.of(range.fixed() ? "legend.fixedReach" : "legend.fitReach", number(range.high()))
                : Text.of(range.fixed() ? "legend.fixed" : "legend.fit", number(range.low()), number(range.high()));
        return colouring.log() ? Text.of("legend.log", text) : text;
    }

    private static String number(float value) {
        String text = String.format(Locale.ROOT, "%.3g", value);
        if (text.contains("e")) {
            return text;
        }
        return text.contains(".") ? text.replaceAll("0+$", "").replaceAll("\\.$", "") : text;
    }

    /** The colours to explain. */
    public ObjectProperty<Colouring> colouringProperty() {
        return colouring;
    }

    /** What is said about the range in place of its numbers; empty for the numbers. */
    public StringProperty rangeWordsProperty() {
        return rangeWords;
    }

    /** What the first colour means. */
    public StringProperty lowWordsProperty() {
        return lowWords;
    }

    /** What the last colour means. */
    public StringProperty highWordsProperty() {
        return highWords;
    }
}
