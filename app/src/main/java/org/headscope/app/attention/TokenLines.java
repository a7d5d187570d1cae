package org.headscope.app.attention;

import java.util.ArrayList;
import java.util.List;
import javafx.scene.text.Font;
import org.headscope.app.theme.TextFit;

/**
 * Where the tokens of a text stand, line by line.
 *
 * @param boxes one for each position
 * @param width that was filled
 * @param height of all lines
 */
record TokenLines(List<Box> boxes, double width, double height) {
    /** Height of a token's box. */
    static final double BOX = 22;

    static final TokenLines NONE = new TokenLines(List.of(), -1, 40);

    private static final double GAP = 3;
    private static final double LINE = BOX + 14;
    private static final double PADDING = 8;
    private static final double LEAST = 20;

    /** Place of one token. */
    record Box(double x, double y, double width) {}

    static TokenLines of(List<String> labels, Font font, double width) {
        var boxes = new ArrayList<Box>();
        double x = 0;
        double y = 0;
        for (String label : labels) {
            double wide = Math.min(width, Math.max(LEAST, TextFit.width(label, font) + PADDING));
            if (x > 0 && x + wide > width) {
                x = 0;
                y += LINE;
            }
            boxes.add(new Box(x, y, wide));
            x += wide + GAP;
        }
        return new TokenLines(List.copyOf(boxes), width, y + LINE);
    }

    int size() {
        return boxes.size();
    }

    Box box(int position) {
        return boxes.get(position);
    }

    /** The token at a point, or -1. */
    int at(double x, double y) {
        for (int position = 0; position < boxes.size(); position++) {
            Box box = boxes.get(position);
            if (x >= box.x() && x < box.x() + box.width() + GAP && y >= box.y() && y < box.y() + LINE) return position;
        }
        return -1;
    }
}
