package org.headscope.app.heatmap;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Set;
import java.util.regex.Pattern;
import javafx.geometry.VPos;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;
import javafx.scene.text.Font;
import javafx.scene.text.TextAlignment;
import org.headscope.app.theme.Painted;
import org.headscope.app.theme.TextFit;

/** Writes texts into cells, dark on light colours and light on dark ones, as large as the longest allows. */
record CellTextPainter(Grid grid, Matrix matrix, Colouring colouring, Color mask, double gap, Set<Cell> hatched) {
    private static final double LEAST_HEIGHT = 13;
    private static final double LEAST_WIDTH = 22;
    private static final double LEAST_FONT = 9;
    private static final double MOST_FONT = 13;
    private static final Pattern NUMBER = Pattern.compile("[+-]?\\d+\\.\\d+");
    private static final Color DARK = Color.web("#10141f");
    private static final Color LIGHT = Color.web("#f4f6fb");

    void paint(GraphicsContext gc, CellText texts) {
        double room = grid.cellWidth() - gap - 4;
        if (grid.cellHeight() < LEAST_HEIGHT || grid.cellWidth() < LEAST_WIDTH) {
            return;
        }
        Font font = font(texts, room);
        gc.save();
        gc.beginPath();
        gc.rect(grid.x(), grid.y(), grid.seenWidth(), grid.seenHeight());
        gc.clip();
        gc.setFont(font);
        gc.setTextAlign(TextAlignment.CENTER);
        gc.setTextBaseline(VPos.CENTER);
        for (int line = grid.firstLine(); line < grid.endLine(); line++) {
            int row = grid.line(line);
            for (int column = grid.firstColumn(); column < grid.endColumn(); column++) {
                String text = texts.of(row, column);
                if (!text.isEmpty()) {
                    Color colour = CellPainter.colourOf(colouring, matrix.at(row, column), mask);
                    String written = fit(text, font, room);
                    double x = (grid.left(column) + grid.right(column) - gap) / 2;
                    double y = (grid.top(row) + grid.bottom(row) - gap) / 2;
                    if (hatched.contains(new Cell(row, column))) clear(gc, colour, written, x, y);
                    gc.setFill(on(colour));
                    gc.fillText(written, x, y, room);
                }
            }
        }
        gc.restore();
    }

    /** Takes the hatching away behind a text. */
    private void clear(GraphicsContext gc, Color colour, String text, double x, double y) {
        Font font = gc.getFont();
        double wide = Math.min(TextFit.width(text, font) + 4, grid.cellWidth() - gap - 4);
        double high = Math.min(font.getSize() + 3, grid.cellHeight() - gap - 4);
        gc.setFill(colour);
        gc.fillRect(x - wide / 2, y - high / 2, wide, high);
    }

    /** The largest font in which the longest text fits, within limits. */
    private Font font(CellText texts, double room) {
        double size = Math.clamp(grid.cellHeight() * 0.45, LEAST_FONT, MOST_FONT);
        String longest = "";
        for (int line = grid.firstLine(); line < grid.endLine(); line++) {
            for (int column = grid.firstColumn(); column < grid.endColumn(); column++) {
                String text = texts.of(grid.line(line), column);
                longest = text.length() > longest.length() ? text : longest;
            }
        }
        double width = TextFit.width(longest, Painted.mono(size));
        return Painted.mono(width <= room ? size : Math.max(LEAST_FONT, Math.floor(size * room / width * 2) / 2));
    }

    /** A number loses decimals, never digits that matter, and is 0 where only zeros are left; other texts lose their end. */
    static String fit(String text, Font font, double room) {
        String shorter = text;
        while (NUMBER.matcher(shorter).matches() && TextFit.width(shorter, font) > room) {
            int decimals = shorter.length() - shorter.indexOf('.') - 2;
            shorter = new BigDecimal(shorter)
                    .setScale(decimals, RoundingMode.HALF_UP)
                    .toPlainString();
            if (new BigDecimal(shorter).signum() == 0) return "0";
            shorter = text.startsWith("+") && !shorter.startsWith("-") ? "+" + shorter : shorter;
        }
        return NUMBER.matcher(text).matches()
                ? TextFit.width(shorter, font) <= room ? shorter : ""
                : TextFit.elide(text, font, room);
    }

    /** The text colour with the better contrast on a background (relative luminance of WCAG). */
    static Color on(Color background) {
        double luminance = 0.2126 * linear(background.getRed())
                + 0.7152 * linear(background.getGreen())
                + 0.0722 * linear(background.getBlue());
        return luminance > 0.22 ? DARK : LIGHT;
    }

    private static double linear(double channel) {
        return channel <= 0.04045 ? channel / 12.92 : Math.pow((channel + 0.055) / 1.055, 2.4);
    }
}
