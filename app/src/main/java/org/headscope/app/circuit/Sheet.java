package org.headscope.app.circuit;

import java.util.List;
import org.headscope.app.chart.SignedBar;
import org.headscope.app.heatmap.Matrix;
import org.headscope.engine.experiment.result.Table;

/** An answer, in the words and numbers that are seen. */
sealed interface Sheet {
    /** Which weights it tells of, and how they are read. */
    String caption();

    /** The same numbers for files. */
    Table table();

    /** Tokens at both ends, for each token that is held. */
    record Lists(String caption, List<Pair> pairs, Table table) implements Sheet {}

    /**
     * The lists of one token.
     *
     * @param title of the first list
     * @param opposite title of the second, or empty where there is but one
     * @param marks where chosen tokens stand, a line each
     */
    record Pair(String title, String opposite, List<SignedBar> most, List<SignedBar> least, List<String> marks) {}

    /** Columns of words under headings: statistics, or singular vectors. */
    record Grid(String caption, String about, List<String> headings, List<List<String>> rows, Table table)
            implements Sheet {}

    /**
     * A map of heads.
     *
     * @param pairs whether rows are heads, too, from 0.0 on; otherwise rows are layers and columns heads
     */
    record HeadMap(
            String caption,
            Matrix matrix,
            List<String> rows,
            List<String> columns,
            boolean pairs,
            int heads,
            Table table)
            implements Sheet {}
}
