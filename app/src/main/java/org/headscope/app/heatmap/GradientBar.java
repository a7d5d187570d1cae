package org.headscope.app.heatmap;

import javafx.scene.canvas.Canvas;
import javafx.scene.paint.Color;
import org.headscope.app.theme.Painted;

/** The colours of a palette from the first to the last. */
final class GradientBar extends Painted {
    private static final double LENGTH = 140;
    private static final double THICKNESS = 9;

    private final Canvas canvas = addLayer();
    private Palette palette;

    GradientBar() {
        setMinSize(24, THICKNESS);
        // It grows where there is room, so that the words beside it are shortened last.
        setPrefSize(24, THICKNESS);
        setMaxSize(LENGTH, THICKNESS);
    }

    void show(Palette wanted) {
        palette = wanted;
        repaint();
    }

    @Override
    protected void paint(double width, double height) {
        if (palette == null) {
            return;
        }
        var gc = canvas.getGraphicsContext2D();
        double dot = 1 / pixelScale();
        int dots = (int) Math.round(width / dot);
        for (int i = 0; i < dots; i++) {
            int argb = palette.argb((int) ((i + 0.5) / dots * Palette.SIZE));
            gc.setFill(Color.rgb(argb >> 16 & 0xff, argb >> 8 & 0xff, argb & 0xff));
            gc.fillRect(i * dot, 0, dot, height);
        }
    }
}
