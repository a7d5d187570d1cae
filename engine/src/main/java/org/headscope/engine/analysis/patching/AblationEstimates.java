package org.headscope.engine.analysis.patching;

import java.util.List;
import org.headscope.engine.hook.Intervention;
import org.headscope.engine.metric.LogitMetric;
import org.headscope.engine.model.Model;
import org.headscope.engine.run.Activations;
import org.headscope.engine.run.Gradients;
import org.headscope.engine.run.Progress;
import org.headscope.engine.run.RunRequest;
import org.headscope.engine.tensor.Tensor;
import org.headscope.engine.token.PromptException;

/**
 * First-order estimates of the effects of switching parts off, for all of them from two passes and one backwards
 * (interpretability.md E.3): the sum over a part of (what it puts out when it is off - what it puts out) times the gradient of the
 * metric. Exact where the metric is linear in the part; a part that drives others into saturation, or whose loss others make up
 * for, has another effect.
 */
public final class AblationEstimates {
    private AblationEstimates() {}

    /**
     * @param request the run, its own interventions included
     * @param ablations of different parts; a part that the run changes already is estimated as it would be without the change
     * @return the metric with each part off minus the metric with it on, in the order of the ablations
     */
    public static double[] of(
            Model model, RunRequest request, LogitMetric metric, List<Intervention> ablations, Progress progress)
            throws PromptException {
        List<Replacement> replacements = Replacement.of(model, request, ablations, progress);
        Gradients run = model.gradients(request.keep(Replacement.HOOKS), metric, Replacement.HOOKS, progress);
        return replacements.stream()
                .mapToDouble(replacement -> replacement.effect(change(replacement, run)))
                .toArray();
    }

    private static double change(Replacement replacement, Gradients run) {
        Activations kept = run.run().kept();
        String hook = replacement.site().hookName();
        Tensor gradient = run.gradients().get(hook);
        return AttributionPatching.change(replacement.site(), replacement.values(), kept.get(hook), gradient);
    }
}
