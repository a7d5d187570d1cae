package org.headscope.engine.model;

import static org.headscope.engine.Near.assertNear;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;
import org.headscope.engine.GoldenModel;
import org.headscope.engine.hook.Freeze;
import org.headscope.engine.hook.HookName;
import org.headscope.engine.hook.Intervention;
import org.headscope.engine.hook.KnockOut;
import org.headscope.engine.hook.Noise;
import org.headscope.engine.hook.OptionalHooks;
import org.headscope.engine.hook.Patch;
import org.headscope.engine.hook.Positions;
import org.headscope.engine.hook.Scale;
import org.headscope.engine.hook.SetTo;
import org.headscope.engine.hook.Site;
import org.headscope.engine.hook.ZeroAblation;
import org.headscope.engine.io.ModelException;
import org.headscope.engine.run.Activations;
import org.headscope.engine.run.Progress;
import org.headscope.engine.run.RunRequest;
import org.headscope.engine.tensor.Tensor;

/** Whatever is changed wherever: a variant has the logits of a whole pass with the change. */
class VariantsPropertyTest {
    /** Learned positions, rotated ones of both kinds, distances, windows, shared keys, parallel blocks, no MLPs. */
    private static final List<Model> MODELS = Stream.of(
                    "gpt2",
                    "gpt-neox",
                    "gptj",
                    "llama",
                    "mistral",
                    "bloom",
                    "falcon",
                    "qwen3",
                    "gemma2",
                    "gpt-neo",
                    "attn-only",
                    "solu")
            .map(VariantsPropertyTest::golden)
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

    @Property(tries = 12)
    void aVariantIsAWholePassWithOneChangeMore(@ForAll Random random) throws Exception {
        for (Model model : MODELS) new Case(model, random).check(random);
    }

    /** A batch, another one to patch from, and changes of the run. */
    private record Case(Model model, RunRequest base, Activations donor, OptionalHooks optional) {
        Case(Model model, Random random) throws Exception {
            this(model, random, random.nextInt(4) == 0 ? OptionalHooks.ALL.ungrouped() : OptionalHooks.NONE);
        }

        private Case(Model model, Random random, OptionalHooks optional) throws Exception {
            this(model, random, optional, 1 + random.nextInt(2), 1 + random.nextInt(12));
        }

        private Case(Model model, Random random, OptionalHooks optional, int rows, int length) throws Exception {
            this(
                    model,
                    tokens(model, random, rows, length).optional(optional),
                    model.run(tokens(model, random, rows, length)
                                    .optional(optional)
                                    .keep("*"))
                            .kept(),
                    optional);
        }

        private static RunRequest tokens(Model model, Random random, int rows, int length) {
            int vocab = model.config().dVocab();
            return RunRequest.of(
                    Stream.generate(() -> random.ints(length, 0, vocab).toArray())
                            .limit(rows)
                            .toArray(int[][]::new));
        }

        void check(Random random) throws Exception {
            int length = base.tokens()[0].length;
            var own = new ArrayList<Intervention>();
            for (int i = random.nextInt(3); i > 0; i--) own.add(intervention(random));
            var changes = new ArrayList<Intervention>();
            for (int i = 0; i < 12; i++) changes.add(intervention(random));
            int read = random.nextBoolean() ? length - 1 : random.nextInt(length);
            RunRequest run = base.with(own);
            var logits = new HashMap<Integer, Tensor>();
            new Variants(model, run, changes, read, Progress.NONE).run(logits::put, Progress.NONE);
            assertEquals(changes.size(), logits.size());
            for (int i = 0; i < changes.size(); i++) {
                var all = new ArrayList<>(own);
                all.add(changes.get(i));
                Tensor whole = model.run(base.with(all)).logits().slice(1, read, length);
                String what = model.config().family() + " " + own + " and "
                        + changes.get(i).describe();
                assertNear(whole, logits.get(i), 1e-5 * Math.max(1, largest(whole)), what);
            }
        }

        private Intervention intervention(Random random) {
            List<String> hooks = model.hookNames(optional);
            String hook = hooks.get(random.nextInt(hooks.size()));
            Site site = Site.of(hook);
            Tensor values = donor.get(hook);
            if (HookName.hasHeads(hook) && random.nextBoolean() && !HookName.isFlattened(hook)) {
                site = site.unit(random.nextInt(values.size(HookName.isAttention(hook) ? 1 : 2)));
            }
            if (random.nextInt(3) > 0) site = site.at(positions(random));
            if (HookName.isAttention(hook) && random.nextInt(3) == 0) site = site.atKeys(positions(random));
            boolean scale = hook.endsWith("scale");
            return switch (random.nextInt(scale ? 3 : 9)) {
                case 0, 1 -> new Patch(site, values, "another run");
                case 2 -> new Freeze(site);
                case 3 -> new Scale(site, -0.5);
                case 4 -> new Noise(site, 0.5, 3);
                case 5 -> SetTo.constant(site, 0.5f);
                case 6 -> new KnockOut(edges(site, random));
                default -> new ZeroAblation(site);
            };
        }

