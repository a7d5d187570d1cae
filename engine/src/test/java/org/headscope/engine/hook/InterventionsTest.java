package org.headscope.engine.hook;

import static org.headscope.engine.Near.assertNear;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.headscope.engine.run.RunRequest;
import org.headscope.engine.run.RunResult;
import org.headscope.engine.tensor.Tensor;
import org.headscope.engine.token.PromptException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What interventions do, against code hooks with plain loops: with learned positions, and with rotary ones and shared keys. */
class InterventionsTest {
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

    private static List<Float> random(int length, int seed) {
        var random = new Random(seed);
        return Stream.generate(() -> (float) random.nextGaussian())
                .limit(length)
                .toList();
    }

    @ParameterizedTest
    @MethodSource("benches")
    void scaleMultiplies(InterventionBench bench) throws Exception {
        for (Site site : InterventionBench.sites())
            bench.assertSame(ByHand.at(site, (x, _) -> x * -1.5), new Scale(site, -1.5));
    }

    @ParameterizedTest
    @MethodSource("benches")
    void zeroAndConstantsReplace(InterventionBench bench) throws Exception {
        for (Site site : InterventionBench.sites()) {
            bench.assertSame(ByHand.at(site, (_, _) -> 0), new ZeroAblation(site));
            bench.assertSame(ByHand.at(site, (_, _) -> 0.75), SetTo.constant(site, 0.75f));
        }
    }

    @ParameterizedTest
    @MethodSource("benches")
    void aVectorReplacesVectors(InterventionBench bench) throws Exception {
        for (Site site : List.of(Site.head(1, 2), Site.of("resid_pre", 1).at(Positions.of(2, 7)), Site.of("q1"))) {
            List<Float> vector = random(bench.clean(site).size(-1), 1);
            bench.assertSame(ByHand.at(site, (_, place) -> vector.get(place.last())), new SetTo(site, vector));
        }
    }

    @ParameterizedTest
    @MethodSource("benches")
    void aRowOfThePatternIsSetByHand(InterventionBench bench) throws Exception {
        Site row = Site.of("pattern", 1).unit(2).at(Positions.of(6));
        List<Float> drawn = List.of(0.5f, 0f, 0.25f, 0.25f);
        var change = new SetTo(row, drawn);
        bench.assertSame(
                ByHand.at(row, (_, place) -> place.last() < drawn.size() ? drawn.get(place.last()) : 0), change);
        // numbers for keys that the query does not see are left out
        Site early = row.at(Positions.of(1));
        float[] seen = bench.run(new SetTo(early, drawn))
                .kept()
                .get("pattern", 1)
                .at(0, 2, 1)
                .toArray();
        assertArrayEquals(new float[] {0.5f, 0, 0, 0}, Arrays.copyOf(seen, 4));
    }

    @ParameterizedTest
    @MethodSource("benches")
    void steeringAddsADirection(InterventionBench bench) throws Exception {
        for (Site site : List.of(
                Site.head(1, 2),
                Site.mlp(0).at(Positions.of(3)),
                Site.of("k0").at(Positions.of(3)),
                Site.neuron(1, 5))) {
            List<Float> vector = random(
                    site.hookName().contains("post") ? 1 : bench.clean(site).size(-1), 2);
            bench.assertSame(
                    ByHand.at(site, (x, place) -> x - 2 * vector.get(vector.size() == 1 ? 0 : place.last())),
                    new Steer(site, new Direction.Vector(vector, "v"), -2));
        }
    }

    @ParameterizedTest
    @MethodSource("benches")
    void directionsComeFromTokens(InterventionBench bench) throws Exception {
        Site site = Site.of("resid_post", 0).at(Positions.of(4));
        Tensor wU = bench.model().parameter("unembed.W_U");
        var mary = new Direction.Unembedding(7, " Mary");
        var john = new Direction.Unembedding(11, " John");
        bench.assertSame(ByHand.at(site, (x, place) -> x + 3 * wU.get(place.last(), 7)), new Steer(site, mary, 3));
        bench.assertSame(
                ByHand.at(site, (x, place) -> x + 3 * (wU.get(place.last(), 7) - wU.get(place.last(), 11))),
                new Steer(site, new Direction.Difference(mary, john), 3));
    }

