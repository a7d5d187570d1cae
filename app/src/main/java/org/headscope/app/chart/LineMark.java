package org.headscope.app.chart;

import javafx.scene.canvas.Canvas;
import org.headscope.app.theme.Painted;

/** A short stroke in the colour of a line, for legends. */
public final class LineMark extends Painted {
    private static final double LENGTH = 14;
    private static final double THICKNESS = 4;

    private final Canvas canvas = addLayer();
    private final int colour;

    /** In one of the chart's colours, see {@link Series#colour()}. */
    public LineMark(int colour) {
        this.colour = colour;
        setMinSize(LENGTH, THICKNESS);
        setPrefSize(LENGTH, THICKNESS);
        setMaxSize(LENGTH, THICKNESS);
    }

    @Override
    protected void paint(double width, double height) {
        var gc = canvas.getGraphicsContext2D();
        gc.setFill(LineColours.of(colour, this::colour));
        gc.fillRoundRect(0, 0, width, height, height, height);
    }
}
