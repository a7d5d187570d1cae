package org.headscope.engine.analysis.suppression;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.headscope.engine.GoldenModel;
import org.headscope.engine.analysis.patching.Effects.Frozen;
import org.headscope.engine.analysis.suppression.HeadChange.Route;
import org.headscope.engine.hook.OptionalHooks;
import org.headscope.engine.hook.Site;
import org.headscope.engine.model.Model;
import org.headscope.engine.model.Processing;
import org.headscope.engine.run.Progress;
import org.headscope.engine.run.RunRequest;
import org.headscope.engine.tensor.Tensor;
import org.headscope.engine.token.PromptException;
import org.junit.jupiter.api.Test;

/** Means of what a head writes, against sums over runs that keep its results. */
class HeadMeansTest {
    private static final int[] TOKENS = {0, 9, 14, 3, 9, 8, 14, 3};
    private static final Site HEAD = Site.head(1, 0);
    private static final RunRequest REQUEST =
            RunRequest.of(TOKENS).optional(new OptionalHooks(true, false, false, false, false));

    @Test
    void meansAreThoseOfResultsOverTheTextsThatReachAPosition() throws Exception {
        try (Model model = new GoldenModel("llama").load(Processing.FOLDED)) {
            int[] shorter = {0, 4, 7};
            HeadMeans means = HeadMeans.of(model, HEAD, List.of(TOKENS, shorter), Progress.NONE);
            assertEquals(List.of(2, 2, 2, 1, 1, 1, 1, 1), means.counts());
            Tensor one = model.run(REQUEST.keep("*hook_result")).kept().get("result", 1);
            Tensor two = model.run(
                            RunRequest.of(shorter).optional(REQUEST.optional()).keep("*hook_result"))
                    .kept()
                    .get("result", 1);
            for (int pos = 0; pos < TOKENS.length; pos++) {
                for (int i = 0; i < model.config().dModel(); i++) {
                    float first = one.get(0, pos, 0, i);
                    float expected = pos < shorter.length ? (first + two.get(0, pos, 0, i)) / 2 : first;
                    assertEquals(expected, means.values().get(pos, i), 1e-5);
                }
            }
            HeadOnText text = HeadOnText.of(model, new int[] {0, 1, 2, 3, 4, 5, 6, 7, 8}, HEAD, Progress.NONE);
            var change = HeadChange.of(Route.DIRECT, Frozen.FINAL_NORM, means.replacement("two texts"));
            var refusal = assertThrows(PromptException.class, () -> text.effect(change, Progress.NONE));
            assertTrue(refusal.getMessage().contains("8 positions"), refusal.getMessage());
            assertThrows(PromptException.class, () -> HeadMeans.of(model, HEAD, List.of(), Progress.NONE));
        }
    }
}