    @ParameterizedTest
    @MethodSource("benches")
    void directionsComeFromHeads(InterventionBench bench) throws Exception {
        List<Integer> prompt = List.of(5, 9, 2, 14);
        RunRequest results = RunRequest.of(new int[] {5, 9, 2, 14})
                .optional(new OptionalHooks(true, false, false, false, false))
                .keep("*result");
        Tensor written = bench.model().run(results).kept().get("result", 1);
        Site site = Site.of("resid_mid", 0);
        bench.assertSame(
                ByHand.at(site, (x, place) -> x + 0.5 * written.get(0, 3, 2, place.last())),
                new Steer(site, new Direction.HeadOutput(1, 2, prompt, -1, "another prompt"), 0.5));
        var nowhere = new Steer(site, new Direction.HeadOutput(1, 2, prompt, 4, "another prompt"), 1);
        var refusal = assertThrows(PromptException.class, () -> bench.run(nowhere));
        assertEquals("There is no position 4 in another prompt, which has 4 tokens.", refusal.getMessage());
        for (int[] head : new int[][] {{99, 0}, {-1, 0}, {0, 99}, {0, -1}}) {
            var missing = new Direction.HeadOutput(head[0], head[1], prompt, -1, "another prompt");
            String said = assertThrows(PromptException.class, () -> bench.run(new Steer(site, missing, 1)))
                    .getMessage();
            String what = "There is no direction of what " + head[0] + "." + head[1]
                    + " writes at the last position of another prompt: this model has ";
            assertTrue(said.startsWith(what), said);
        }
    }

    @ParameterizedTest
    @MethodSource("benches")
    void projectingTakesDirectionsAway(InterventionBench bench) throws Exception {
        Site site = Site.of("resid_pre", 1).at(Positions.of(5));
        int width = bench.clean(site).size(2);
        List<Float> a = random(width, 3);
        List<Float> b = random(width, 4);
        var directions = Stream.of(a, b, sum(a, b))
                .map(v -> (Direction) new Direction.Vector(v, "v"))
                .toList();
        Tensor before = bench.clean(site);
        Tensor after = bench.run(new ProjectOut(site, directions)).kept().get(site.hookName());
        for (int batch = 0; batch < before.size(0); batch++) {
            assertEquals(0, dot(a, after.at(batch, 5)), 1e-4);
            assertEquals(0, dot(b, after.at(batch, 5)), 1e-4);
            // what was taken away lies in the plane of both: the rest of it is nothing
            double[] gone = new double[width];
            for (int i = 0; i < width; i++) gone[i] = before.get(batch, 5, i) - after.get(batch, 5, i);
            double aa = dot(a, a);
            double bb = dot(b, b);
            double ab = dot(a, b);
            double ag = 0;
            double bg = 0;
            for (int i = 0; i < width; i++) {
                ag += a.get(i) * gone[i];
                bg += b.get(i) * gone[i];
            }
            double x = (ag * bb - bg * ab) / (aa * bb - ab * ab);
            double y = (bg * aa - ag * ab) / (aa * bb - ab * ab);
            for (int i = 0; i < width; i++) assertEquals(x * a.get(i) + y * b.get(i), gone[i], 1e-4);
        }
        var zero = new Direction.Vector(sum(a, a.stream().map(v -> -v).toList()), "nothing");
        assertThrows(IllegalArgumentException.class, () -> bench.run(new ProjectOut(site, List.of(zero))));
    }

    private static List<Float> sum(List<Float> a, List<Float> b) {
        var sum = new ArrayList<Float>();
        for (int i = 0; i < a.size(); i++) sum.add(a.get(i) + b.get(i));
        return sum;
    }

    private static double dot(List<Float> a, List<Float> b) {
        double sum = 0;
        for (int i = 0; i < a.size(); i++) sum += (double) a.get(i) * b.get(i);
        return sum;
    }

    private static double dot(List<Float> a, Tensor b) {
        double sum = 0;
        for (int i = 0; i < a.size(); i++) sum += (double) a.get(i) * b.flat(i);
        return sum;
    }

    @ParameterizedTest
    @MethodSource("benches")
    void aKnockedOutEdgeLeavesItsWeightToTheOthers(InterventionBench bench) throws Exception {
        Site edge = Site.edge(1, 2, 6, 3);
        Tensor before = bench.clean().kept().get("pattern", 1);
        Tensor after = bench.run(new KnockOut(edge)).kept().get("pattern", 1);
        for (int i = 0; i < before.size(); i++) {
            int key = i % before.size(3);
            int query = i / before.size(3) % before.size(2);
            int head = i / before.size(3) / before.size(2) % before.size(1);
            int batch = i / before.size(3) / before.size(2) / before.size(1);
            boolean row = head == 2 && query == 6;
            double rest = 1 - before.get(batch, 2, 6, 3);
            double expected = !row ? before.flat(i) : key == 3 ? 0 : before.flat(i) / rest;
            assertEquals(expected, after.flat(i), 1e-5);
        }
        // zeroing the cell instead leaves the rest of the row alone
        Site cell = Site.of("pattern", 1).unit(2).at(Positions.of(6)).atKeys(Positions.of(3));
        Tensor zeroed = bench.run(new ZeroAblation(cell)).kept().get("pattern", 1);
        for (int key = 0; key <= 6; key++) {
            assertEquals(key == 3 ? 0 : before.get(0, 2, 6, key), zeroed.get(0, 2, 6, key));
        }
    }

