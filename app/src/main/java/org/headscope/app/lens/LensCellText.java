package org.headscope.app.lens;

import java.util.ArrayList;
import java.util.Locale;
import java.util.function.Supplier;
import org.headscope.app.text.Text;
import org.headscope.app.theme.Painted;
import org.headscope.app.theme.TextFit;
import org.headscope.engine.analysis.LensCell;

/** The words in and about the cells of a grid of the lens. */
record LensCellText(LensModel model, Supplier<LensTable> shown) {
    private static final double SMALL_FONT = 10;
    /** From this width on a cell holds its number, too. */
    private static final double WIDE = 100;

    /** The most likely token of a cell, with the number behind its colour where there is room; shortened to fit. */
    String of(LensPlace place, double width) {
        LensTable table = shown.get();
        LensCell cell = table.cell(place);
        if (cell == null) return "";
        var font = Painted.mono(SMALL_FONT);
        String token = table.label(cell.top());
        if (width < WIDE) return TextFit.elide(token, font, width - 3);
        ColourBy colour = model.colourShown();
        float value = table.value(colour, place);
        String number = Float.isNaN(value) ? "" : " " + colour.number(value);
        return TextFit.elide(token, font, width - 5 - TextFit.width(number, font)) + number;
    }

    /** What is said about a cell. */
    String description(LensPlace place) {
        LensTable table = shown.get();
        if (table == null || !table.contains(place)) return "";
        String head = Text.of(
                "lens.cell.place",
                table.rows().get(place.row()).label(),
                place.position(),
                table.prompt(place.position()));
        LensCell cell = table.cell(place);
        if (cell == null) return head + "\n" + Text.of("lens.cell.waiting");
        var lines = new ArrayList<String>();
        lines.add(head);
        lines.add(Text.of("lens.cell.top", table.label(cell.top()), ColourBy.percent(cell.probability())));
        if (table.isRead(place.position())) {
            lines.add(Text.of(
                    "lens.cell.chosen",
                    table.label(table.chosen().get(place.position())),
                    ColourBy.percent(Math.exp(cell.chosenLogProbability())),
                    cell.chosenRank() + 1));
        }
        lines.add(Text.of("lens.cell.numbers", number(cell.entropy()), number(cell.klToFinal())));
        float change = table.value(ColourBy.CHANGE, place);
        if (!Float.isNaN(change)) lines.add(Text.of("lens.cell.change", ColourBy.CHANGE.number(change)));
        return String.join("\n", lines);
    }

    private static String number(float value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }
}
