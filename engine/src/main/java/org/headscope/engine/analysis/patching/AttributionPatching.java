package org.headscope.engine.analysis.patching;

import java.util.List;
import org.headscope.engine.hook.NameFilter;
import org.headscope.engine.hook.Site;
import org.headscope.engine.metric.LogitMetric;
import org.headscope.engine.model.Model;
import org.headscope.engine.run.Gradients;
import org.headscope.engine.run.Progress;
import org.headscope.engine.run.RunRequest;
import org.headscope.engine.run.RunResult;
import org.headscope.engine.tensor.Tensor;
import org.headscope.engine.token.PromptException;

/**
 * First-order estimate of what {@link ActivationPatching} finds, for all sites from two passes and one backwards
 * (interpretability.md E.3): the sum over a site of (donor - base) times the gradient of the metric in the base run. Good for heads
 * and attn_out, poor for the residual stream of early layers.
 */
public record AttributionPatching(Model model, RunRequest base, RunRequest donor, LogitMetric metric) {
    /** The change of the metric that each site of a table is estimated to make, of the shape of the table. */
    public Tensor run(PatchTable table, Progress progress) throws PromptException {
        List<String> hooks =
                table.sites().stream().map(Site::hookName).distinct().toList();
        NameFilter names = NameFilter.of(hooks);
        RunResult from = model.run(donor.keep(names), progress);
        Gradients to = model.gradients(base.keep(names), metric, names, progress);
        var estimates = new float[table.sites().size()];
        for (int cell = 0; cell < estimates.length; cell++) {
            Site site = table.sites().get(cell);
            String hook = site.hookName();
            Tensor ours = to.run().kept().get(hook);
            estimates[cell] = (float)
                    change(site, from.kept().get(hook), ours, to.gradients().get(hook));
        }
        return Tensor.of(estimates, table.shapeArray());
    }

    /** How much a number is estimated to change where a value is replaced by another, given its gradient. */
    static double change(Site site, Tensor theirs, Tensor ours, Tensor gradient) {
        var sum = new double[1];
        Region.of(site, ours).forEach((start, count) -> {
            for (int i = start; i < start + count; i++) {
                sum[0] += ((double) theirs.flat(i) - ours.flat(i)) * gradient.flat(i);
            }
        });
        return sum[0];
    }
}
