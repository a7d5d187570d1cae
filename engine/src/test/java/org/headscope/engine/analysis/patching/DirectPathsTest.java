package org.headscope.engine.analysis.patching;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.concurrent.CancellationException;
import org.headscope.engine.GoldenModel;
import org.headscope.engine.hook.CodeHook;
import org.headscope.engine.hook.HookName;
import org.headscope.engine.hook.NameFilter;
import org.headscope.engine.hook.Positions;
import org.headscope.engine.hook.Site;
import org.headscope.engine.metric.LogitDifference;
import org.headscope.engine.model.Model;
import org.headscope.engine.model.NormKind;
import org.headscope.engine.model.Processing;
import org.headscope.engine.run.Activations;
import org.headscope.engine.run.Progress;
import org.headscope.engine.run.RunRequest;
import org.headscope.engine.tensor.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Paths from head to head, against the formulas in plain loops and code hooks. */
class DirectPathsTest {
    private static final RunRequest DONOR =
            RunRequest.of(new int[] {5, 9, 14, 3, 22, 8}, new int[] {7, 1, 4, 30, 2, 6});
    private static final RunRequest BASE =
            RunRequest.of(new int[] {5, 9, 17, 3, 21, 8}, new int[] {7, 1, 11, 30, 2, 6});
    private static final LogitDifference METRIC = LogitDifference.atEnd(List.of(4, 9), List.of(7, 3));

    /** What a head of layer 0 adds to the queries, keys or values of layer 1, by interpretability.md E.3 and E.4. */
    private record ByHand(Model model, Activations base, Activations donor) {
        static ByHand of(Model model) throws Exception {
            return new ByHand(
                    model,
                    model.run(BASE.keep("*")).kept(),
                    model.run(DONOR.keep("*")).kept());
        }

        float[] added(int head, String input, int receiver, int row, int pos) {
            var vector = new double[model.config().dModel()];
            Tensor wO = model.parameter("blocks.0.attn.W_O");
            for (int e = 0; e < model.config().dHead(); e++) {
                double difference = (double) donor.get("z", 0).get(row, pos, head, e)
                        - base.get("z", 0).get(row, pos, head, e);
                for (int i = 0; i < vector.length; i++) vector[i] += difference * wO.get(head, e, i);
            }
            if (model.config().norms().post()) norm("blocks.0.ln1_post", NormKind.RMS, vector, row, pos);
            norm("blocks.1.ln1", model.config().norm(), vector, row, pos);
            boolean shared = model.config().attention().grouped() && !input.equals("q");
            Tensor w = model.parameter("blocks.1.attn." + (shared ? "_W_" : "W_") + input.toUpperCase());
            var added = new float[model.config().dHead()];
            for (int e = 0; e < added.length; e++) {
                double sum = 0;
                for (int i = 0; i < vector.length; i++) sum += vector[i] * w.get(receiver, i, e);
                added[e] = (float) sum;
            }
            return added;
        }

        private void norm(String name, NormKind kind, double[] vector, int row, int pos) {
            double mean = 0;
            for (double value : vector) mean += value / vector.length;
            double scale = base.get(name + ".hook_scale").get(row, pos, 0);
            boolean weighted = kind.hasParameters();
            for (int i = 0; i < vector.length; i++) {
                double centred = kind.centres() ? vector[i] - mean : vector[i];
                vector[i] = centred
                        / scale
                        * (weighted ? model.parameter(name + ".w").flat(i) : 1);
            }
        }

