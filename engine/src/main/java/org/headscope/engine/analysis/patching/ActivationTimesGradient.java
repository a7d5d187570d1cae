package org.headscope.engine.analysis.patching;

import org.headscope.engine.hook.Site;
import org.headscope.engine.run.Gradients;
import org.headscope.engine.tensor.Tensor;

/**
 * First-order estimate of how much a number depends on a part: the sum over the part of its activation times the gradient of the
 * number, which is what the number would fall by if the part put out zero and everything were linear (interpretability.md E.3
 * with zero for a donor). Other than a direct attribution it counts what later parts make of the part.
 *
 * @param gradients of a run that kept the values of the same hook points
 */
public record ActivationTimesGradient(Gradients gradients) {
    /** Whether both value and gradient are there. */
    public boolean has(Site site) {
        return gradients.gradients().has(site.hookName())
                && gradients.run().kept().has(site.hookName());
    }

    public double of(Site site) {
        Tensor activation = gradients.run().kept().get(site.hookName());
        Tensor gradient = gradients.gradients().get(site.hookName());
        var sum = new double[1];
        Region.of(site, activation).forEach((start, count) -> {
            for (int i = start; i < start + count; i++) sum[0] += (double) activation.flat(i) * gradient.flat(i);
        });
        return sum[0];
    }

    /** Those of all sites, of the shape of the table. */
    public Tensor of(PatchTable table) {
        var estimates = new float[table.sites().size()];
        for (int cell = 0; cell < estimates.length; cell++) {
            estimates[cell] = (float) of(table.sites().get(cell));
        }
        return Tensor.of(estimates, table.shapeArray());
    }
}
