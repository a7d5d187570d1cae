package org.headscope.app.ablation;

import org.headscope.app.text.Text;

/** The columns of the table. */
enum Column {
    PART("part"),
    ESTIMATE("help_estimated"),
    EXACT("help_exact"),
    DIFFERENCE("exact_minus_estimated"),
    DIRECT("help_direct"),
    INDIRECT("help_indirect"),
    SPREAD("standard_deviation");

    private final String fileName;

    Column(String fileName) {
        this.fileName = fileName;
    }

    /** What it is called in files. */
    String fileName() {
        return fileName;
    }

    String words() {
        return Text.of("ablation.column." + name());
    }

    /** NaN where it is not known, and for the name of the part. */
    double value(PartRow row) {
        return switch (this) {
            case PART -> Double.NaN;
            case ESTIMATE -> row.estimate();
            case EXACT -> row.exact();
            case DIFFERENCE -> row.difference();
            case DIRECT -> row.direct();
            case INDIRECT -> row.exact() - row.direct();
            case SPREAD -> row.spread();
        };
    }

    /** Whether there is anything in it. */
    boolean isSeen(Path path, boolean averaged) {
        return switch (this) {
            case DIRECT, INDIRECT -> path != Path.TOTAL;
            case SPREAD -> averaged;
            case PART, ESTIMATE, EXACT, DIFFERENCE -> true;
        };
    }
}
