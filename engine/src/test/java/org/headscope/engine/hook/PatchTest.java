package org.headscope.engine.hook;

import static org.headscope.engine.Near.assertNear;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;
import org.headscope.engine.GoldenModel;
import org.headscope.engine.TinyCheckpoint;
import org.headscope.engine.io.ModelException;
import org.headscope.engine.model.Model;
import org.headscope.engine.model.Processing;
import org.headscope.engine.run.RunRequest;
import org.headscope.engine.run.RunResult;
import org.headscope.engine.tensor.Tensor;
import org.headscope.engine.token.PromptException;
import org.junit.jupiter.api.Test;

/** Laws of patching (interpretability.md I.1.6), on every kind of model. */
class PatchTest {
    private static final int LENGTH = 7;
    private static final List<Model> MODELS = Stream.concat(
                    Stream.of(TinyCheckpoint.random(1).load(Processing.FOLDED)),
                    Stream.of("gpt-neox", "llama", "bloom", "qwen3", "gemma2", "solu", "attn-only")
                            .map(PatchTest::golden))
            .toList();

    private static Model golden(String name) {
        try {
            return new GoldenModel(name).load(Processing.FOLDED);
        } catch (ModelException e) {
            throw new AssertionError(e);
        }
    }

    @AfterContainer
    static void close() {
        MODELS.forEach(Model::close);
    }

    private static int[] tokens(Model model, Random random) {
        return random.ints(LENGTH, 0, model.config().dVocab()).toArray();
    }

    private static OptionalHooks optional(Model model) {
        return model.config().attention().grouped()
                ? new OptionalHooks(true, false, true, true, true)
                : OptionalHooks.ALL;
    }

    private static RunResult run(Model model, int[] tokens, OptionalHooks optional, Intervention... changes)
            throws Exception {
        return model.run(RunRequest.of(tokens).keep("*").optional(optional).with(changes));
    }

    /** A hook point of a model and, often, one head or neuron of it. */
    private static Site site(Model model, RunResult run, OptionalHooks optional, Random random) {
        List<String> names = model.hookNames(optional);
        String name = names.get(random.nextInt(names.size()));
        int[] shape = run.kept().get(name).shape();
        int axis = HookName.isAttention(name) ? 1 : 2;
        Site all = Site.of(name);
        return random.nextBoolean() || axis >= shape.length ? all : all.unit(random.nextInt(shape[axis]));
    }

    @Property(tries = 12)
    void aPatchOfWhatIsThereChangesNotABit(@ForAll Random random) throws Exception {
        for (Model model : MODELS) {
            OptionalHooks optional = optional(model);
            int[] tokens = tokens(model, random);
            RunResult run = run(model, tokens, optional);
            Site site = site(model, run, optional, random);
            RunResult patched = run(model, tokens, optional, Patch.from(run.kept(), site, "itself"));
            assertArrayEquals(run.logits().toArray(), patched.logits().toArray(), site.label());
        }
    }

    @Property(tries = 12)
    void allOfALayersInputGivesTheOtherRun(@ForAll Random random) throws Exception {
        for (Model model : MODELS) {
            int[] clean = tokens(model, random);
            RunResult donor = run(model, clean, OptionalHooks.NONE);
            int layer = random.nextInt(model.config().nLayers());
            var patch = Patch.from(donor.kept(), Site.of("resid_pre", layer), "clean");
            RunResult patched = run(model, tokens(model, random), OptionalHooks.NONE, patch);
            assertArrayEquals(donor.logits().toArray(), patched.logits().toArray(), model.name());
        }
    }

    @Property(tries = 12)
    void leavesAllOutsideItsConeAlone(@ForAll Random random) throws Exception {
        for (Model model : MODELS) {
            OptionalHooks optional = optional(model);
            int[] tokens = tokens(model, random);
            RunResult donor = run(model, tokens(model, random), optional);
            RunResult base = run(model, tokens, optional);
            int position = random.nextInt(LENGTH);
            Site site = site(model, donor, optional, random).at(Positions.of(position));
            RunResult patched = run(model, tokens, optional, Patch.from(donor.kept(), site, "other"));
            List<String> names = List.copyOf(base.kept().names());
            int at = names.indexOf(site.hookName());
            for (String name : names) {
                Tensor before = base.kept().get(name);
                Tensor after = patched.kept().get(name);
                int axis = HookName.isAttention(name) ? 2 : 1;
                boolean below = names.indexOf(name) < at;
                if (!below && name.contains("_norm.")) continue; // flattened: positions are not an axis
                int rows = below ? before.size(axis) : Math.min(position, before.size(axis));
                assertTrue(before.slice(axis, 0, rows).isSame(after.slice(axis, 0, rows)), name + " of " + site);
            }
        }
    }

    @Property(tries = 12)
    void takingOverGivesTheSameNumbers(@ForAll Random random) throws Exception {
        for (Model model : MODELS) {
            OptionalHooks optional = optional(model);
            int[] tokens = tokens(model, random);
            RunResult donor = run(model, tokens(model, random), optional);
            Site site = site(model, donor, optional, random);
            if (random.nextBoolean()) site = site.at(Positions.of(random.nextInt(LENGTH)));
            var patch = Patch.from(donor.kept(), site, "other");
            RunRequest request = RunRequest.of(tokens).keep("*").optional(optional);
            model.run(request.reusing());
            RunResult reused = model.run(request.with(patch).reusingOnly());
            assertNear(model.run(request.with(patch)).logits(), reused.logits(), 1e-4, site.label());
        }
    }

    @Test
    void namesWhatItChanges() throws Exception {
        Model model = MODELS.getFirst();
        RunResult run = run(model, new int[] {1, 2, 3}, OptionalHooks.NONE);
        assertEquals(
                "q 1.2 → clean, position 2",
                Patch.from(run.kept(), Site.of("q", 1).unit(2).at(Positions.of(2)), "clean")
                        .describe());
        assertEquals(
                "pattern 1.0 → clean, position 2, keys 0, 1",
                Patch.from(
                                run.kept(),
                                Site.of("pattern1").unit(0).at(Positions.of(2)).atKeys(Positions.of(0, 1)),
                                "clean")
                        .describe());
        assertEquals(Part.HEAD, Site.of("z", 1).unit(2).part());
        assertFalse(Site.of("z", 1).is(Part.HEAD));
    }

    @Test
    void refusesWhatDoesNotFit() throws Exception {
        Model model = MODELS.getFirst();
        RunResult run = run(model, new int[] {1, 2, 3}, OptionalHooks.NONE);
        RunRequest longer = RunRequest.of(new int[] {1, 2, 3, 4});
        var all = Patch.from(run.kept(), Site.of("mlp_out", 1), "the clean run");
        var failure = assertThrows(PromptException.class, () -> model.run(longer.with(all)));
        assertEquals(
                "There is nothing to patch into position 3 of the prompt: the clean run has 3 tokens.",
                failure.getMessage());
        model.run(longer.with(all.at(all.site().at(Positions.of(2)))));
        Patch wrong = new Patch(Site.of("mlp_out", 1), run.kept().get("post1"), "the clean run");
        assertThrows(
                IllegalArgumentException.class,
                () -> model.run(RunRequest.of(new int[] {1, 2, 3}).with(wrong)));
        Patch optional = new Patch(Site.of("result", 1), run.kept().get("z1"), "the clean run");
        assertThrows(
                IllegalArgumentException.class,
                () -> model.run(RunRequest.of(new int[] {1, 2, 3}).with(optional)));
    }
}
