package org.headscope.engine.analysis;

import static org.headscope.engine.Near.assertNear;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.headscope.engine.GoldenModel;
import org.headscope.engine.analysis.patching.Effects;
import org.headscope.engine.analysis.patching.PathPatching;
import org.headscope.engine.analysis.residual.AnswerTokens;
import org.headscope.engine.analysis.residual.SelfRepair;
import org.headscope.engine.hook.Site;
import org.headscope.engine.hook.ZeroAblation;
import org.headscope.engine.io.SafetensorsWriter;
import org.headscope.engine.metric.LogitDifference;
import org.headscope.engine.model.Model;
import org.headscope.engine.model.Processing;
import org.headscope.engine.run.Progress;
import org.headscope.engine.run.RunRequest;
import org.headscope.engine.tensor.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In a model without norms there is no scale to freeze, and analyses that would freeze it find the same either way. */
class NormlessModelTest {
    private static final RunRequest REQUEST = RunRequest.of(new int[] {5, 9, 14, 3, 22, 8});
    private static final RunRequest OTHER = RunRequest.of(new int[] {5, 9, 17, 3, 21, 8});
    private static final LogitDifference METRIC = LogitDifference.atEnd(List.of(4), List.of(7));
    private static final Site HEAD = Site.head(0, 1);

    private Model model;

    @BeforeEach
    void load(@TempDir Path folder) throws Exception {
        var golden = new GoldenModel("attn-only");
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (String name : golden.names("golden-processed", "state.")) {
            tensors.put(name, golden.tensor("golden-processed", "state." + name));
        }
        ObjectNode config = golden.json("config.json").deepCopy();
        Files.writeString(
                folder.resolve("config.json"),
                config.putNull("normalization_type").toString());
        SafetensorsWriter.write(folder.resolve("model.safetensors"), tensors);
        model = Model.load(folder, Processing.RAW);
    }

    @AfterEach
    void close() {
        model.close();
    }

    @Test
    void effectsAddUpWithoutFreezing() throws Exception {
        Tensor free = Effects.of(model, REQUEST, new ZeroAblation(HEAD), false, Progress.NONE)
                .indirect()
                .logits();
        for (Effects.Frozen norms : Effects.Frozen.values()) {
            Effects effects =
                    Effects.of(model, REQUEST, new ZeroAblation(HEAD), Effects.Options.of(norms), Progress.NONE);
            assertNear(free, effects.indirect().logits(), 0, norms.name());
            for (int i = 0; i < free.size(); i++) {
                double direct = effects.direct().logits().flat(i)
                        - effects.base().logits().flat(i);
                assertEquals(effects.total().logits().flat(i), direct + free.flat(i), 1e-4);
            }
        }
    }

    @Test
    void pathsEndInTheSameLogits() throws Exception {
        Tensor free = new PathPatching(model, REQUEST, OTHER, METRIC, true, true).headsToLogits(Progress.NONE);
        Tensor held = new PathPatching(model, REQUEST, OTHER, METRIC, true, false).headsToLogits(Progress.NONE);
        assertNear(free, held, 0, "paths");
    }

    @Test
    void noneOfSelfRepairIsTheNorms() throws Exception {
        SelfRepair repair = SelfRepair.of(
                ActivationCache.run(model, REQUEST.keep("*"), Progress.NONE),
                ActivationCache.run(model, REQUEST.keep("*").with(new ZeroAblation(HEAD)), Progress.NONE),
                List.of(HEAD),
                AnswerTokens.of(4).against(AnswerTokens.of(7)),
                5);
        assertEquals(1, repair.scaleBefore());
        assertEquals(1, repair.scaleAfter());
        assertEquals(0, repair.norm(), 1e-6);
        RunRequest off = REQUEST.with(new ZeroAblation(HEAD));
        assertEquals(METRIC.value(REQUEST, model.run(REQUEST)), repair.clean(), 1e-4);
        assertEquals(METRIC.value(off, model.run(off)), repair.changed(), 1e-4);
    }
}
