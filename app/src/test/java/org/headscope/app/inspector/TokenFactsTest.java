package org.headscope.app.inspector;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.headscope.app.Story;
import org.headscope.app.session.MetricText;
import org.headscope.engine.experiment.Comparison;
import org.headscope.engine.experiment.Run;
import org.headscope.engine.hook.Site;
import org.headscope.engine.hook.ZeroAblation;
import org.headscope.engine.run.Progress;
import org.junit.jupiter.api.Test;

class TokenFactsTest {
    @Test
    void aTokenIsJudgedByWhatWasExpectedAfterTheOneBefore() throws Exception {
        Comparison comparison = Story.laboratory().run(Story.DRINK, Progress.NONE);
        Run run = comparison.after();
        assertEquals(2, TokenFacts.lines(comparison, 0).size(), "nothing is expected before the first");
        for (int position = 1; position < run.tokens().size(); position++) {
            float loss = run.lossOf(position);
            int id = run.tokens().get(position).id();
            assertEquals(
                    List.of(
                            "id " + id,
                            "loss " + MetricText.value(loss),
                            "probability " + TokenFacts.percent(Math.exp(-loss)) + ", log "
                                    + MetricText.value(run.logProbability(position - 1, id)),
                            "rank " + (run.rank(position - 1, id) + 1)),
                    TokenFacts.lines(comparison, position));
        }
    }

    @Test
    void whatDiffersIsSaidTwice() throws Exception {
        Comparison comparison = Story.laboratory().run(Story.DRINK.plus(new ZeroAblation(Site.mlp(0))), Progress.NONE);
        assertEquals(
                "loss " + MetricText.value(comparison.before().lossOf(3)) + " → "
                        + MetricText.value(comparison.after().lossOf(3)),
                TokenFacts.lines(comparison, 3).get(1));
    }
}