        /** The metric of the base with a multiple of what is added. */
        double metric(int head, String input, int receiver, double factor) throws Exception {
            var hook = new CodeHook(NameFilter.of(HookName.of(input, 1)), (_, value) -> {
                float[] data = value.toArray();
                int width = value.size(3);
                for (int row = 0; row < value.size(0); row++) {
                    for (int pos = 0; pos < value.size(1); pos++) {
                        float[] added = added(head, input, receiver, row, pos);
                        int at = ((row * value.size(1) + pos) * value.size(2) + receiver) * width;
                        for (int e = 0; e < width; e++) data[at + e] += (float) (factor * added[e]);
                    }
                }
                return Tensor.of(data, value.shape());
            });
            return METRIC.value(BASE, model.run(BASE.with(hook)));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "gpt2,FOLDED",
        "gpt2,RAW",
        "llama,RAW",
        "gpt-neox,FOLDED",
        "gemma2,FOLDED",
        "attn-only,FOLDED",
        "bloom,RAW"
    })
    void compositionIsAddedToWhatAReceiverReads(String name, String processing) throws Exception {
        try (Model model = new GoldenModel(name).load(processing(processing))) {
            ByHand byHand = ByHand.of(model);
            var patching = new DirectPathPatching(model, BASE, DONOR, METRIC);
            double before = METRIC.value(BASE, model.run(BASE));
            for (String input : List.of("q", "k", "v")) {
                Tensor changes = patching.of(0, 1, input, Progress.NONE);
                int heads = input.equals("q")
                        ? model.config().nHeads()
                        : model.config().attention().nKeyValueHeads();
                assertArrayEquals(new int[] {model.config().nLayers(), heads}, changes.shape());
                for (int receiver = 0; receiver < heads; receiver++) {
                    assertEquals(0, changes.get(0, receiver), "not above the sender");
                    assertEquals(byHand.metric(1, input, receiver, 1) - before, changes.get(1, receiver), 1e-4, input);
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"gpt2,FOLDED", "gpt2,RAW", "llama,RAW", "gpt-neox,FOLDED", "gemma2,FOLDED", "attn-only,FOLDED"})
    void attributionIsTheSlopeOfTheSameChange(String name, String processing) throws Exception {
        try (Model model = new GoldenModel(name).load(processing(processing))) {
            ByHand byHand = ByHand.of(model);
            double step = 0.05;
            for (String input : List.of("q", "k", "v")) {
                Tensor estimates = new HeadPathAttribution(model, BASE, DONOR, METRIC).of(input, Progress.NONE);
                for (int receiver = 0; receiver < estimates.size(3); receiver++) {
                    double slope = (byHand.metric(2 % model.config().nHeads(), input, receiver, step)
                                    - byHand.metric(2 % model.config().nHeads(), input, receiver, -step))
                            / (2 * step);
                    float estimate = estimates.get(0, 2 % model.config().nHeads(), 1, receiver);
                    assertEquals(slope, estimate, 2e-4 + 1e-3 * Math.abs(slope), input + receiver);
                    assertEquals(0, estimates.get(1, 0, 1, receiver), "not above the sender");
                }
            }
        }
    }

    private static Processing processing(String name) {
        return name.equals("RAW") ? Processing.RAW : Processing.FOLDED;
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt2", "gpt-neox"})
    void aPatternReceivesThroughQueriesAndKeys(String name) throws Exception {
        try (Model model = new GoldenModel(name).load(Processing.FOLDED)) {
            for (boolean mlps : List.of(true, false)) {
                var paths = new PathPatching(model, BASE, DONOR, METRIC, mlps, true);
                List<Site> sender = List.of(Site.head(0, 1));
                Site pattern = Site.of("pattern", 1).unit(1);
                double both = paths.effect(
                        sender, List.of(Site.of("q", 1).unit(1), Site.of("k", 1).unit(1)), Progress.NONE);
                assertEquals(both, paths.effect(sender, List.of(pattern), Progress.NONE), 1e-5);
                assertEquals(both, paths.headsToHeads("pattern", Progress.NONE).get(0, 1, 1, 1), 1e-5);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"llama"})
    void aPatternOfSharedKeysIsThatOfItsHeadAlone(String name) throws Exception {
        try (Model model = new GoldenModel(name).load(Processing.FOLDED)) {
            RunRequest base = BASE.optional(BASE.optional().ungrouped());
            var paths = new PathPatching(model, base, DONOR, METRIC, true, true);
            List<Site> sender = List.of(Site.head(0, 1).at(Positions.ALL));
            double both = paths.effect(
                    sender, List.of(Site.of("q", 1).unit(1), Site.of("k", 1).unit(1)), Progress.NONE);
            var shared = new PathPatching(model, BASE, DONOR, METRIC, true, true);
            assertEquals(
                    both, shared.effect(sender, List.of(Site.of("pattern", 1).unit(1)), Progress.NONE), 1e-5);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt2"})
    void bothCanBeCancelled(String name) throws Exception {
        try (Model model = new GoldenModel(name).load(Processing.FOLDED)) {
            Progress impatient = (_, _) -> {
                throw new CancellationException();
            };
            var patching = new DirectPathPatching(model, BASE, DONOR, METRIC);
            var attribution = new HeadPathAttribution(model, BASE, DONOR, METRIC);
            int arrays = model.nativeArrays();
            assertThrows(CancellationException.class, () -> patching.of(0, 1, "q", impatient));
            assertThrows(CancellationException.class, () -> attribution.of("q", impatient));
            assertEquals(arrays, model.nativeArrays());
        }
    }
}