    @ParameterizedTest
    @MethodSource("benches")
    void aQueryWithoutKeysAttendsToNothing(InterventionBench bench) throws Exception {
        Site row = Site.of("attn_scores", 1).unit(2).at(Positions.of(0, 6));
        RunResult run = bench.run(new KnockOut(row));
        for (int query : List.of(0, 6)) {
            for (float weight : run.kept().get("pattern", 1).at(0, 2, query).toArray()) assertEquals(0, weight);
            for (float value : run.kept().get("z", 1).at(0, query, 2).toArray()) assertEquals(0, value);
        }
        for (float logit : run.logits().toArray()) assertTrue(Float.isFinite(logit));
        RunResult zeroed = bench.run(new ZeroAblation(Site.head(1, 2).at(Positions.of(0, 6))));
        assertNear(zeroed.logits(), run.logits(), 1e-5, "a head that sees nothing writes nothing");
    }

    @ParameterizedTest
    @MethodSource("benches")
    void noiseIsTheSameInEveryRunAndDifferentAtEveryPlace(InterventionBench bench) throws Exception {
        Site site = Site.of("z", 0);
        Tensor before = bench.clean(site);
        Tensor once = bench.run(new Noise(site, 0.5, 7)).kept().get("z", 0);
        assertEquals(once, bench.run(new Noise(site, 0.5, 7)).kept().get("z", 0), "the same seed");
        assertNotEquals(once, bench.run(new Noise(site, 0.5, 8)).kept().get("z", 0), "another seed");
        double squares = 0;
        double sum = 0;
        for (int i = 0; i < once.size(); i++) {
            squares += Math.pow(once.flat(i) - before.flat(i), 2);
            sum += once.flat(i) - before.flat(i);
        }
        assertEquals(0.5, Math.sqrt(squares / once.size()), 0.05);
        assertEquals(0, sum / once.size(), 0.05);
        float here = once.get(0, 3, 1, 0) - before.get(0, 3, 1, 0);
        for (float there : List.of(
                once.get(1, 3, 1, 0) - before.get(1, 3, 1, 0),
                once.get(0, 4, 1, 0) - before.get(0, 4, 1, 0),
                once.get(0, 3, 2, 0) - before.get(0, 3, 2, 0))) {
            assertTrue(Math.abs(here - there) > 1e-6);
        }
        // some keys get what they would get with all of them
        Site scores = Site.of("attn_scores", 1).unit(1);
        Tensor all = bench.run(new Noise(scores, 1, 3)).kept().get("attn_scores", 1);
        Tensor one = bench.run(new Noise(scores.at(Positions.of(5)).atKeys(Positions.of(4)), 1, 3))
                .kept()
                .get("attn_scores", 1);
        assertEquals(all.get(0, 1, 5, 4), one.get(0, 1, 5, 4));
        assertEquals(Float.NEGATIVE_INFINITY, all.get(0, 1, 5, 6));
    }

    @ParameterizedTest
    @MethodSource("benches")
    void theyActInTheOrderOfTheRequest(InterventionBench bench) throws Exception {
        Site site = Site.head(1, 0);
        Tensor added = bench.run(new Scale(site, 3), new SetTo(site, List.of(2f)), new Scale(site, 0.5))
                .kept()
                .get("z", 1);
        assertEquals(1, added.get(0, 4, 0, 3));
    }

    @ParameterizedTest
    @MethodSource("benches")
    void whatDoesNotFitIsRefused(InterventionBench bench) {
        var tooShort = new Steer(Site.of("z", 1), new Direction.Vector(List.of(1f, 2f, 3f), "v"), 1);
        assertThrows(IllegalArgumentException.class, () -> bench.run(tooShort));
        assertThrows(
                IllegalArgumentException.class,
                () -> bench.run(new ProjectOut(Site.of("z", 1), List.of(tooShort.direction()))));
        assertThrows(
                IllegalArgumentException.class,
                () -> bench.run(new Scale(Site.of("post", 1).unit(9999), 2)));
        assertThrows(IllegalArgumentException.class, () -> new KnockOut(Site.of("pattern", 1)));
        assertThrows(IllegalArgumentException.class, () -> new Steer(Site.of("pattern", 1), tooShort.direction(), 1));
        var noToken = new Direction.Unembedding(1_000_000, "?");
        assertThrows(PromptException.class, () -> bench.run(new Steer(Site.mlp(0), noToken, 1)));
    }
}
