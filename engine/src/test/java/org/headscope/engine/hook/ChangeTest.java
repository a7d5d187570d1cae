package org.headscope.engine.hook;

import static org.headscope.engine.Near.assertNear;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.headscope.engine.GoldenModel;
import org.headscope.engine.model.Model;
import org.headscope.engine.model.Processing;
import org.headscope.engine.run.RunRequest;
import org.headscope.engine.run.RunResult;
import org.headscope.engine.tensor.Tensor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Changes at any hook point do what they say, there and nowhere else. */
class ChangeTest {
    private static Model model;
    private static RunRequest prompts;
    private static RunResult clean;

    @BeforeAll
    static void load() throws Exception {
        var golden = new GoldenModel("llama");
        model = golden.load(Processing.FOLDED);
        prompts = RunRequest.of(golden.tokens()).keep("*");
        clean = model.run(prompts);
    }

    @AfterAll
    static void close() {
        model.close();
    }

    private static Tensor changed(Change change) throws Exception {
        return model.run(prompts.with(change)).kept().get(change.target().hook());
    }

    private static List<Float> ones(int length) {
        var ones = new ArrayList<Float>();
        for (int i = 0; i < length; i++) ones.add(1f);
        return ones;
    }

    @ParameterizedTest
    @ValueSource(strings = {"k", "v", "q", "z", "rot_k", "pattern", "resid_pre", "pre", "mlp_out"})
    void onlyTheTargetChanges(String hook) throws Exception {
        Target all = Target.of(hook, 1).at(Positions.of(2, 7));
        boolean pattern = hook.equals("pattern");
        Tensor before = clean.kept().get(hook, 1);
        Target target = pattern
                ? all.head(1).keys(Positions.of(0, 2))
                : before.rank() == 4 ? all.head(1).coordinate(3) : all.coordinate(3);
        Tensor after = changed(new Change.Constant(target, 9));
        int[] shape = before.shape();
        for (int i = 0; i < before.size(); i++) {
            int last = i % shape[shape.length - 1];
            int third = shape.length == 4 ? i / shape[3] % shape[2] : -1;
            int second = i / (before.size() / shape[0] / shape[1]) % shape[1];
            int position = pattern ? third : second;
            int head = pattern ? second : shape.length == 4 ? third : 1;
            boolean hit =
                    (position == 2 || position == 7) && head == 1 && (pattern ? last == 0 || last == 2 : last == 3);
            assertEquals(hit ? 9 : before.flat(i), after.flat(i), hook + " " + i);
        }
    }

    @Test
    void valuesAreScaledAddedToAndProjected() throws Exception {
        Target target = Target.of("resid_pre", 1).at(Positions.of(5));
        float[] before = clean.kept().get("resid_pre", 1).at(1, 5).toArray();
        float[] scaled = changed(new Change.Scale(target, -2)).at(1, 5).toArray();
        float[] steered = changed(new Change.AddDirection(target, ones(before.length), 0.5))
                .at(1, 5)
                .toArray();
        float[] set =
                changed(new Change.SetTo(target, ones(before.length))).at(1, 5).toArray();
        // the third direction is the sum of the first two, so it takes nothing more away
        var directions = List.of(ones(before.length), alternating(before.length), sum(before.length));
        float[] projected =
                changed(new Change.ProjectOut(target, directions)).at(1, 5).toArray();
        double ones = 0;
        double alternating = 0;
        for (int i = 0; i < before.length; i++) {
            assertEquals(-2 * before[i], scaled[i], 1e-5);
            assertEquals(before[i] + 0.5, steered[i], 1e-5);
            assertEquals(1, set[i]);
            ones += projected[i];
            alternating += projected[i] * (i % 2 == 0 ? 1 : -1);
        }
        assertEquals(0, ones, 1e-4);
        assertEquals(0, alternating, 1e-4);
        float[] twice = projected.clone();
        new Change.ProjectOut(target, directions).apply(twice, new Change.Place(0, 0, -1, new int[0]));
        assertArrayEquals(projected, twice, 1e-5f);
    }

    private static List<Float> alternating(int length) {
        var values = new ArrayList<Float>();
        for (int i = 0; i < length; i++) values.add(i % 2 == 0 ? 1f : -1f);
        return values;
    }

    private static List<Float> sum(int length) {
        var values = new ArrayList<Float>();
        for (int i = 0; i < length; i++) values.add(i % 2 == 0 ? 2f : 0f);
        return values;
    }

    @Test
    void noiseIsTheSameInEveryRunAndDifferentAtEveryPlace() throws Exception {
        var noise = new Change.Noise(Target.of("z", 0), 0.5, 7);
        Tensor once = changed(noise);
        assertNear(once, changed(noise), 0, "the same seed");
        Tensor before = clean.kept().get("z", 0);
        double squares = 0;
        for (int i = 0; i < once.size(); i++) squares += Math.pow(once.flat(i) - before.flat(i), 2);
        assertEquals(0.5, Math.sqrt(squares / once.size()), 0.05);
        float here = once.get(0, 3, 1, 0) - before.get(0, 3, 1, 0);
        for (float there : List.of(
                once.get(1, 3, 1, 0) - before.get(1, 3, 1, 0),
                once.get(0, 4, 1, 0) - before.get(0, 4, 1, 0),
                once.get(0, 3, 2, 0) - before.get(0, 3, 2, 0))) {
            assertEquals(true, Math.abs(here - there) > 1e-6);
        }
    }

    @Test
    void zeroIsZeroAblation() throws Exception {
        var zero = new Change.Constant(Target.of("z", 1).head(2), 0);
        Tensor expected =
                model.run(prompts.with(new ZeroAblation(Site.head(1, 2)))).logits();
        assertNear(expected, model.run(prompts.with(zero)).logits(), 1e-6, "zero ablation");
    }

    @Test
    void whatIsNotThereIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> Target.of("z", 1).keys(Positions.of(1)));
        assertThrows(
                IllegalArgumentException.class, () -> Target.of("pattern", 1).coordinate(1));
        for (Target nowhere : List.of(
                Target.of("resid_pre", 1).head(0),
                Target.of("k", 1).head(2),
                Target.of("z", 1).coordinate(8))) {
            assertThrows(IllegalArgumentException.class, () -> changed(new Change.Constant(nowhere, 0)));
        }
        var tooShort = new Change.AddDirection(Target.of("z", 1), ones(3), 1);
        assertThrows(IllegalArgumentException.class, () -> changed(tooShort));
    }
}
