package org.headscope.app.example;

import java.util.ArrayList;
import java.util.List;
import org.headscope.engine.experiment.result.Table;
import org.headscope.engine.survey.Effect;
import org.headscope.engine.survey.TokenEffect;

/** The listed tokens as a table to take away. */
final class ExampleTable {
    private ExampleTable() {}

    static Table of(Page page) {
        Effect effect = page.question().effect();
        var rows = new ArrayList<List<Object>>();
        for (ExampleRow row : page.rows()) {
            TokenEffect at = row.at();
            rows.add(List.of(at.chunk(), at.position(), row.before(), at.text(), at.id(), (float) at.loss(), (float)
                    row.effect()));
        }
        return new Table(
                "examples",
                "tokens of " + page.question().survey().corpus().name() + " and the " + effect.label()
                        + " effect of head " + page.question().head().label()
                        + " on each: loss without the head minus loss with it, in nats, positive where it helps",
                List.of("chunk", "pos", "before", "token", "id", "loss", effect.label()),
                rows);
    }
}
