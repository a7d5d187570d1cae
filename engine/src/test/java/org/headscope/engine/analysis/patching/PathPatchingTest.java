package org.headscope.engine.analysis.patching;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.headscope.engine.GoldenModel;
import org.headscope.engine.hook.HookName;
import org.headscope.engine.hook.Site;
import org.headscope.engine.hook.ZeroAblation;
import org.headscope.engine.metric.LogitDifference;
import org.headscope.engine.model.MlpConfig;
import org.headscope.engine.model.Model;
import org.headscope.engine.model.Processing;
import org.headscope.engine.run.Activations;
import org.headscope.engine.run.Progress;
import org.headscope.engine.run.RunRequest;
import org.headscope.engine.token.PromptException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where paths lead, and what MLPs receive. */
class PathPatchingTest {
    private static final RunRequest DONOR = RunRequest.of(new int[] {5, 9, 14, 3, 22, 8});
    private static final RunRequest BASE = RunRequest.of(new int[] {5, 9, 17, 3, 21, 8});
    private static final LogitDifference METRIC = LogitDifference.atEnd(List.of(4), List.of(7));

    private static PathPatching paths(Model model) {
        return new PathPatching(model, BASE, DONOR, METRIC, true, true);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt2", "llama", "gpt-neox"})
    void aPathLeadsWhereASenderIsSeen(String name) throws Exception {
        try (Model model = new GoldenModel(name).load(Processing.FOLDED)) {
            Activations before = model.run(BASE.keep("*")).kept();
            List<Site> receivers = List.of(
                    Site.of("q", 0), Site.of("pre", 0), Site.of("k", 1), Site.of("pre", 1), Site.of("resid_post", 1));
            for (Site sender : List.of(Site.head(0, 1), Site.mlp(0), Site.head(1, 1), Site.mlp(1))) {
                Activations after =
                        model.run(BASE.keep("*").with(new ZeroAblation(sender))).kept();
                for (Site receiver : receivers) {
                    String hook = receiver.hookName();
                    boolean seen = !Arrays.equals(
                            before.get(hook).toArray(), after.get(hook).toArray());
                    assertEquals(
                            seen, paths(model).precedes(sender, receiver), sender.label() + " to " + receiver.label());
                }
            }
        }
    }

    @Test
    void withoutAPathThereIsASentence() throws Exception {
        try (Model model = new GoldenModel("gpt-neox").load(Processing.FOLDED)) {
            assertTrue(model.config().parallel());
            List<Site> both = List.of(Site.of("pre", 0), Site.of("pre", 1));
            assertSentence("No path leads from 1.0 to any of the receivers", model, List.of(Site.head(1, 0)), both);
            assertSentence("No path leads to pre 0 from any of the senders", model, List.of(Site.head(0, 0)), both);
        }
    }

    private static void assertSentence(String start, Model model, List<Site> senders, List<Site> receivers) {
        var refused = assertThrows(PromptException.class, () -> paths(model).effect(senders, receivers, Progress.NONE));
        assertTrue(refused.getMessage().startsWith(start), refused.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt2", "llama", "gpt-neox"})
    void anMlpReceivesAllThatItReads(String name) throws Exception {
        try (Model model = new GoldenModel(name).load(Processing.FOLDED)) {
            List<Site> sender = List.of(Site.head(0, 1));
            Site input = Site.of(HookName.of("normalized", 1, "ln2"));
            double expected = paths(model).effect(sender, List.of(input), Progress.NONE);
            assertNotEquals(0, expected, 1e-5);
            assertEquals(expected, paths(model).effect(sender, paths(model).mlp(1), Progress.NONE), 1e-5);
            double gate = paths(model).effect(sender, List.of(Site.of("pre", 1)), Progress.NONE);
            boolean gated = model.config().mlp() instanceof MlpConfig.Gated;
            assertEquals(gated, Math.abs(gate - expected) > 1e-4, "the gate alone gives " + gate);
        }
    }
}
