package org.headscope.app.theme;

import javafx.scene.text.Font;
import javafx.scene.text.Text;

/** How wide a text is in a font, and how it is shortened to fit. For canvases, which know neither. FX thread only. */
public final class TextFit {
    private static final Text RULER = new Text();

    private TextFit() {}

    /** Width in pixels. */
    public static double width(String text, Font font) {
        RULER.setFont(font);
        RULER.setText(text);
        return RULER.getLayoutBounds().getWidth();
    }

    /** The text, or as much of its beginning as fits with an ellipsis; empty if not even that fits. */
    public static String elide(String text, Font font, double width) {
        if (text.isEmpty() || width(text, font) <= width) {
            return text;
        }
        int low = 0;
        int high = text.codePointCount(0, text.length());
        while (low < high) {
            int middle = (low + high + 1) / 2;
            if (width(cut(text, middle), font) <= width) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low == 0 ? "" : cut(text, low);
    }

    private static String cut(String text, int codePoints) {
        return text.substring(0, text.offsetByCodePoints(0, codePoints)) + "…";
    }
}
