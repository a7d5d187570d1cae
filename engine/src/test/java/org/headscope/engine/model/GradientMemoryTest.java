package org.headscope.engine.model;

import static org.headscope.engine.Near.assertNear;

import java.nio.ByteBuffer;
import org.headscope.engine.GoldenModel;
import org.headscope.engine.hook.CodeHook;
import org.headscope.engine.hook.NameFilter;
import org.headscope.engine.hook.Scale;
import org.headscope.engine.hook.Site;
import org.headscope.engine.hook.ZeroAblation;
import org.headscope.engine.metric.Loss;
import org.headscope.engine.run.Gradients;
import org.headscope.engine.run.Progress;
import org.headscope.engine.run.RunRequest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Native memory that gradients are worked out from. */
class GradientMemoryTest {
    /** Numbers that a pass calculates with must outlive it until the derivative is known, whatever Java frees meanwhile. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "gpt2",
                "gpt-neox",
                "gptj",
                "bloom",
                "llama",
                "llama3-rope",
                "gemma2",
                "qwen3",
                "phi",
                "opt",
                "solu"
            })
    void areTheSameWhateverIsFreedMeanwhile(String name) throws Exception {
        var golden = new GoldenModel(name);
        try (Model model = golden.load(Processing.RAW)) {
            RunRequest request = RunRequest.of(golden.tokens())
                    .with(new ZeroAblation(Site.head(0, 1)), new Scale(Site.head(1, 1), 0.5));
            int last = model.config().nLayers() - 1;
            var free = new CodeHook(NameFilter.of("blocks." + last + ".hook_resid_post"), (_, _) -> {
                System.gc();
                for (int i = 0; i < 2000; i++) ByteBuffer.allocateDirect(4).putInt(0, 77_777_777);
                return null;
            });
            NameFilter names = NameFilter.of("blocks.0.hook_resid_pre", "*.hook_q");
            Gradients before = model.gradients(request, new Loss(), names, Progress.NONE);
            for (int i = 0; i < 4; i++) {
                Gradients after = model.gradients(request.with(free), new Loss(), names, Progress.NONE);
                for (String hook : before.gradients().names()) {
                    assertNear(before.gradients().get(hook), after.gradients().get(hook), 1e-6, hook);
                }
            }
        }
    }
}
