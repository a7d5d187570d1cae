package org.headscope.app.heatmap;

import java.nio.IntBuffer;
import java.util.function.Consumer;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.image.PixelBuffer;
import javafx.scene.image.PixelFormat;
import javafx.scene.image.WritableImage;

/** One image with a dot per device pixel of what is seen of a grid; kept as long as its size does not change. */
final class Dotted {
    private PixelBuffer<IntBuffer> buffer;
    private WritableImage image;

    /** How many device pixels are seen from left to right. */
    static int width(Grid grid) {
        return (int) Math.max(1, Math.round(grid.seenWidth() * grid.scale()));
    }

    /** How many device pixels are seen from top to bottom. */
    static int height(Grid grid) {
        return (int) Math.max(1, Math.round(grid.seenHeight() * grid.scale()));
    }

    /** Lets the pixels (premultiplied ARGB, row by row) be filled and draws them. */
    void draw(GraphicsContext gc, Grid grid, Consumer<int[]> fill) {
        int width = width(grid);
        int height = height(grid);
        if (buffer == null || buffer.getWidth() != width || buffer.getHeight() != height) {
            buffer = new PixelBuffer<>(
                    width, height, IntBuffer.allocate(width * height), PixelFormat.getIntArgbPreInstance());
            image = new WritableImage(buffer);
        }
        buffer.updateBuffer(pixels -> {
            fill.accept(pixels.getBuffer().array());
            return null;
        });
        gc.setImageSmoothing(false);
        gc.drawImage(image, grid.x(), grid.y(), width / grid.scale(), height / grid.scale());
    }
}
