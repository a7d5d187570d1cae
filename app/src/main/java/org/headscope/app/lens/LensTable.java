package org.headscope.app.lens;

import java.util.List;
import java.util.stream.IntStream;
import org.headscope.app.heatmap.Colouring;
import org.headscope.app.heatmap.Matrix;
import org.headscope.app.heatmap.Range;
import org.headscope.app.session.TokenText;
import org.headscope.engine.analysis.LensCell;
import org.headscope.engine.analysis.LensReading;
import org.headscope.engine.analysis.LensRow;
import org.headscope.engine.experiment.Run;
import org.headscope.engine.model.Model;
import org.headscope.engine.token.Tokens;

/**
 * What the pane shows: the lens on one run, or on two. Positions not read yet have no cells.
 *
 * @param before the run to compare with; null where one run is shown
 * @param beside whether both runs stand beside each other, in place of their difference
 * @param chosen the token each position is seen against
 */
record LensTable(LensSheet shown, LensSheet before, boolean beside, List<Integer> chosen) {
    LensTable {
        chosen = List.copyOf(chosen);
    }

    /** The run before by itself. */
    LensTable ofBefore() {
        return new LensTable(before, null, false, chosen);
    }

    /** Those that stand beside each other, or the only one; of a difference the newer one. */
    List<Run> runs() {
        return beside ? List.of(shown.run(), before.run()) : List.of(shown.run());
    }

    boolean isDifference() {
        return before != null && !beside;
    }

    Model model() {
        return shown.model();
    }

    Tokens tokens() {
        return shown.run().tokens();
    }

    List<LensRow> rows() {
        return shown.lens().rows(model());
    }

    int length() {
        return tokens().size();
    }

    boolean contains(LensPlace place) {
        return place != null && place.position() < length() && place.row() < rows().size();
    }

    /** How many positions are read. */
    int done() {
        return (int) IntStream.range(0, length()).filter(this::isRead).count();
    }

    /** Whether a position is read, and against its chosen token. */
    boolean isRead(int position) {
        return isRead(shown, position) && (before == null || isRead(before, position));
    }

    private boolean isRead(LensSheet sheet, int position) {
        LensReading reading = sheet.readings().get(position);
        return reading != null && reading.chosen() == chosen.get(position);
    }

    /** A cell, or null if it is not read yet; it may be seen against another token than the chosen one. */
    LensCell cell(LensPlace place) {
        return cell(shown, place);
    }

    private static LensCell cell(LensSheet sheet, LensPlace place) {
        LensReading reading = sheet.readings().get(place.position());
        return reading == null ? null : reading.cells().get(place.row());
    }

    /** The number behind a cell's colour, NaN where there is none yet. */
    float value(ColourBy colour, LensPlace place) {
        LensCell cell = cell(place);
        if (cell == null || colour.isOfChosen() && !isRead(place.position())) return Float.NaN;
        if (colour != ColourBy.CHANGE) return colour.value(cell);
        LensCell old = before == null ? null : cell(before, place);
        return old == null ? Float.NaN : colour.value(cell) - colour.value(old);
    }

    /** How the numbers of all cells become colours, whichever of them are seen. */
    Colouring colouring(ColourBy colour) {
        Range range = colour.range(model().config().dVocab());
        if (range == null) range = Range.fit(all(colour), colour.palette());
        return new Colouring(colour.palette(), range, colour.isLogarithmic());
    }

    /** All numbers, of both runs where they stand beside each other. */
    private Matrix all(ColourBy colour) {
        Matrix numbers =
                Matrix.of(rows().size(), length(), (row, position) -> value(colour, new LensPlace(row, position)));
        return beside ? numbers.above(ofBefore().all(colour)) : numbers;
    }

    /** Log-probabilities of a token at a position, row by row; null where they are not known. */
    double[] line(int position, int token) {
        return line(shown, position, token);
    }

    /** The same in the run before; null if there is none. */
    double[] lineBefore(int position, int token) {
        return before == null ? null : line(before, position, token);
    }

    private static double[] line(LensSheet sheet, int position, int token) {
        LensReading reading = sheet.readings().get(position);
        if (reading == null || !reading.lines().containsKey(token)) return null;
        var line = new double[reading.cells().size()];
        for (int row = 0; row < line.length; row++) {
            line[row] = reading.lines().get(token).flat(row);
        }
        return line;
    }

    /** The text of the token at a position of the prompt. */
    String prompt(int position) {
        return TokenText.label(tokens(), position);
    }

    /** The text of a token with visible spaces. */
    String label(int token) {
        return model().tokenizer().token(token).label();
    }
}
