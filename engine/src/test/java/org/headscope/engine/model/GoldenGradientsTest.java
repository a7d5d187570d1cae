package org.headscope.engine.model;

import static org.headscope.engine.Near.assertNear;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.headscope.engine.GoldenModel;
import org.headscope.engine.hook.NameFilter;
import org.headscope.engine.metric.LogitDifference;
import org.headscope.engine.run.Activations;
import org.headscope.engine.run.Gradients;
import org.headscope.engine.run.Progress;
import org.headscope.engine.run.RunRequest;
import org.headscope.engine.tensor.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Gradients, and what attribution patching makes of them, equal what PyTorch and TransformerLens compute. */
class GoldenGradientsTest {
    @ParameterizedTest
    @ValueSource(strings = {"gpt2", "llama"})
    void ofALogitDifference(String name) throws Exception {
        var golden = new GoldenModel(name);
        JsonNode inputs = golden.json("golden-analyses.json").get("inputs");
        var metric = LogitDifference.atEnd(ints(inputs.get("correct")), ints(inputs.get("incorrect")));
        try (Model model = golden.load(Processing.FOLDED)) {
            RunRequest corrupted =
                    RunRequest.of(rows(inputs.get("corrupted_tokens"))).keep("*");
            Gradients run = model.gradients(corrupted, metric, NameFilter.ALL, Progress.NONE);
            Activations clean = model.run(
                            RunRequest.of(rows(inputs.get("clean_tokens"))).keep("*"))
                    .kept();

            assertEquals(golden(golden, "patch.corrupted_metric").flat(0), run.value(), 1e-4);
            for (int layer = 0; layer < model.config().nLayers(); layer++) {
                Tensor expected = golden(golden, "attribution.grad.resid_pre").at(layer);
                assertNear(expected, run.gradients().get("resid_pre", layer), "gradient of resid_pre " + layer);
                for (String stream : List.of("resid_pre", "resid_mid", "attn_out", "mlp_out")) {
                    Tensor attribution = attribution(clean, run, stream, layer);
                    compare(golden, stream, layer, sumOver(attribution, 0, 2));
                }
                for (String head : List.of("q", "k", "v", "z")) {
                    Tensor attribution = attribution(clean, run, head, layer);
                    compare(golden, head + "_by_pos", layer, sumOver(attribution, 0, 3));
                    compare(golden, head + "_all_pos", layer, sumOver(attribution, 0, 1, 3));
                }
                Tensor pattern = attribution(clean, run, "pattern", layer);
                compare(golden, "pattern_by_dest_pos", layer, sumOver(pattern, 0, 3));
                compare(golden, "pattern_all_pos", layer, sumOver(pattern, 0, 2, 3));
            }
        }
    }

    /** (clean - corrupted) times gradient, elementwise. */
    private static Tensor attribution(Activations clean, Gradients run, String hook, int layer) {
        Tensor to = clean.get(hook, layer);
        Tensor from = run.run().kept().get(hook, layer);
        Tensor slope = run.gradients().get(hook, layer);
        var product = new float[to.size()];
        for (int i = 0; i < product.length; i++) product[i] = (to.flat(i) - from.flat(i)) * slope.flat(i);
        return Tensor.of(product, to.shape());
    }

    private static Tensor sumOver(Tensor values, int... axes) {
        int[] shape = values.shape();
        int[] left = IntStream.range(0, shape.length)
                .filter(axis -> Arrays.stream(axes).noneMatch(summed -> summed == axis))
                .toArray();
        int[] leftShape = Arrays.stream(left).map(axis -> shape[axis]).toArray();
        var sums = new double[Arrays.stream(leftShape).reduce(1, (a, b) -> a * b)];
        for (int i = 0; i < values.size(); i++) {
            var index = new int[shape.length];
            for (int axis = shape.length - 1, rest = i; axis >= 0; rest /= shape[axis--])
                index[axis] = rest % shape[axis];
            int at = 0;
            for (int axis : left) at = at * shape[axis] + index[axis];
            sums[at] += values.flat(i);
        }
        var floats = new float[sums.length];
        for (int i = 0; i < sums.length; i++) floats[i] = (float) sums[i];
        return Tensor.of(floats, leftShape);
    }

    private static void compare(GoldenModel golden, String entry, int layer, Tensor actual) throws Exception {
        assertNear(golden(golden, "attribution." + entry).at(layer), actual, entry + " of layer " + layer);
    }

    private static Tensor golden(GoldenModel golden, String entry) throws Exception {
        return golden.tensor("golden-analyses", entry);
    }

    private static List<Integer> ints(JsonNode node) {
        return Arrays.stream(new ObjectMapper().convertValue(node, int[].class))
                .boxed()
                .toList();
    }

    private static int[][] rows(JsonNode node) {
        return new ObjectMapper().convertValue(node, int[][].class);
    }
}
