package org.headscope.app.pane;

import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.beans.value.ObservableValue;
import javafx.scene.control.Label;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.headscope.app.theme.Styles;

/** The pictures of two runs beside each other, each under the name of its run; of one run alone the picture and no name. */
public final class Beside extends Region {
    private static final double GAP = 8;

    private final StringProperty beforeName = new SimpleStringProperty(this, "beforeName", "");
    private final StringProperty afterName = new SimpleStringProperty(this, "afterName", "");
    private final Region left;
    private final Region right;
    private final boolean square;

    /**
     * @param both whether the run before is shown, too
     * @param square whether the pictures are squares, which stand below each other where there is more height than width
     */
    public Beside(Region before, Region after, ObservableValue<Boolean> both, boolean square) {
        this.square = square;
        left = named(before, beforeName, both);
        right = named(after, afterName, both);
        Seen.when(left, both);
        getChildren().setAll(left, right);
        setMinWidth(0);
    }

    private static Region named(Region picture, StringProperty words, ObservableValue<Boolean> both) {
        var name = new Label();
        name.getStyleClass().add(Styles.SMALL);
        name.setMinHeight(USE_PREF_SIZE);
        name.textProperty().bind(words);
        Seen.when(name, both);
        VBox.setVgrow(picture, Priority.ALWAYS);
        return new VBox(2, name, picture);
    }

    public StringProperty beforeNameProperty() {
        return beforeName;
    }

    public StringProperty afterNameProperty() {
        return afterName;
    }

    @Override
    protected void layoutChildren() {
        double width = getWidth();
        double height = getHeight();
        if (!left.isManaged()) {
            right.resizeRelocate(0, 0, width, height);
        } else if (square && height > width) {
            double high = Math.floor((height - GAP) / 2);
            left.resizeRelocate(0, 0, width, high);
            right.resizeRelocate(0, high + GAP, width, high);
        } else {
            double wide = Math.floor((width - GAP) / 2);
            left.resizeRelocate(0, 0, wide, height);
            right.resizeRelocate(wide + GAP, 0, wide, height);
        }
    }

    @Override
    protected double computeMinHeight(double width) {
        return right.minHeight(-1);
    }

    @Override
    protected double computePrefHeight(double width) {
        return right.prefHeight(-1);
    }

    @Override
    protected double computePrefWidth(double height) {
        return right.prefWidth(-1);
    }
}
