package org.headscope.app.example;

import java.util.List;
import org.headscope.app.session.MetricText;
import org.headscope.app.text.Text;
import org.headscope.engine.survey.HeadSummary;

/**
 * What a survey says about a head.
 *
 * @param rows tokens in the order that was asked for
 * @param chunks how many were measured
 * @param meanLoss of all tokens, nothing switched off, in nats
 */
record Page(ExampleQuestion question, HeadSummary summary, List<ExampleRow> rows, int chunks, double meanLoss) {
    Page {
        rows = List.copyOf(rows);
    }

    /** What the head does on the whole corpus. */
    String words() {
        if (summary.tokens() == 0) return Text.of("example.waiting");
        return Text.of(
                "example.summary",
                summary.tokens(),
                MetricText.change(summary.mean()),
                MetricText.value(summary.meanAbsolute()),
                Double.isNaN(summary.topShare()) ? "–" : "%.0f %%".formatted(100 * summary.topShare()),
                MetricText.value(meanLoss));
    }
}
