package org.headscope.engine.hook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.List;
import org.headscope.engine.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** Interventions are data: they say what they do, and equal ones are the same. */
class InterventionWordsTest {
    private static final Site HEAD = Site.head(3, 5);
    private static final Direction MARY = new Direction.Unembedding(4, " Mary");
    private static final Direction JOHN = new Direction.Unembedding(5, " John");

    private static void assertSays(String words, Intervention change) {
        assertEquals(words, change.describe());
        assertEquals(change, change.at(change.site()));
        assertEquals(change.hashCode(), change.at(change.site()).hashCode());
        assertNotEquals(change, change.at(change.site().at(Positions.of(9))));
    }

    @Test
    void sayWhatTheyDo() {
        assertSays("3.5 → zero, all positions", new ZeroAblation(HEAD));
        assertSays("3.5 → mean of this prompt, all positions", new MeanAblation(HEAD, new MeanSource.ThisPrompt()));
        assertSays(
                "3.5 → as in the corrupted prompt, position 4",
                Resample.from(List.of(1, 2), HEAD.at(Positions.of(4)), "the corrupted prompt"));
        assertSays(
                "pattern 3.5 → as in the clean run, all positions",
                new Freeze(Site.of("pattern", 3).unit(5)));
        assertSays("ln_final.scale → as in the clean run, all positions", new Freeze(Site.of(HookName.FINAL_SCALE)));
        assertSays("MLP 2 × 0.5, all positions", new Scale(Site.mlp(2), 0.5));
        assertSays("post 2.7 → 1.5, all positions", SetTo.constant(Site.neuron(2, 7), 1.5f));
        assertSays(
                "pattern 3.5 → given numbers, position 6",
                new SetTo(Site.of("pattern", 3).unit(5).at(Positions.of(6)), List.of(0.5f, 0.5f)));
        assertSays("resid_post 1 + 3 × \" Mary\", all positions", new Steer(Site.of("resid_post", 1), MARY, 3));
        assertSays(
                "resid_post 1 − 0.25 × (\" Mary\" − \" John\"), all positions",
                new Steer(Site.of("resid_post", 1), new Direction.Difference(MARY, JOHN), -0.25));
        assertSays(
                "resid_post 1 + 1 × what 2.3 writes at the last position of the prompt, all positions",
                new Steer(
                        Site.of("resid_post", 1), new Direction.HeadOutput(2, 3, List.of(1, 2), -1, "the prompt"), 1));
        assertSays(
                "MLP 2 without \" Mary\" and \" John\", all positions",
                new ProjectOut(Site.mlp(2), List.of(MARY, JOHN)));
        assertSays("MLP 2 + noise of 0.1, all positions", new Noise(Site.mlp(2), 0.1, 3));
        assertSays("edges of 3.5 knocked out, position 6, key 2", new KnockOut(Site.edge(3, 5, 6, 2)));
    }

    @Test
    void patchesAreEqualByTheirValues() {
        Site site = Site.mlp(0);
        assertEquals(
                new Patch(site, Tensor.of(new float[] {1, 2}, 1, 1, 2), "a"),
                new Patch(site, Tensor.of(new float[] {1, 2}, 1, 1, 2), "a"));
        assertNotEquals(
                new Patch(site, Tensor.of(new float[] {1, 2}, 1, 1, 2), "a"),
                new Patch(site, Tensor.of(new float[] {1, 3}, 1, 1, 2), "a"));
    }

    @Test
    void amountsAreShort() {
        assertEquals("3", Amount.of(3));
        assertEquals("-0.5", Amount.of(-0.5));
        assertEquals("0.1", Amount.of(0.1f));
        assertEquals("1.235e+07", Amount.of(12_345_678.9));
        assertEquals("1.000e-06".replace(".000", ""), Amount.of(1e-6));
    }
}
