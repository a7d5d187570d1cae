package org.headscope.app.lens;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.headscope.engine.analysis.LogitLens;

/** The state of the logit lens pane. */
final class LensModel {
    private final ObjectProperty<LensTable> table = new SimpleObjectProperty<>(this, "table");
    private final ObjectProperty<ColourBy> colour =
            new SimpleObjectProperty<>(this, "colour", ColourBy.TOP_PROBABILITY);
    private final ObjectProperty<LogitLens.Norm> norm = new SimpleObjectProperty<>(this, "norm", LogitLens.Norm.OWN);
    private final BooleanProperty subSteps = new SimpleBooleanProperty(this, "subSteps");
    private final BooleanProperty overview = new SimpleBooleanProperty(this, "overview");
    private final BooleanProperty logScale = new SimpleBooleanProperty(this, "logScale");
    private final ObjectProperty<Integer> against = new SimpleObjectProperty<>(this, "against");
    private final ObservableList<Pin> pins = FXCollections.observableArrayList();
    private final ObjectProperty<LensPlace> hovered = new SimpleObjectProperty<>(this, "hovered");
    private final ObjectProperty<Integer> linked = new SimpleObjectProperty<>(this, "linked");
    private final ObjectProperty<LensPlace> selected = new SimpleObjectProperty<>(this, "selected");

    /** What is shown; null before the first run. */
    ObjectProperty<LensTable> tableProperty() {
        return table;
    }

    /** What colours mean where one run is shown. */
    ObjectProperty<ColourBy> colourProperty() {
        return colour;
    }

    /** What colours mean now. */
    ColourBy colourShown() {
        return table.get() != null && table.get().isDifference() ? ColourBy.CHANGE : colour.get();
    }

    /** Whose scale the final norm divides by. */
    ObjectProperty<LogitLens.Norm> normProperty() {
        return norm;
    }

    /** Whether there are rows for the stream between attention and MLP. */
    BooleanProperty subStepsProperty() {
        return subSteps;
    }

    /** Whether all positions are shown at once, as colours without texts. */
    BooleanProperty overviewProperty() {
        return overview;
    }

    /** Whether the chart shows log-probabilities. */
    BooleanProperty logScaleProperty() {
        return logScale;
    }

    /** The token that all positions are seen against; null for each one's next token. */
    ObjectProperty<Integer> againstProperty() {
        return against;
    }

    /** The tokens whose lines stay on the chart. */
    ObservableList<Pin> pins() {
        return pins;
    }

    Set<Integer> pinned() {
        return pins.stream().map(Pin::token).collect(Collectors.toSet());
    }

    boolean isPinned(int token) {
        return pins.stream().anyMatch(pin -> pin.token() == token);
    }

    /** Pins a token, in the first colour that is free. */
    void pin(int token, String label) {
        if (isPinned(token)) return;
        Set<Integer> used = pins.stream().map(Pin::colour).collect(Collectors.toSet());
        int colour = IntStream.iterate(1, number -> number + 1)
                .filter(number -> !used.contains(number))
                .findFirst()
                .orElseThrow();
        pins.add(new Pin(token, label, colour));
    }

    void unpin(int token) {
        pins.removeIf(pin -> pin.token() == token);
        if (against.get() != null && against.get() == token) against.set(null);
    }

    void unpinAll() {
        against.set(null);
        pins.clear();
    }

    /** The cell under the mouse, or null. */
    ObjectProperty<LensPlace> hoveredProperty() {
        return hovered;
    }

    /** The position under the mouse in another pane, or null. */
    ObjectProperty<Integer> linkedProperty() {
        return linked;
    }

    /** The cell clicked last or reached with the arrow keys, or null. */
    ObjectProperty<LensPlace> selectedProperty() {
        return selected;
    }

    LogitLens lens() {
        return new LogitLens(subSteps.get(), norm.get());
    }

    /**
     * The place the chart is about: the cell under the mouse, else the end of the position that another pane points at,
     * else the selected cell, else the end of the last position.
     */
    LensPlace place() {
        LensTable now = table.get();
        if (now == null) return null;
        if (now.contains(hovered.get())) return hovered.get();
        if (linkedPlace() != null) return linkedPlace();
        if (now.contains(selected.get())) return selected.get();
        return new LensPlace(now.rows().size() - 1, now.length() - 1);
    }

    /** The end of the position that another pane points at, or null. */
    LensPlace linkedPlace() {
        LensTable now = table.get();
        if (now == null || linked.get() == null || linked.get() >= now.length()) return null;
        return new LensPlace(now.rows().size() - 1, linked.get());
    }

    /**
     * The token the chart is about: the one in the cell under the mouse or in the selected cell; else the chosen token of
     * the place.
     */
    Integer token() {
        LensTable now = table.get();
        LensPlace place = place();
        if (place == null) return null;
        boolean pointed = place.equals(hovered.get()) || linkedPlace() == null && place.equals(selected.get());
        if (!pointed) return now.chosen().get(place.position());
        return now.cell(place) == null ? null : Integer.valueOf(now.cell(place).top());
    }
}
