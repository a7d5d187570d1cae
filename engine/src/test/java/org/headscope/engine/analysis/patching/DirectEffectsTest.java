package org.headscope.engine.analysis.patching;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.headscope.engine.GoldenModel;
import org.headscope.engine.analysis.AblationSweep;
import org.headscope.engine.hook.Intervention;
import org.headscope.engine.hook.MeanAblation;
import org.headscope.engine.hook.MeanSource;
import org.headscope.engine.hook.Positions;
import org.headscope.engine.hook.Site;
import org.headscope.engine.hook.ZeroAblation;
import org.headscope.engine.metric.LogitDifference;
import org.headscope.engine.metric.LogitMetric;
import org.headscope.engine.metric.Loss;
import org.headscope.engine.model.Model;
import org.headscope.engine.model.Processing;
import org.headscope.engine.run.Progress;
import org.headscope.engine.run.RunRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Direct effects of all parts at once, against those of one at a time. */
class DirectEffectsTest {
    private static final RunRequest REQUEST = RunRequest.of(new int[] {5, 9, 14, 3, 22, 8});
    private static final LogitMetric DIFFERENCE = LogitDifference.atEnd(List.of(19), List.of(5));

    @ParameterizedTest
    @ValueSource(strings = {"gpt2", "llama", "gemma2", "gpt-neox", "bloom", "attn-only"})
    void areThoseOfEffectsWithTheFinalNormFrozen(String name) throws Exception {
        try (Model model = new GoldenModel(name).load(Processing.FOLDED)) {
            List<Function<Site, Intervention>> kinds = List.of(
                    ZeroAblation::new,
                    site -> new ZeroAblation(site.at(Positions.of(5))),
                    site -> new MeanAblation(site, new MeanSource.ThisPrompt()));
            for (LogitMetric metric : List.of(DIFFERENCE, new Loss())) {
                for (var kind : kinds) {
                    List<Intervention> ablations = AblationSweep.sites(model.config()).stream()
                            .map(kind)
                            .toList();
                    double[] direct = direct(model, REQUEST, metric, ablations);
                    for (int i = 0; i < direct.length; i++) {
                        Intervention ablation = ablations.get(i);
                        Effects alone = Effects.of(model, REQUEST, ablation, true, Progress.NONE);
                        double expected = metric.value(REQUEST, alone.direct()) - metric.value(REQUEST, alone.base());
                        assertEquals(expected, direct[i], 1e-4, ablation.describe());
                    }
                }
            }
        }
    }

    /** Behind the last MLP there is only the final norm: without the MLP, what others wrote is read with another scale. */
    @Test
    void inARunWithoutTheLastMlpDifferByTheScaleAlone() throws Exception {
        try (Model model = new GoldenModel("gpt2").load(Processing.FOLDED)) {
            var last = new ZeroAblation(Site.mlp(1));
            double ratio = scale(model, REQUEST) / scale(model, REQUEST.with(last));
            List<Intervention> ablations = List.of(
                    new ZeroAblation(Site.head(0, 1)),
                    new ZeroAblation(Site.mlp(0)),
                    new ZeroAblation(Site.attention(1)),
                    last);
            double[] with = direct(model, REQUEST, DIFFERENCE, ablations);
            double[] without = direct(model, REQUEST.with(last), DIFFERENCE, ablations);
            for (int i = 0; i < with.length; i++) {
                assertEquals(with[i] * ratio, without[i], 1e-4, ablations.get(i).describe());
            }
        }
    }

    private static double scale(Model model, RunRequest request) throws Exception {
        return model.run(request.keep("ln_final.hook_scale"))
                .kept()
                .get("ln_final.hook_scale")
                .get(0, 5, 0);
    }

    private static double[] direct(Model model, RunRequest request, LogitMetric metric, List<Intervention> ablations)
            throws Exception {
        var found = new ArrayList<Double>();
        for (int i = 0; i < ablations.size(); i++) found.add(Double.NaN);
        DirectEffects.of(model, request, metric, ablations, found::set, Progress.NONE);
        return found.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
