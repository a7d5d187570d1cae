package org.headscope.app.chart;

import java.util.List;
import javafx.geometry.VPos;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;
import javafx.scene.text.Font;
import javafx.scene.text.TextAlignment;
import org.headscope.app.theme.Painted;
import org.headscope.app.theme.TextFit;

/** A small box with values beside the mouse. */
final class ValueBox {
    private static final double LINE = 15;
    private static final double MARGIN = 7;

    private ValueBox() {}

    /** Paints lines of text beside a place, on the side where there is room. */
    static void paint(
            GraphicsContext gc,
            List<String> lines,
            double x,
            double y,
            double width,
            Color ground,
            Color border,
            Color ink) {
        Font font = Painted.mono(11);
        double wide = lines.stream()
                        .mapToDouble(line -> TextFit.width(line, font))
                        .max()
                        .orElse(0)
                + 2 * MARGIN;
        double high = lines.size() * LINE + 2 * MARGIN - 4;
        double left = Math.round(x + 10 + wide <= width ? x + 10 : Math.max(0, x - 10 - wide)) + 0.5;
        double top = Math.round(y) + 0.5;
        gc.setFill(ground);
        gc.fillRoundRect(left, top, wide, high, 6, 6);
        gc.setStroke(border);
        gc.setLineWidth(1);
        gc.strokeRoundRect(left, top, wide, high, 6, 6);
        gc.setFill(ink);
        gc.setFont(font);
        gc.setTextAlign(TextAlignment.LEFT);
        gc.setTextBaseline(VPos.TOP);
        for (int i = 0; i < lines.size(); i++) {
            gc.fillText(lines.get(i), left + MARGIN, top + MARGIN - 2 + i * LINE);
        }
    }
}
