package org.headscope.app.heatmap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class DotsTest {
    private static final int MASK = 0xff808080;
    private static final Colouring COLOURING = new Colouring(Palette.VIRIDIS, Range.fixed(0, 1));

    private static Grid grid(int rows, int columns, double width, double height, double zoom, double scale) {
        return Grid.of(rows, columns, false, false, 0, 0, width, height, zoom, 0, 0, scale, 1000);
    }

    private static int[] paint(Grid grid, Matrix matrix) {
        int width = Dotted.width(grid);
        int height = Dotted.height(grid);
        int[] pixels = new int[width * height];
        new Dots(grid, width, height).paint(matrix, COLOURING, MASK, pixels, 0, width);
        return pixels;
    }

    @Test
    void everyPixelHasTheColourOfTheCellUnderIt() {
        var random = new Random(1);
        for (double scale : new double[] {1, 1.25, 1.5, 2}) {
            for (int size : new int[] {1, 7, 33, 150}) {
                var matrix = Matrix.of(size, size, (row, column) -> column > row ? Float.NaN : random.nextFloat());
                Grid grid = grid(size, size, 400, 300, 1, scale);
                int[] pixels = paint(grid, matrix);
                int width = Dotted.width(grid);
                for (int row = 0; row < size; row++) {
                    for (int column = 0; column < size; column++) {
                        int x = (int) ((grid.left(column) + grid.right(column)) / 2 * scale);
                        int y = (int) ((grid.top(row) + grid.bottom(row)) / 2 * scale);
                        assertEquals(
                                COLOURING.argb(matrix.at(row, column), MASK),
                                pixels[y * width + x],
                                "cell " + row + ", " + column + " of " + size + " at scale " + scale);
                    }
                }
            }
        }
    }

    @Test
    void withMoreCellsThanPixelsTheLargestAmountIsShown() {
        var matrix = Matrix.of(1000, 1000, (row, column) -> row == 501 && column == 777 ? 1 : 0);
        int[] pixels = paint(grid(1000, 1000, 100, 100, 1, 1), matrix);
        int bright = 0;
        for (int pixel : pixels) {
            bright += pixel == Palette.VIRIDIS.argb(255) ? 1 : 0;
        }
        assertEquals(1, bright);
        assertEquals(Palette.VIRIDIS.argb(255), pixels[50 * 100 + 77]);
    }

    @Test
    void thePointInACellLeadsBackToIt() {
        for (boolean upward : new boolean[] {false, true}) {
            Grid grid = Grid.of(12, 5, upward, true, 30, 20, 400, 300, 3, 40, 25, 1.5, 1000);
            for (int line = grid.firstLine() + 1; line < grid.endLine() - 1; line++) {
                for (int column = grid.firstColumn() + 1; column < grid.endColumn() - 1; column++) {
                    int row = grid.line(line);
                    assertEquals(
                            new Cell(row, column),
                            grid.cellAt(
                                    (grid.left(column) + grid.right(column)) / 2,
                                    (grid.top(row) + grid.bottom(row)) / 2));
                }
            }
            assertNull(grid.cellAt(10, 10));
            assertNull(grid.cellAt(500, 100));
        }
    }

    @Test
    void largeCellsAreWholeDevicePixels() {
        for (double scale : new double[] {1, 1.25, 1.5, 2}) {
            Grid grid = grid(9, 9, 331, 207, 1, scale);
            assertEquals(Math.rint(grid.cellWidth() * scale), grid.cellWidth() * scale, 1e-9);
            assertEquals(Math.rint(grid.cellHeight() * scale), grid.cellHeight() * scale, 1e-9);
            assertTrue(grid.cellWidth() * 9 <= 331);
        }
    }

    @Test
    void scrollingStopsAtTheEnds() {
        Grid grid = Grid.of(10, 10, false, false, 0, 0, 100, 100, 2, 9999, -50, 1, 1000);
        assertEquals(100, grid.offsetX());
        assertEquals(0, grid.offsetY());
        assertEquals(10, grid.endColumn());
        assertEquals(5, grid.firstColumn());
    }

    @Test
    void a512By512MatrixIsPaintedInMilliseconds() {
        var matrix = Matrix.of(512, 512, (row, column) -> (row * 31 + column * 17) % 997 / 997f);
        Grid grid = grid(512, 512, 1024, 1024, 1, 1);
        long best = Long.MAX_VALUE;
        for (int i = 0; i < 60; i++) {
            long start = System.nanoTime();
            paint(grid, matrix);
            best = Math.min(best, System.nanoTime() - start);
        }
        assertTrue(best < 10_000_000, "took " + best / 1e6 + " ms at best");
    }
}
