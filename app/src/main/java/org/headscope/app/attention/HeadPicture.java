package org.headscope.app.attention;

import java.util.ArrayList;
import java.util.List;
import org.headscope.app.heatmap.Matrix;
import org.headscope.app.heatmap.Palette;
import org.headscope.app.heatmap.Range;
import org.headscope.app.session.RunTag;
import org.headscope.app.session.Shown;
import org.headscope.engine.token.Tokens;

/**
 * The attention of one head, or of several summed, from every query to every key.
 *
 * @param question what it answers
 * @param labels the tokens, with BOS by its name
 * @param values [query, key], NaN for keys behind the query
 * @param beside the same of the run before, to stand beside it; null where one picture is shown
 * @param bosBefore share of each query's attention that BOS takes, without interventions. [query]
 * @param bosAfter the same with interventions
 */
record HeadPicture(
        HeadQuestion question, List<String> labels, Matrix values, Matrix beside, float[] bosBefore, float[] bosAfter) {
    /** How many tokens there are. */
    int size() {
        return values.rows();
    }

    boolean startsWithBos() {
        return question.comparison().after().tokens().startsWithBos();
    }

    boolean isBoth() {
        return beside != null;
    }

    /** The name of one of two runs beside each other. */
    String runName(Shown side) {
        return RunTag.run(question.comparison(), side);
    }

    boolean isDifference() {
        return question.shown() == Shown.DIFFERENCE;
    }

    float at(int query, int key) {
        return values.at(query, key);
    }

    /** Positions in front that are not shown: BOS where it is taken out. A lone BOS stays. */
    int hidden(boolean bosOut) {
        return bosOut && startsWithBos() && size() > 1 ? 1 : 0;
    }

    /**
     * What is shown, without the row and the column of BOS where it is taken out; the numbers stay as they are.
     *
     * @param before of the run that stands beside it
     */
    Matrix matrix(boolean before, boolean bosOut) {
        Matrix all = before ? beside : values;
        int skip = hidden(bosOut);
        return skip == 0
                ? all
                : Matrix.of(size() - skip, size() - skip, (row, column) -> all.at(row + skip, column + skip));
    }

    /** The tokens as labels, with BOS by its name. */
    static List<String> labels(Tokens tokens) {
        var labels = new ArrayList<String>();
        tokens.forEach(token -> labels.add(token.label()));
        if (tokens.startsWithBos()) labels.set(0, "BOS");
        return labels;
    }

    /** Share of a query's attention that BOS takes, as shown: with interventions unless they are left out. */
    float bosShare(int query) {
        return question.shown() == Shown.BEFORE ? bosBefore[query] : bosAfter[query];
    }

    /** A value of the pattern as a share of what BOS leaves over; 0 where it leaves nothing. */
    static double shareOfRest(double value, double bosShare) {
        return bosShare >= 1 ? 0 : value / (1 - bosShare);
    }

    Palette palette() {
        return isDifference() || question.quantity() == Quantity.SCORES ? Palette.RED_WHITE_BLUE : Palette.VIRIDIS;
    }

    /** The colour range; null to fit what is shown. Pictures beside each other have one. */
    Range range(boolean bosOut) {
        boolean fit = isDifference() || question.quantity() == Quantity.SCORES || hidden(bosOut) > 0;
        if (!fit) return Range.fixed(0, question.heads().size());
        return isBoth() ? Range.fit(matrix(false, bosOut).above(matrix(true, bosOut)), palette()) : null;
    }
}
