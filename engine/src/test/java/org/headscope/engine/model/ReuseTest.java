package org.headscope.engine.model;

import static org.headscope.engine.Near.assertNear;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.List;
import java.util.stream.IntStream;
import org.headscope.engine.TinyCheckpoint;
import org.headscope.engine.hook.CodeHook;
import org.headscope.engine.hook.Freeze;
import org.headscope.engine.hook.MeanAblation;
import org.headscope.engine.hook.MeanSource;
import org.headscope.engine.hook.NameFilter;
import org.headscope.engine.hook.Resample;
import org.headscope.engine.hook.Scale;
import org.headscope.engine.hook.Site;
import org.headscope.engine.hook.ZeroAblation;
import org.headscope.engine.run.RunRequest;
import org.headscope.engine.run.RunResult;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a run takes over from earlier ones: as much as it can, and nothing else. */
class ReuseTest {
    private static final int[] PROMPT = {3, 1, 4, 1, 5, 9, 2, 6};
    private static final int LAYERS = 4;
    private static final int HEADS = 3;
    private static final int ALL_LAYERS_AND_THE_UNEMBEDDING = LAYERS + 1;

    private final Model model = TinyCheckpoint.random(2).load(Processing.FOLDED);

    @AfterEach
    void close() {
        model.close();
    }

    @Test
    void theFirstRunTakesNothingOver() throws Exception {
        assertTakenOver(model.run(prompt().reusing()), 0, 0);
    }

    @Test
    void anAppendedTokenLeavesEverythingBeforeItAsItWas() throws Exception {
        model.run(prompt().reusing());
        int[] longer = {3, 1, 4, 1, 5, 9, 2, 6, 5};
        assertTakenOver(model.run(RunRequest.of(longer).reusing()), 8, ALL_LAYERS_AND_THE_UNEMBEDDING);
    }

    @Test
    void aShortenedPromptNeedsNoComputing() throws Exception {
        model.run(prompt().reusing());
        assertTakenOver(model.run(RunRequest.of(new int[] {3, 1, 4}).reusing()), 3, ALL_LAYERS_AND_THE_UNEMBEDDING);
    }

    @Test
    void aTokenReplacedInTheMiddleKeepsWhatIsBeforeIt() throws Exception {
        model.run(prompt().reusing());
        int[] other = {3, 1, 4, 7, 5, 9, 2, 6};
        assertTakenOver(model.run(RunRequest.of(other).reusing()), 3, ALL_LAYERS_AND_THE_UNEMBEDDING);
    }

    @Test
    void anAblationComputesOnlyFromItsLayerOn() throws Exception {
        RunResult clean = model.run(prompt().keep("*.hook_resid_mid").reusing());
        for (int layer = 0; layer < LAYERS; layer++) {
            RunResult ablated = model.run(prompt().keep("*.hook_resid_mid")
                    .with(new ZeroAblation(Site.head(layer, 1)))
                    .reusing());
            assertTakenOver(ablated, layer == 0 ? 0 : 8, layer);
            for (int other = 0; other < LAYERS; other++) {
                String name = "blocks." + other + ".hook_resid_mid";
                if (other < layer) {
                    assertSame(clean.kept().get(name), ablated.kept().get(name), "the very same array");
                } else {
                    assertNotSame(clean.kept().get(name), ablated.kept().get(name));
                }
            }
        }
    }

    @Test
    void aSecondAblationBuildsOnTheFirst() throws Exception {
        var first = new ZeroAblation(Site.mlp(1));
        model.run(prompt().reusing());
        model.run(prompt().with(first).reusing());
        RunResult both =
                model.run(prompt().with(first, new ZeroAblation(Site.mlp(3))).reusing());
        assertTakenOver(both, 8, 3);
    }

    @Test
    void theInputOfALayerIsTakenOverFromBelowItsInterventions() throws Exception {
        RunResult clean = model.run(prompt());
        Site input = Site.of("resid_pre", 2);
        model.run(prompt().with(new Scale(input, 3)).reusing());
        RunResult again = model.run(prompt().reusing());
        assertTakenOver(again, 8, 2);
        assertNear(clean.logits(), again.logits(), 1e-5, "without the intervention");
    }

    @Test
    void whatComesFromOtherRunsIsComparedByItsNumbers() throws Exception {
        List<Integer> other = List.of(9, 8, 7, 6, 5, 4, 3, 2);
        RunRequest resampled = prompt().with(Resample.from(other, Site.head(2, 1), "the other"));
        model.run(resampled.reusing());
        assertTakenOver(
                model.run(prompt().with(Resample.from(List.copyOf(other), Site.head(2, 1), "the same"))
                        .reusing()),
                8,
                ALL_LAYERS_AND_THE_UNEMBEDDING);
        assertTakenOver(
                model.run(prompt().with(resampled.interventions().getFirst(), new Freeze(Site.mlp(3)))
                        .reusing()),
                8,
                3);
        model.run(prompt().reusing());
        assertTakenOver(
                model.run(prompt().with(new Scale(Site.mlp(1), 1)).reusing()), 8, ALL_LAYERS_AND_THE_UNEMBEDDING);
    }

