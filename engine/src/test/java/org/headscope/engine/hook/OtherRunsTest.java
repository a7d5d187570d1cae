package org.headscope.engine.hook;

import static org.headscope.engine.Near.assertNear;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.headscope.engine.run.Activations;
import org.headscope.engine.run.RunRequest;
import org.headscope.engine.run.RunResult;
import org.headscope.engine.tensor.Tensor;
import org.headscope.engine.token.PromptException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Interventions that put in the values of other runs, against code hooks that copy them; and those that leave all as it is. */
class OtherRunsTest {
    private static List<InterventionBench> benches;

    @BeforeAll
    static void load() throws Exception {
        benches = InterventionBench.all();
    }

    @AfterAll
    static void close() {
        benches.forEach(bench -> bench.model().close());
    }

    static List<InterventionBench> benches() {
        return benches;
    }

    @ParameterizedTest
    @MethodSource("benches")
    void resamplingTakesTheValueOfAnotherPrompt(InterventionBench bench) throws Exception {
        int length = bench.prompts().tokens()[0].length;
        List<Integer> other = new Random(3).ints(length, 0, 20).boxed().toList();
        int[] ids = other.stream().mapToInt(Integer::intValue).toArray();
        Activations donor = bench.model().run(RunRequest.of(ids).keep("*")).kept();
        for (Site site : InterventionBench.sites()) {
            Tensor values = donor.get(site.hookName());
            bench.assertSame(
                    ByHand.at(site, (_, place) -> number(values, place, site)),
                    Resample.from(other, site, "the corrupted prompt"));
        }
        var tooLong = Resample.from(List.of(1, 2, 3), Site.mlp(0), "the corrupted prompt");
        var refusal = assertThrows(PromptException.class, () -> bench.run(tooLong));
        assertEquals(
                "There is nothing to patch into position " + (length - 1)
                        + " of the prompt: the corrupted prompt has 3 tokens.",
                refusal.getMessage());
        // a shorter prompt serves as far as it goes
        bench.run(tooLong.at(Site.of("pattern0").at(Positions.of(2))));
        var unreadable = Resample.from(List.of(1, -2, 3), Site.mlp(0), "the corrupted prompt");
        String sentence =
                assertThrows(PromptException.class, () -> bench.run(unreadable)).getMessage();
        assertTrue(sentence.startsWith("The corrupted prompt cannot be run: token id -2"), sentence);
    }

    @ParameterizedTest
    @MethodSource("benches")
    void rowsAreResampledFromTheirOwnPrompts(InterventionBench bench) throws Exception {
        int[][] rows = bench.prompts().tokens();
        var swapped = new ArrayList<List<Integer>>();
        for (int row = rows.length - 1; row >= 0; row--) {
            swapped.add(Arrays.stream(rows[row]).boxed().toList());
        }
        Site site = Site.head(0, 1);
        Tensor clean = bench.clean(site);
        bench.assertSame(
                ByHand.at(site, (_, p) -> clean.get(rows.length - 1 - p.batch(), p.position(), p.unit(), p.last())),
                new Resample(site, swapped, "the other row"));
    }

    @ParameterizedTest
    @MethodSource("benches")
    void freezingHoldsWhatTheCleanRunHas(InterventionBench bench) throws Exception {
        var cause = new ZeroAblation(Site.of("resid_pre", 0).at(Positions.of(1, 3)));
        for (Site site : Stream.concat(
                        InterventionBench.sites().stream(),
                        Stream.of(Site.of(HookName.FINAL_SCALE), Site.of("blocks.1.ln2.hook_scale")))
                .toList()) {
            Tensor values = bench.clean(site);
            RunRequest caused = bench.prompts().with(cause);
            RunResult expected =
                    bench.model().run(caused.with(ByHand.at(site, (_, place) -> number(values, place, site))));
            assertNear(expected.logits(), bench.run(cause, new Freeze(site)).logits(), 1e-5, site.label());
        }
    }

    private static double number(Tensor values, ByHand.Place place, Site site) {
        int batch = Math.min(place.batch(), values.size(0) - 1);
        if (values.rank() == 3) return values.get(batch, place.position(), place.last());
        return HookName.isAttention(site.hookName())
                ? values.get(batch, place.unit(), place.position(), place.last())
                : values.get(batch, place.position(), place.unit(), place.last());
    }

    @ParameterizedTest
    @MethodSource("benches")
    void laws(InterventionBench bench) throws Exception {
        for (Site site : InterventionBench.sites()) {
            assertUnchanged(bench, new Scale(site, 1));
            assertUnchanged(bench, new Noise(site, 0, 1));
            assertUnchanged(bench, new Freeze(site));
        }
        assertUnchanged(bench, new Steer(Site.mlp(0), new Direction.Unembedding(3, "a"), 0));
        assertUnchanged(bench, new Freeze(Site.of(HookName.FINAL_SCALE)));
        assertUnchanged(bench, new KnockOut(Site.edge(1, 2, 3, 6)));
        RunRequest one = RunRequest.of(bench.prompts().tokens()[0]).keep("*");
        RunResult clean = bench.model().run(one);
        var row = new ArrayList<Float>();
        for (float weight : clean.kept().get("pattern", 1).at(0, 2, 6).toArray()) row.add(weight);
        var itself = new SetTo(Site.of("pattern", 1).unit(2).at(Positions.of(6)), row);
        assertArrayEquals(
                clean.logits().toArray(),
                bench.model().run(one.with(itself)).logits().toArray());
        List<Integer> prompt = Arrays.stream(one.tokens()[0]).boxed().toList();
        for (Site site : InterventionBench.sites()) {
            var same = Resample.from(prompt, site, "itself");
            assertArrayEquals(
                    clean.logits().toArray(),
                    bench.model().run(one.with(same)).logits().toArray());
        }
    }

    private static void assertUnchanged(InterventionBench bench, Intervention change) throws Exception {
        RunResult run = bench.run(change);
        assertArrayEquals(bench.clean().logits().toArray(), run.logits().toArray(), change.describe());
        for (String name : run.kept().names()) {
            assertArrayEquals(
                    bench.clean().kept().get(name).toArray(),
                    run.kept().get(name).toArray(),
                    change.describe());
        }
    }
}
