package org.headscope.app.example;

import java.util.List;
import org.headscope.engine.survey.HeadSummary;

/**
 * What a survey says about a head.
 *
 * @param rows tokens in the order that was asked for
 * @param chunks how many were measured
 * @param meanLoss of all tokens, nothing switched off, in nats
 */
record Page(HeadSummary summary, List<ExampleRow> rows, int chunks, double meanLoss) {
    Page {
        rows = List.copyOf(rows);
    }
}
