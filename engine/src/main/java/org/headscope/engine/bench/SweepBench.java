package org.headscope.engine.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.headscope.engine.analysis.patching.ActivationPatching;
import org.headscope.engine.analysis.patching.PatchTable;
import org.headscope.engine.hook.Intervention;
import org.headscope.engine.hook.Patch;
import org.headscope.engine.hook.Site;
import org.headscope.engine.hook.ZeroAblation;
import org.headscope.engine.metric.LogitDifference;
import org.headscope.engine.model.BareProducts;
import org.headscope.engine.model.Model;
import org.headscope.engine.model.Variants;
import org.headscope.engine.run.Progress;
import org.headscope.engine.run.RunRequest;
import org.headscope.engine.run.RunResult;
import org.headscope.engine.survey.SurveyBench;

/**
 * Measures sweeps whole, with the runs that they start from: against the bare matrix products that must be computed for them, in
 * batches of the same shapes, and against a loop of whole passes.
 */
final class SweepBench {
    /** Length of the prompts, and of those of the largest table. */
    private static final int PROMPT = 64;

    private static final int SHORT_PROMPT = 16;

    /** How many whole passes stand for a loop of them. */
    private static final int SAMPLE = 5;

    private final Model model;
    private final BareProducts bare;
    private final Random random = new Random(2);
    private final LogitDifference metric = LogitDifference.atEnd(List.of(1), List.of(2));

    SweepBench(Model model, BareProducts bare) {
        this.model = model;
        this.bare = bare;
    }

    /** A sweep, whole. */
    private interface Sweep {
        void run() throws Exception;
    }

    /** The time of the last of as many sweeps as it takes until Java has compiled what they run. */
    private static long warm(Sweep sweep) throws Exception {
        long end = System.nanoTime() + Bench.WARM_UP_NANOS;
        long nanos;
        do {
            long start = System.nanoTime();
            sweep.run();
            nanos = System.nanoTime() - start;
        } while (System.nanoTime() < end);
        return nanos;
    }

    /** A measurement that is still to be made. */
    interface Step {
        Measurement run() throws Exception;
    }

    List<Step> steps() {
        int length = Math.min(PROMPT, model.config().nCtx());
        int few = Math.min(SHORT_PROMPT, model.config().nCtx());
        return List.of(
                () -> ablations(length),
                () -> patches("resid_pre patched by layer and position", length, table(length, "resid_pre")),
                () -> patches("heads (z) patched by layer and head", length, PatchTable.heads(model, "z")),
                () -> patches(
                        "heads (z) patched by layer, head and position",
                        few,
                        PatchTable.headsByPosition(model, "z", few)),
                () -> survey(length, false),
                () -> survey(length, true));
    }

    /** A chunk of a survey: the loop of whole passes would have one for each head and effect. */
    private Measurement survey(int length, boolean total) throws Exception {
        int[] tokens = tokens(length);
        long nanos;
        int heads;
        try (var survey = new SurveyBench(model, length, total)) {
            nanos = warm(() -> survey.run(tokens));
            heads = survey.heads();
        }
        long bareNanos = bare.run(length, 0, 0);
        double each = nanos / 1e6 / (length - 1) / heads;
        String what = String.format(
                Locale.ROOT,
                "survey of all heads, %s, %d tokens: %.5f ms a token and head",
                total ? "all effects" : "direct",
                length,
                each);
        return new Measurement(what, nanos / 1e6, bareNanos / 1e6);
    }

    private PatchTable table(int length, String hook) {
        return PatchTable.byPosition(model, hook, length);
    }

    private Measurement ablations(int length) throws Exception {
        RunRequest base = RunRequest.of(tokens(length));
        List<ZeroAblation> off = PatchTable.heads(model, "z").sites().stream()
                .map(ZeroAblation::new)
                .toList();
        var effects = new double[off.size()];
        long nanos = warm(() -> new Variants(model, base, off, metric.first(base), Progress.NONE)
                .run((head, logits) -> effects[head] = metric.value(base, logits), Progress.NONE));
        var variants = new Variants(model, base, off, metric.first(base), Progress.NONE);
        long bareNanos = bare.run(length, 0, 0) + bare.run(variants);
        return measurement("all heads switched off in turn", length, nanos, bareNanos, naive(base, off));
    }

    private Measurement patches(String what, int length, PatchTable table) throws Exception {
        RunRequest base = RunRequest.of(tokens(length));
        RunRequest donor = RunRequest.of(tokens(length));
        var patching = new ActivationPatching(model, base, donor, metric);
        long nanos = warm(() -> patching.run(table, Progress.NONE));
        RunResult from = model.run(
                donor.keep(table.sites().stream().map(Site::hookName).distinct().toArray(String[]::new)));
        List<Patch> patches = table.sites().stream()
                .map(site -> Patch.from(from.kept(), site, "the other run"))
                .toList();
        var variants = new Variants(model, base, patches, metric.first(base), Progress.NONE);
        long bareNanos = 2 * bare.run(length, 0, 0) + bare.run(variants);
        return measurement(what, length, nanos, bareNanos, naive(base, patches));
    }

    private Measurement.Naive naive(RunRequest base, List<? extends Intervention> changes) throws Exception {
        int[] sample = IntStream.range(0, SAMPLE)
                .map(i -> i * (changes.size() - 1) / (SAMPLE - 1))
                .toArray();
        long nanos = 0;
        var values = new ArrayList<Double>();
        for (int change : sample) {
            RunRequest changed = base.with(changes.get(change));
            long start = System.nanoTime();
            values.add(metric.value(changed, model.run(changed)));
            nanos += System.nanoTime() - start;
        }
        return new Measurement.Naive(changes.size(), values.size(), nanos / 1e6 / SAMPLE * changes.size());
    }

    private static Measurement measurement(
            String what, int length, long nanos, long bareNanos, Measurement.Naive naive) {
        return new Measurement(
                what + ", " + length + " tokens, " + naive.passes() + " cells",
                nanos / 1e6,
                bareNanos / 1e6,
                Optional.of(naive));
    }

    private int[] tokens(int length) {
        return random.ints(length, 0, model.config().dVocab()).toArray();
    }
}
