package org.headscope.engine.analysis.patching;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.headscope.engine.GoldenModel;
import org.headscope.engine.hook.NameFilter;
import org.headscope.engine.hook.Scale;
import org.headscope.engine.hook.Site;
import org.headscope.engine.metric.LogitDifference;
import org.headscope.engine.model.Model;
import org.headscope.engine.model.Processing;
import org.headscope.engine.run.Progress;
import org.headscope.engine.run.RunRequest;
import org.junit.jupiter.api.Test;

/** Activation times gradient is how fast the metric falls as a part is turned down. */
class ActivationTimesGradientTest {
    private static final double STEP = 0.01;

    @Test
    void isTheSlopeAsAPartIsTurnedDown() throws Exception {
        var golden = new GoldenModel("gpt2");
        try (Model model = golden.load(Processing.FOLDED)) {
            var metric = LogitDifference.atEnd(List.of(190), List.of(5));
            RunRequest request = RunRequest.of(golden.tokens()[0]);
            NameFilter names = NameFilter.of("*.hook_z", "*.hook_mlp_out", "hook_embed");
            var estimate =
                    new ActivationTimesGradient(model.gradients(request.keep(names), metric, names, Progress.NONE));
            for (Site part : List.of(Site.head(0, 2), Site.head(1, 1), Site.mlp(0), Site.of("embed"))) {
                assertTrue(estimate.has(part));
                double more = metric.value(request, model.run(turned(request, part, 1 + STEP)));
                double less = metric.value(request, model.run(turned(request, part, 1 - STEP)));
                assertEquals((more - less) / (2 * STEP), estimate.of(part), 2e-3, part.label());
            }
            assertFalse(estimate.has(Site.attention(0)));
        }
    }

    private static RunRequest turned(RunRequest request, Site part, double factor) {
        return request.with(new Scale(part, factor));
    }
}
