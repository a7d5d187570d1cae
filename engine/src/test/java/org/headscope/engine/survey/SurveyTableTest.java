package org.headscope.engine.survey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.List;
import org.headscope.engine.hook.Site;
import org.headscope.engine.model.HeadReadout.LossChanges;
import org.headscope.engine.run.Progress;
import org.headscope.engine.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** What a survey answers, against plain loops. */
class SurveyTableTest extends TinySurvey {
    @Test
    void summariesAreThoseOfPlainLoops() throws Exception {
        goOn(Long.MAX_VALUE, Progress.NONE);
        try (SurveyStore store = SurveyStore.read(file)) {
            for (Effect effect : Effect.values()) {
                Site head = plan.heads().get(1);
                var query = TokenQuery.of(head, effect, TokenQuery.Order.MOST_HURT, 1000);
                double[] values = store.table().tokens(query).stream()
                        .mapToDouble(token -> switch (effect) {
                            case DIRECT -> token.direct();
                            case TOTAL -> token.total();
                            case INDIRECT -> token.indirect();
                        })
                        .toArray();
                HeadSummary found = store.table().summary(head, effect);
                assertEquals(100, found.tokens());
                double sum = 0;
                double sizes = 0;
                double benefit = 0;
                double top = 0;
                for (int i = 0; i < values.length; i++) {
                    if (i > 0) assertTrue(values[i] >= values[i - 1], "sorted");
                    sum += values[i];
                    sizes += Math.abs(values[i]);
                    benefit += Math.max(values[i], 0);
                    if (i >= 95) top += Math.max(values[i], 0);
                }
                assertEquals(sum / 100, found.mean(), 1e-9);
                assertEquals(sizes / 100, found.meanAbsolute(), 1e-9);
                assertEquals(top / benefit, found.topShare(), 1e-9);
                assertEquals(values[0], found.quantiles().getFirst());
                assertEquals(values[50], found.quantiles().get(4));
                assertEquals(values[99], found.quantiles().getLast());
            }
        }
    }

    @Test
    void tokensAreFilteredAndPaged() throws Exception {
        goOn(Long.MAX_VALUE, Progress.NONE);
        try (SurveyStore store = SurveyStore.read(file)) {
            var query = TokenQuery.of(plan.heads().getFirst(), Effect.DIRECT, TokenQuery.Order.MOST_HELPED, 1000);
            List<TokenEffect> all = store.table().tokens(query);
            List<TokenEffect> page = store.table()
                    .tokens(TokenQuery.of(plan.heads().getFirst(), Effect.DIRECT, TokenQuery.Order.MOST_HELPED, 7)
                            .from(3));
            assertEquals(all.subList(3, 10), page);
            String text = all.getFirst().text();
            assertEquals(
                    all.stream().filter(one -> one.text().equals(text)).toList(),
                    store.table().tokens(query.of(text)));
            assertEquals(
                    all.stream()
                            .filter(one -> one.direct() >= 0 && one.direct() <= 0.01)
                            .toList(),
                    store.table().tokens(query.between(0, 0.01)));
            assertEquals(List.of(), store.table().tokens(query.of("nowhere")));
        }
    }

    @Test
    void aHeadThatDoesNothingHasNoShareOfABenefit() throws Exception {
        try (SurveyStore store = open()) {
            HeadSummary none = store.table().summary(plan.heads().getFirst(), Effect.DIRECT);
            assertEquals(0, none.tokens());
            assertTrue(Double.isNaN(none.mean()));
            var chunk = new Chunk(0, 0, 0, new int[] {0, 1, 2});
            var zeros = new float[2];
            var changes = new LossChanges(zeros, zeros, zeros);
            store.add(
                    new ChunkEffects(chunk, Tensor.of(new float[] {1, 2}, 2), Collections.nCopies(3, changes)),
                    String::valueOf);
            HeadSummary idle = store.table().summary(plan.heads().getFirst(), Effect.DIRECT);
            assertEquals(0, idle.mean());
            assertTrue(Double.isNaN(idle.topShare()));
            assertEquals(1.5, store.table().meanLoss());
        }
    }
}
