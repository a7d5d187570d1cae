package org.headscope.app.heatmap;

import java.util.Arrays;
import javafx.geometry.VPos;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;
import javafx.scene.text.Font;
import javafx.scene.text.TextAlignment;

/** Paints a small picture into each cell of a grid, all of them in one image. */
final class ThumbnailPainter {
    private static final double LEAST_FOR_LETTER = 18;

    private final Dotted image = new Dotted();

    void paint(GraphicsContext gc, Grid grid, Thumbnails thumbnails, Color mask, Color ground, double gap) {
        image.draw(
                gc,
                grid,
                pixels -> fill(
                        grid,
                        thumbnails,
                        CellPainter.argb(mask),
                        gap,
                        pixels,
                        Dotted.width(grid),
                        Dotted.height(grid)));
        for (int line = grid.firstLine(); line < grid.endLine(); line++) {
            int row = grid.line(line);
            for (int column = grid.firstColumn(); column < grid.endColumn(); column++) {
                if (thumbnails.faded().contains(new Cell(row, column))) {
                    gc.setFill(ground.deriveColor(0, 1, 1, 0.72));
                    gc.fillRect(grid.left(column), grid.top(row), grid.cellWidth() - gap, grid.cellHeight() - gap);
                }
                Color frame = thumbnails.frame(row, column);
                if (frame != null) {
                    paintFrame(gc, grid, frame, row, column, gap);
                }
                paintLetter(gc, grid, thumbnails.letter(row, column), frame, row, column, gap);
            }
        }
    }

    /** Fills the pixels of all pictures that are seen. Pure arithmetic. */
    static void fill(Grid grid, Thumbnails thumbnails, int mask, double gap, int[] pixels, int width, int height) {
        Arrays.fill(pixels, 0);
        for (int line = grid.firstLine(); line < grid.endLine(); line++) {
            int row = grid.line(line);
            for (int column = grid.firstColumn(); column < grid.endColumn(); column++) {
                int left = pixel(grid.left(column) - grid.x(), grid, width);
                int right = pixel(grid.right(column) - gap - grid.x(), grid, width);
                int top = pixel(grid.top(row) - grid.y(), grid, height);
                int bottom = pixel(grid.bottom(row) - gap - grid.y(), grid, height);
                Matrix picture = thumbnails.picture(row, column);
                if (right <= left || bottom <= top) {
                    continue;
                }
                if (picture == null || picture.isEmpty()) {
                    for (int y = top; y < bottom; y++) {
                        Arrays.fill(pixels, y * width + left, y * width + right, mask);
                    }
                } else {
                    inside(grid, picture, row, column, gap, right - left, bottom - top)
                            .paint(picture, thumbnails.colouring(), mask, pixels, top * width + left, width);
                }
            }
        }
    }

    private static int pixel(double place, Grid grid, int most) {
        return Math.clamp(Math.round(place * grid.scale()), 0, most);
    }

    /** The cells of one picture, which may be cut off at the left and upper border. */
    private static Dots inside(Grid grid, Matrix picture, int row, int column, double gap, int width, int height) {
        double cutLeft = Math.max(0, grid.x() - grid.left(column));
        double cutTop = Math.max(0, grid.y() - grid.top(row));
        var cells = new Grid(
                picture.rows(),
                picture.columns(),
                false,
                0,
                0,
                width,
                height,
                (grid.cellWidth() - gap) / picture.columns(),
                (grid.cellHeight() - gap) / picture.rows(),
                cutLeft,
                cutTop,
                grid.scale());
        return new Dots(cells, width, height);
    }

    private static void paintFrame(GraphicsContext gc, Grid grid, Color frame, int row, int column, double gap) {
        double width = grid.cellWidth() < LEAST_FOR_LETTER ? 1 : 1.5;
        gc.setStroke(frame);
        gc.setLineWidth(width);
        gc.strokeRect(
                grid.left(column) + width / 2,
                grid.top(row) + width / 2,
                grid.right(column) - grid.left(column) - gap - width,
                grid.bottom(row) - grid.top(row) - gap - width);
    }

    private static void paintLetter(
            GraphicsContext gc, Grid grid, String letter, Color frame, int row, int column, double gap) {
        double size = Math.min(14, (grid.cellWidth() - gap) * 0.45);
        if (letter.isEmpty() || grid.cellWidth() < LEAST_FOR_LETTER) {
            return;
        }
        double left = grid.right(column) - gap - size - 1;
        double top = grid.top(row) + 1;
        gc.setFill(frame == null ? Color.rgb(8, 11, 18, 0.82) : frame);
        gc.fillRoundRect(left, top, size, size, 4, 4);
        gc.setFill(frame == null ? Color.WHITE : Color.rgb(8, 11, 18));
        gc.setFont(Font.font("Inter Semi Bold", size * 0.78));
        gc.setTextAlign(TextAlignment.CENTER);
        gc.setTextBaseline(VPos.CENTER);
        gc.fillText(letter, left + size / 2, top + size / 2);
    }
}
