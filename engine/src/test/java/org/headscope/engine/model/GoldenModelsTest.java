package org.headscope.engine.model;

import static org.headscope.engine.Near.assertNear;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.headscope.engine.Golden;
import org.headscope.engine.GoldenModel;
import org.headscope.engine.check.Check;
import org.headscope.engine.check.SelfTest;
import org.headscope.engine.hook.CodeHook;
import org.headscope.engine.hook.NameFilter;
import org.headscope.engine.hook.OptionalHooks;
import org.headscope.engine.hook.Site;
import org.headscope.engine.hook.ZeroAblation;
import org.headscope.engine.run.EngineThread;
import org.headscope.engine.run.Progress;
import org.headscope.engine.run.RunRequest;
import org.headscope.engine.run.RunResult;
import org.headscope.engine.tensor.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every model that there is a folder of golden numbers for. */
class GoldenModelsTest {
    private static final String LAYER = "blocks.1.attn.";

    static List<String> models() {
        return Golden.models();
    }

    @ParameterizedTest
    @MethodSource("models")
    void theSelfTestPasses(String name) throws Exception {
        for (Processing processing : List.of(Processing.RAW, Processing.FOLDED)) {
            try (Model model = new GoldenModel(name).load(processing)) {
                List<Check> failed = SelfTest.run(model, Progress.NONE).checks().stream()
                        .filter(check -> !check.passed())
                        .toList();
                assertEquals(List.of(), failed);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void processingWhatIsProcessedChangesNothing(String name) throws Exception {
        try (Model model = new GoldenModel(name).load(Processing.FOLDED)) {
            Map<String, Tensor> once = parameters(model);
            EngineThread.call(() -> WeightProcessor.process(model.config(), model.weights(), Processing.FOLDED));
            once.forEach((parameter, value) -> assertNear(value, model.parameter(parameter), 1e-6, parameter));
        }
    }

    private static Map<String, Tensor> parameters(Model model) {
        var names = new ArrayList<>(List.of("embed.W_E", "unembed.W_U", "unembed.b_U", "ln_final.w"));
        for (int layer = 0; layer < model.config().nLayers(); layer++) {
            for (String matrix : List.of("W_Q", "W_K", "W_V", "W_O", "b_Q", "b_K", "b_V", "b_O")) {
                names.add("blocks." + layer + ".attn." + matrix);
            }
            if (!model.config().hasMlp()) continue;
            for (String matrix : List.of("W_in", "b_in", "W_out", "b_out"))
                names.add("blocks." + layer + ".mlp." + matrix);
        }
        var values = new LinkedHashMap<String, Tensor>();
        for (String parameter : names) values.put(parameter, model.parameter(parameter));
        return values;
    }

    @ParameterizedTest
    @MethodSource("models")
    void aHeadThatIsSwitchedOffWritesNothing(String name) throws Exception {
        var golden = new GoldenModel(name);
        try (Model model = golden.load(Processing.RAW)) {
            int heads = model.config().nHeads();
            var result = new OptionalHooks(true, false, false, false, false);
            RunRequest request = RunRequest.of(golden.tokens()).optional(result).keep(NameFilter.ALL);
            RunResult clean = model.run(request);
            RunResult ablated = model.run(request.with(new ZeroAblation(Site.head(1, heads - 1))));
            Tensor before = clean.kept().get("result1");
            Tensor after = ablated.kept().get("result1");
            for (int head = 0; head < heads; head++) {
                float[] expected = before.at(1, 5, head).toArray();
                if (head == heads - 1) expected = new float[expected.length];
                assertArrayEquals(expected, after.at(1, 5, head).toArray(), 1e-6f);
            }
            assertTrue(Math.abs(clean.loss() - ablated.loss()) > 1e-6, "and that shows");
        }
    }

    /** Only the query heads that read a key/value head notice a change of its keys or values. */
    @ParameterizedTest
    @MethodSource("models")
    void aKeyValueHeadReachesTheHeadsOfItsGroup(String name) throws Exception {
        var golden = new GoldenModel(name);
        try (Model model = golden.load(Processing.RAW)) {
            AttentionConfig attention = model.config().attention();
            for (OptionalHooks optional : List.of(OptionalHooks.NONE, OptionalHooks.NONE.ungrouped())) {
                int kvHeads = optional.ungroup() ? attention.nHeads() : attention.nKeyValueHeads();
                for (String hook : List.of("hook_k", "hook_v")) {
                    RunRequest request =
                            RunRequest.of(golden.tokens()).optional(optional).keep(LAYER + "hook_z");
                    Tensor clean = model.run(request).kept().get("z1");
                    RunRequest changed = request.with(doubled(LAYER + hook, kvHeads - 1));
                    Tensor z = model.run(changed).kept().get("z1");
                    for (int head = 0; head < attention.nHeads(); head++) {
                        boolean reads = head * kvHeads / attention.nHeads() == kvHeads - 1;
                        if (!optional.ungroup()) assertEquals(reads, attention.keyValueHead(head) == kvHeads - 1);
                        boolean same = distance(clean.at(0, 7, head), z.at(0, 7, head)) < 1e-6;
                        assertEquals(reads, !same, hook + " of head " + head);
                    }
                }
            }
        }
    }

    private static CodeHook doubled(String hook, int head) {
        return new CodeHook(NameFilter.of(hook), (_, value) -> {
            float[] data = value.toArray();
            int heads = value.size(2);
            int width = value.size(3);
            for (int i = 0; i < data.length; i++) {
                if (i / width % heads == head) data[i] *= 2;
            }
            return Tensor.of(data, value.shape());
        });
    }

    private static double distance(Tensor a, Tensor b) {
        double worst = 0;
        for (int i = 0; i < a.size(); i++) worst = Math.max(worst, Math.abs(a.flat(i) - b.flat(i)));
        return worst;
    }

    /** Grouped parameters are read once for each query head, so that circuits of a head need no bookkeeping. */
    @ParameterizedTest
    @MethodSource("models")
    void groupedParametersAreRepeatedForEachQueryHead(String name) throws Exception {
        try (Model model = new GoldenModel(name).load(Processing.RAW)) {
            AttentionConfig attention = model.config().attention();
            assumeTrue(attention.grouped(), "every query head has keys and values of its own");
            for (String parameter : List.of("W_K", "W_V", "b_K", "b_V")) {
                Tensor each = model.parameter(LAYER + parameter);
                Tensor stored = model.parameter(LAYER + "_" + parameter);
                assertEquals(attention.nHeads(), each.size(0));
                assertEquals(attention.nKeyValueHeads(), stored.size(0));
                for (int head = 0; head < attention.nHeads(); head++) {
                    int shared = attention.keyValueHead(head);
                    assertArrayEquals(stored.at(shared).toArray(), each.at(head).toArray());
                }
            }
        }
    }
}
