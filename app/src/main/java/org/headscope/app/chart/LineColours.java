package org.headscope.app.chart;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import javafx.scene.paint.Color;
import org.headscope.app.theme.Painted.Ink;

/** The colours of lines: the accent first, then others that differ for the colour-blind, too. */
final class LineColours {
    private static final List<Color> MORE = Stream.of("#63e6be", "#faa2c1", "#b197fc", "#ffe066")
            .map(Color::web)
            .toList();

    private LineColours() {}

    /**
     * A colour by its number; the numbers go round.
     *
     * @param inks the colours of the theme
     */
    static Color of(int number, Function<Ink, Color> inks) {
        if (number == Series.BEFORE) {
            return inks.apply(Ink.BEFORE);
        }
        return switch (number) {
            case 0 -> inks.apply(Ink.ACCENT);
            case 1 -> inks.apply(Ink.SECOND);
            default -> {
                Color more = MORE.get((number - 2) % MORE.size());
                yield inks.apply(Ink.GROUND).getBrightness() > 0.5 ? more.deriveColor(0, 2.2, 0.62, 1) : more;
            }
        };
    }
}
