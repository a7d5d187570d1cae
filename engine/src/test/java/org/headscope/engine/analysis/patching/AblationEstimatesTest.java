package org.headscope.engine.analysis.patching;

import static org.headscope.engine.Bundled.DRINK;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.headscope.engine.Bundled;
import org.headscope.engine.GoldenModel;
import org.headscope.engine.analysis.AblationSweep;
import org.headscope.engine.experiment.Laboratory;
import org.headscope.engine.hook.Intervention;
import org.headscope.engine.hook.MeanAblation;
import org.headscope.engine.hook.MeanSource;
import org.headscope.engine.hook.Patch;
import org.headscope.engine.hook.Positions;
import org.headscope.engine.hook.Resample;
import org.headscope.engine.hook.Scale;
import org.headscope.engine.hook.Site;
import org.headscope.engine.hook.ZeroAblation;
import org.headscope.engine.metric.LogitDifference;
import org.headscope.engine.metric.LogitMetric;
import org.headscope.engine.metric.Loss;
import org.headscope.engine.model.Model;
import org.headscope.engine.model.Processing;
import org.headscope.engine.run.Progress;
import org.headscope.engine.run.RunRequest;
import org.headscope.engine.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Estimates are the slope of the metric on the way from what a part puts out to what it is replaced by. */
class AblationEstimatesTest {
    private static final double STEP = 0.01;
    private static final List<Integer> OTHER = List.of(7, 1, 30, 12, 9, 2);

    @ParameterizedTest
    @ValueSource(strings = {"gpt2", "llama", "gpt-neox", "attn-only"})
    void areTheSlopeOnTheWayToTheReplacement(String name) throws Exception {
        try (Model model = new GoldenModel(name).load(Processing.FOLDED)) {
            RunRequest request = RunRequest.of(new int[] {5, 9, 14, 3, 22, 8}).with(new Scale(Site.head(1, 1), 0.5));
            for (LogitMetric metric : List.of(LogitDifference.atEnd(List.of(19), List.of(5)), new Loss())) {
                for (var kind : kinds()) {
                    List<Intervention> ablations = parts(model).map(kind);
                    double[] estimates = AblationEstimates.of(model, request, metric, ablations, Progress.NONE);
                    for (int i = 0; i < estimates.length; i++) {
                        double more = partly(model, request, metric, ablations.get(i), STEP);
                        double less = partly(model, request, metric, ablations.get(i), -STEP);
                        assertEquals(
                                (more - less) / (2 * STEP),
                                estimates[i],
                                2e-3,
                                ablations.get(i).describe());
                    }
                }
            }
        }
    }

    /** Something done to a part. */
    private record Parts(List<Site> sites) {
        List<Intervention> map(Function<Site, Intervention> kind) {
            return sites.stream().map(kind).toList();
        }
    }

    private static Parts parts(Model model) {
        var sites = new ArrayList<>(AblationSweep.sites(model.config()));
        sites.remove(Site.head(1, 1));
        return new Parts(sites);
    }

    private static List<Function<Site, Intervention>> kinds() {
        return List.of(
                ZeroAblation::new,
                site -> new ZeroAblation(site.at(Positions.of(1, 4))),
                site -> new MeanAblation(site, new MeanSource.ThisPrompt()),
                site -> Resample.from(OTHER, site, "the other"));
    }

    /** The metric with a part moved by a share of the way to what it is replaced by. */
    private static double partly(
            Model model, RunRequest request, LogitMetric metric, Intervention ablation, double share) throws Exception {
        Site site = ablation.site();
        String hook = site.hookName();
        Tensor ours = model.run(request.keep(hook)).kept().get(hook);
        Tensor theirs = model.run(request.with(ablation).keep(hook)).kept().get(hook);
        var data = new float[ours.size()];
        for (int i = 0; i < data.length; i++) {
            data[i] = (float) (ours.flat(i) + share * ((double) theirs.flat(i) - ours.flat(i)));
        }
        var all = new ArrayList<>(request.interventions());
        all.add(new Patch(site, Tensor.of(data, ours.shape()), "part of the way"));
        return metric.value(request, model.run(request.with(all)));
    }

    @Test
    void theAnswerIsFoundBeforeAnythingIsMeasured() throws Exception {
        Laboratory laboratory = Bundled.laboratory(Processing.RAW);
        List<Site> sites = AblationSweep.sites(laboratory.model().config());
        List<Intervention> ablations =
                sites.stream().<Intervention>map(ZeroAblation::new).toList();
        double[] estimates = AblationEstimates.of(
                laboratory.model(), laboratory.request(DRINK), laboratory.logitMetric(DRINK), ablations, Progress.NONE);
        int head = sites.indexOf(Site.head(3, 3));
        assertTrue(estimates[head] < -1, "the estimate knows that 3.3 helps: " + estimates[head]);
        double[] changed = AblationEstimates.of(
                laboratory.model(),
                laboratory.request(DRINK.plus(ablations.get(head))),
                laboratory.logitMetric(DRINK),
                ablations,
                Progress.NONE);
        assertTrue(changed[head] < -1, "of a part that is off it is that of switching it off: " + changed[head]);
    }
}