        /** Edges of the layer of a site, or of the first one. */
        private static Site edges(Site site, Random random) {
            boolean inBlock = HookName.layer(site.hookName()).isPresent();
            return Site.of("attn_scores", inBlock ? site.layer() : 0)
                    .at(site.positions())
                    .atKeys(Positions.of(random.nextInt(3)));
        }

        private Positions positions(Random random) {
            int length = base.tokens()[0].length;
            Integer[] chosen =
                    random.ints(1 + random.nextInt(2), 0, length).boxed().toArray(Integer[]::new);
            return Positions.of(chosen);
        }
    }

    private static double largest(Tensor values) {
        double largest = 0;
        for (int i = 0; i < values.size(); i++) largest = Math.max(largest, Math.abs(values.flat(i)));
        return largest;
    }

    @Example
    void aVariantThatCannotReachWhatIsReadIsTheRunItself() throws Exception {
        Model model = MODELS.getFirst();
        RunRequest run = RunRequest.of(new int[] {3, 1, 4, 1, 5});
        int last = model.config().nLayers() - 1;
        var changes = List.of(
                new ZeroAblation(Site.mlp(last).at(Positions.of(2))),
                new ZeroAblation(Site.head(0, 1).at(Positions.of(7))));
        Map<Integer, Tensor> logits = new HashMap<>();
        new Variants(model, run, changes, 4, Progress.NONE).run(logits::put, Progress.NONE);
        for (Tensor each : logits.values()) {
            assertTrue(each.isSame(model.run(run).logits().slice(1, 4, 5)));
        }
    }

    @Example
    void positionsInFrontOfAChangeStayBitIdentical() throws Exception {
        for (Model model : MODELS) {
            RunRequest run = RunRequest.of(new int[] {3, 1, 4, 1, 5, 9, 2});
            var change = new ZeroAblation(Site.of("resid_pre", 1).at(Positions.of(4)));
            var seen = new ArrayList<Tensor>();
            new Variants(model, run, List.of(change), 0, Progress.NONE)
                    .run((_, logits) -> seen.add(logits), Progress.NONE);
            Tensor base = model.run(run).logits();
            assertTrue(base.slice(1, 0, 4).isSame(seen.getFirst().slice(1, 0, 4)));
            assertTrue(!base.slice(1, 4, 5).isSame(seen.getFirst().slice(1, 4, 5)));
        }
    }

    @Example
    void batchesAreBoundedInBytes() throws Exception {
        try (Model model = RandomModel.gpt2(2, 4, 64, 50, 512)) {
            int[] tokens = new Random(1).ints(512, 0, 50).toArray();
            var changes = new ArrayList<Intervention>();
            for (int at = 0; at < 512; at++) {
                changes.add(new ZeroAblation(Site.of("resid_pre", 1).at(Positions.of(at))));
            }
            List<Cone> batches = new Variants(model, RunRequest.of(tokens), changes, 511, Progress.NONE).batches();
            assertTrue(batches.size() > 1);
            int cells = 0;
            for (Cone batch : batches) {
                cells += batch.segments().size();
                long bytes = batch.segments().stream().mapToLong(batch::bytes).sum();
                assertTrue(bytes <= 64L << 20 || batch.segments().size() == 1, bytes + " bytes");
            }
            assertEquals(512, cells);
        }
    }

    @Example
    void canBeCancelledInFrontOfAnyLayer() throws Exception {
        try (Model model = RandomModel.gpt2(6, 2, 16, 50, 64)) {
            var variants = new Variants(
                    model,
                    RunRequest.of(new int[] {1, 2, 3, 4}),
                    List.of(new ZeroAblation(Site.head(0, 1))),
                    3,
                    Progress.NONE);
            int arrays = model.nativeArrays();
            int[] calls = new int[1];
            variants.run((_, _) -> {}, (_, _) -> calls[0]++);
            assertEquals(6 + 1 + 1, calls[0], "in front of each layer and the unembedding, and at the end");
            for (int last : Arrays.asList(1, 4, 7)) {
                int[] left = {last};
                Progress impatient = (_, _) -> {
                    if (--left[0] == 0) throw new CancellationException();
                };
                assertThrows(
                        CancellationException.class,
                        () -> variants.run((_, _) -> assertTrue(false, "nothing is done yet"), impatient));
                assertEquals(arrays, model.nativeArrays());
            }
        }
    }
}
