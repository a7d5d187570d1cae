package org.headscope.engine.analysis.patching;

import static org.headscope.engine.Near.assertNear;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.headscope.engine.GoldenModel;
import org.headscope.engine.hook.Patch;
import org.headscope.engine.hook.Positions;
import org.headscope.engine.hook.Site;
import org.headscope.engine.hook.ZeroAblation;
import org.headscope.engine.metric.LogitDifference;
import org.headscope.engine.model.Model;
import org.headscope.engine.model.Processing;
import org.headscope.engine.run.Progress;
import org.headscope.engine.run.RunRequest;
import org.headscope.engine.run.RunResult;
import org.headscope.engine.tensor.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds whatever the weights are (interpretability.md I.1). */
class PatchingLawsTest {
    private static final RunRequest CLEAN = RunRequest.of(new int[] {5, 9, 14, 3, 22, 8});
    private static final RunRequest CORRUPTED = RunRequest.of(new int[] {5, 9, 17, 3, 21, 8});
    private static final LogitDifference METRIC = LogitDifference.atEnd(List.of(4), List.of(7));

    @ParameterizedTest
    @ValueSource(strings = {"gpt2", "llama", "gpt-neox", "gemma2", "attn-only"})
    void everyCellIsARunOfItsOwn(String name) throws Exception {
        try (Model model = new GoldenModel(name).load(Processing.FOLDED)) {
            var patching = new ActivationPatching(model, CORRUPTED, CLEAN, METRIC);
            PatchTable table = PatchTable.everyHeadByPosition(model, 6);
            var heard = new HashMap<Integer, Double>();
            PatchGrid grid = patching.run(table, heard::put, Progress.NONE);
            assertEquals(table.sites().size(), heard.size());
            RunResult donor = model.run(CLEAN.keep("*"));
            for (int cell = 0; cell < table.sites().size(); cell += 7) {
                Site site = table.sites().get(cell);
                double alone =
                        METRIC.value(CORRUPTED, model.run(CORRUPTED.with(Patch.from(donor.kept(), site, "clean"))));
                assertEquals(alone, grid.values().flat(cell), 1e-4, site.toString());
                boolean same = site.positions().chosen().getFirst() < 2;
                if (same) assertEquals((float) grid.base(), grid.values().flat(cell), "nothing differs in front");
            }
            PatchGrid all = patching.run(PatchTable.of(List.of(Site.of("resid_pre", 1))), Progress.NONE);
            assertEquals(1, all.denoising().flat(0), 1e-4);
            PatchGrid destroyed = new ActivationPatching(model, CLEAN, CORRUPTED, METRIC)
                    .run(PatchTable.of(List.of(Site.of("resid_pre", 1))), Progress.NONE);
            assertEquals(-1, destroyed.noising().flat(0), 1e-4);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt2", "gpt-neox"})
    void canBeCancelledBetweenLayers(String name) throws Exception {
        try (Model model = new GoldenModel(name).load(Processing.FOLDED)) {
            var patching = new ActivationPatching(model, CORRUPTED, CLEAN, METRIC);
            var heard = new HashMap<Integer, Double>();
            Progress impatient = (done, _) -> {
                if (done > 1) throw new CancellationException();
            };
            int arrays = model.nativeArrays();
            assertThrows(
                    CancellationException.class,
                    () -> patching.run(PatchTable.heads(model, "z"), heard::put, impatient));
            assertTrue(heard.size() < model.config().nLayers() * model.config().nHeads());
            assertEquals(arrays, model.nativeArrays());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt2", "llama", "gpt-neox", "attn-only"})
    void effectsAddUpUnderAFrozenNorm(String name) throws Exception {
        try (Model model = new GoldenModel(name).load(Processing.FOLDED)) {
            Effects effects = Effects.of(model, CLEAN, new ZeroAblation(Site.head(0, 1)), true, Progress.NONE);
            Tensor base = effects.base().logits();
            var sum = new float[base.size()];
            for (int i = 0; i < sum.length; i++) {
                sum[i] = effects.direct().logits().flat(i)
                        + effects.indirect().logits().flat(i)
                        - base.flat(i);
            }
            assertNear(effects.total().logits(), Tensor.of(sum, base.shape()), 2e-4, "direct and indirect");
            Effects free = Effects.of(model, CLEAN, new ZeroAblation(Site.head(0, 1)), false, Progress.NONE);
            RunResult ablated = model.run(CLEAN.with(new ZeroAblation(Site.head(0, 1))));
            assertNear(ablated.logits(), free.total().logits(), "total with the norm free");
            // nothing is above the last layer's heads but the MLP, and in parallel models not even that
            int last = model.config().nLayers() - 1;
            if (!model.config().hasMlp() || model.config().parallel()) {
                Effects top = Effects.of(model, CLEAN, new ZeroAblation(Site.head(last, 0)), true, Progress.NONE);
                assertNear(base, top.indirect().logits(), "no indirect effect");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt2", "llama"})
    void aPathFromAnUnchangedSenderDoesNothing(String name) throws Exception {
        try (Model model = new GoldenModel(name).load(Processing.FOLDED)) {
            Site end = Site.of("resid_post", model.config().nLayers() - 1);
            var paths = new PathPatching(model, CORRUPTED, CLEAN, METRIC, true, true);
            Site front = Site.head(0, 1).at(Positions.of(0, 1));
            assertEquals(0, paths.effect(List.of(front), List.of(end), Progress.NONE), 1e-5);
            var all = List.of(Site.of("resid_pre", 0));
            double whole = paths.effect(all, List.of(Site.of("q", 0), Site.of("k", 0), Site.of("v", 0)), Progress.NONE);
            RunResult donor = model.run(CLEAN.keep("*"));
            RunRequest patched = CORRUPTED.with(
                    Patch.from(donor.kept(), Site.of("q", 0), "clean"),
                    Patch.from(donor.kept(), Site.of("k", 0), "clean"),
                    Patch.from(donor.kept(), Site.of("v", 0), "clean"));
            double before = METRIC.value(CORRUPTED, model.run(CORRUPTED));
            assertEquals(METRIC.value(patched, model.run(patched)) - before, whole, 1e-4);
        }
    }
}
