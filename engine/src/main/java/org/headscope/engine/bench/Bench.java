package org.headscope.engine.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.headscope.engine.hook.NameFilter;
import org.headscope.engine.hook.Site;
import org.headscope.engine.hook.ZeroAblation;
import org.headscope.engine.model.BareProducts;
import org.headscope.engine.model.Model;
import org.headscope.engine.run.Progress;
import org.headscope.engine.run.RunRequest;

/**
 * Measures how long a model's runs take, each in turn with the bare matrix products of the same positions and layers, so that
 * the ratio means something on a busy machine too. Every single run keeps all hook points that fire without being asked for.
 */
public final class Bench {
    /** Length of the prompts that are appended to and ablated in. */
    private static final int PROMPT = 64;

    private static final int LONGEST = 256;

    /** Java compiles what runs often; before that, a pass over one token takes up to twice as long. */
    static final long WARM_UP_NANOS = 2_000_000_000L;

    private static final int WARM_UPS = 3;

    private final Model model;
    private final int repeats;
    private final BareProducts bare;
    private final Random random = new Random(1);
    private final List<Measurement> measurements = new ArrayList<>();

    private Bench(Model model, int repeats) {
        this.model = model;
        this.repeats = repeats;
        this.bare = new BareProducts(model);
    }

    /** A step of a measurement: untimed preparation, then what is timed. */
    private interface Step {
        void run() throws Exception;
    }

    /** Its bare products, in nanoseconds. */
    private interface Bare {
        long run() throws Exception;
    }

    /** Measures everything, {@code repeats} times each. */
    public static List<Measurement> run(Model model, int repeats, Progress progress) throws Exception {
        return new Bench(model, repeats).run(progress);
    }

    /** One pass over a prompt of usual length with full cache: what a model needs memory for at least. */
    public static void passOnce(Model model) throws Exception {
        new Bench(model, 1).passOnce();
    }

    private void passOnce() throws Exception {
        model.run(request(tokens(Math.min(PROMPT, model.config().nCtx()))));
    }

    private List<Measurement> run(Progress progress) throws Exception {
        int nLayers = model.config().nLayers();
        List<SweepBench.Step> sweeps = new SweepBench(model, bare).steps();
        int total = 6 + sweeps.size();
        int done = 0;
        fetchHeap();
        for (int length : new int[] {16, PROMPT, LONGEST}) {
            progress.at(done++, total);
            if (length <= model.config().nCtx()) whole(length);
        }
        progress.at(done++, total);
        append();
        progress.at(done++, total);
        ablate(0);
        progress.at(done++, total);
        ablate(nLayers - 1);
        for (SweepBench.Step sweep : sweeps) {
            progress.at(done++, total);
            measurements.add(sweep.run());
        }
        progress.at(done, total);
        return List.copyOf(measurements);
    }

    /** Java's heap gets each page from the system when it is written to first, which no run waits for later on. */
    private void fetchHeap() throws Exception {
        RunRequest longest = request(tokens(Math.min(LONGEST, model.config().nCtx())));
        long end = System.nanoTime() + 2 * WARM_UP_NANOS;
        do model.run(longest);
        while (System.nanoTime() < end);
    }

    private void whole(int length) throws Exception {
        RunRequest request = request(tokens(length));
        measure(
                "forward with full cache, " + length + " tokens",
                () -> {},
                () -> model.run(request),
                () -> bare.run(length, 0, 0));
    }

    private void append() throws Exception {
        int[] tokens = tokens(PROMPT);
        model.run(request(Arrays.copyOf(tokens, PROMPT - 1)).reusing());
        measure(
                "one token appended to " + (PROMPT - 1),
                () -> tokens[PROMPT - 1] =
                        (tokens[PROMPT - 1] + 1) % model.config().dVocab(),
                () -> model.run(request(tokens).reusing()),
                () -> bare.run(1, PROMPT - 1, 0));
    }

    private void ablate(int layer) throws Exception {
        RunRequest clean = request(tokens(PROMPT));
        model.run(clean.reusing());
        RunRequest ablated = clean.with(new ZeroAblation(Site.head(layer, 0))).reusingOnly();
        measure(
                "head " + layer + ".0 switched off, " + PROMPT + " tokens",
                () -> {},
                () -> model.run(ablated),
                () -> bare.run(PROMPT, 0, layer));
    }

    private void measure(String what, Step prepare, Step timed, Bare bareProducts) throws Exception {
        var taken = new long[repeats];
        var bareTaken = new long[repeats];
        long warm = System.nanoTime() + WARM_UP_NANOS;
        for (int i = 0; i < WARM_UPS || System.nanoTime() < warm; i++) {
            prepare.run();
            timed.run();
            bareProducts.run();
        }
        for (int i = 0; i < repeats; i++) {
            prepare.run();
            long start = System.nanoTime();
            timed.run();
            long nanos = System.nanoTime() - start;
            long bareNanos = bareProducts.run();
            taken[i] = nanos;
            bareTaken[i] = bareNanos;
        }
        measurements.add(new Measurement(what, median(taken), median(bareTaken)));
    }

    private static double median(long[] nanos) {
        Arrays.sort(nanos);
        return (nanos[(nanos.length - 1) / 2] + nanos[nanos.length / 2]) / 2e6;
    }

    private int[] tokens(int length) {
        return random.ints(length, 0, model.config().dVocab()).toArray();
    }

    private static RunRequest request(int[] tokens) {
        return RunRequest.of(tokens).keep(NameFilter.ALL);
    }
}