    @Test
    void theCleanRunOutlivesASweep() throws Exception {
        RunResult clean = model.run(prompt().keep("*pattern").reusing());
        for (int round = 0; round < 20; round++) {
            for (int layer = 1; layer < LAYERS; layer++) {
                for (int head = 0; head < HEADS; head++) {
                    RunRequest ablated = prompt().with(new ZeroAblation(Site.head(layer, head)));
                    assertTakenOver(model.run(ablated.reusingOnly()), 8, layer);
                }
            }
        }
        RunResult again = model.run(prompt().keep("*pattern").reusing());
        assertTakenOver(again, 8, ALL_LAYERS_AND_THE_UNEMBEDDING);
        assertSame(clean.kept().get("pattern0"), again.kept().get("pattern0"));
    }

    @Test
    void theCleanRunOutlivesManyOtherRuns() throws Exception {
        model.run(prompt().reusing());
        for (int id = 0; id < 29; id++) {
            for (int second = 0; second < 2; second++) {
                model.run(RunRequest.of(new int[] {id, second, 7}).reusing());
            }
        }
        assertTakenOver(model.run(prompt().reusing()), 8, ALL_LAYERS_AND_THE_UNEMBEDDING);
    }

    @Test
    void whatAnEarlierRunKeptStaysKnownWhenALaterOneKeepsLess() throws Exception {
        model.run(prompt().keep("*").reusing());
        model.run(prompt().reusing());
        assertTakenOver(model.run(prompt().keep("*").reusing()), 8, ALL_LAYERS_AND_THE_UNEMBEDDING);
    }

    @Test
    void aValueThatNobodyKeptIsComputedFromItsLayerOn() throws Exception {
        model.run(prompt().reusing());
        assertTakenOver(model.run(prompt().keep("blocks.2.attn.hook_z").reusing()), 8, 2);
        assertTakenOver(model.run(prompt().keep("ln_final.hook_scale").reusing()), 8, LAYERS);
        assertTakenOver(model.run(prompt().keep("hook_embed").reusing()), 0, 0);
    }

    @Test
    void aSweepOfMeansRunsThePromptItselfOnce() throws Exception {
        model.run(prompt().reusing());
        for (int layer = LAYERS - 1; layer > 0; layer--) {
            var mean = new MeanAblation(Site.head(layer, 0), new MeanSource.ThisPrompt());
            assertTakenOver(model.run(prompt().with(mean).reusingOnly()), 8, layer);
        }
        RunRequest outputs = prompt().keep("*.attn.hook_z", "*.hook_attn_out", "*.hook_mlp_out");
        assertTakenOver(model.run(outputs.reusing()), 8, ALL_LAYERS_AND_THE_UNEMBEDDING);
    }

    /** Scores of 0 where the mask has put -infinity would be keys to look ahead at. */
    @Test
    void noInterventionLetsQueriesLookAhead() throws Exception {
        var off = new ZeroAblation(Site.of("attn_scores", 1));
        RunResult shorter = model.run(prompt().with(off).reusing());
        RunRequest longer = RunRequest.of(new int[] {3, 1, 4, 1, 5, 9, 2, 6, 5}).with(off);
        RunResult whole = model.run(longer);
        assertNear(shorter.logits(), whole.logits().slice(1, 0, 8), 1e-5, "the same beginning");
        RunResult reused = model.run(longer.reusing());
        assertNear(whole.logits(), reused.logits(), 1e-5, "logits");
        assertTakenOver(reused, 8, ALL_LAYERS_AND_THE_UNEMBEDDING);
    }

    @Test
    void nothingIsTakenOverByAPlainRunABatchOrCode() throws Exception {
        model.run(prompt().reusing());
        assertTakenOver(model.run(prompt()), 0, 0);
        assertTakenOver(model.run(RunRequest.of(PROMPT, PROMPT).reusing()), 0, 0);
        var look = new CodeHook(NameFilter.ALL, (_, _) -> null);
        assertTakenOver(model.run(prompt().with(look).reusing()), 0, 0);
        assertEquals(0, model.run(prompt().stopAt(2).reusing()).reusedPositions());
    }

    @Test
    void aPromptTypedTokenByTokenEqualsThePromptAtOnce() throws Exception {
        int[] whole = IntStream.range(0, 24).map(i -> i * i % 29).toArray();
        RunResult typed = null;
        for (int length = 1; length <= whole.length; length++) {
            int[] tokens = IntStream.of(whole).limit(length).toArray();
            typed = model.run(RunRequest.of(tokens).keep("*").reusing());
            assertEquals(length - 1, typed.reusedPositions());
        }
        RunResult atOnce = model.run(RunRequest.of(whole).keep("*"));
        assertNear(atOnce.logits(), typed.logits(), 1e-5, "logits");
        for (String name : atOnce.kept().names()) {
            assertNear(atOnce.kept().get(name), typed.kept().get(name), 1e-5, name);
        }
    }

    private static RunRequest prompt() {
        return RunRequest.of(PROMPT);
    }

    private static void assertTakenOver(RunResult run, int positions, int layers) {
        assertEquals(
                positions + " positions in " + layers + " layers",
                run.reusedPositions() + " positions in " + run.reusedLayers() + " layers");
    }
}
