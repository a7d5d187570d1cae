package org.headscope.engine.experiment.plan;

import org.headscope.engine.analysis.patching.AttributionPatching;
import org.headscope.engine.analysis.patching.PatchTable;
import org.headscope.engine.experiment.form.Form;
import org.headscope.engine.experiment.result.Results;
import org.headscope.engine.metric.LogitMetric;
import org.headscope.engine.run.Progress;
import org.headscope.engine.run.RunRequest;
import org.headscope.engine.token.PromptException;

/** Attribution patching: a first-order estimate of activation patching. */
public record PatchEstimates(PatchSites sites, Way direction) implements Analysis {
    static final Form<PatchEstimates> FORM = Form.of(
            PatchEstimates.class,
            "attribution_patching",
            "a first-order estimate of what patching each site changes, from one gradient",
            PatchSites.field("what is patched in turn"),
            Way.field());

    @Override
    public void run(Setup setup, Results results, Progress progress) throws PromptException {
        PatchTable table = sites.table(setup.model(), setup.length());
        RunRequest base = setup.changed(direction.base());
        RunRequest donor = setup.request(direction.donor());
        LogitMetric metric = setup.metric();
        var estimates = new AttributionPatching(setup.model(), base, donor, metric).run(table, progress);
        String unit = setup.plan().measured().words();
        results.number(
                "base",
                metric.value(base, setup.model().run(base)),
                "the metric of " + direction.base().words() + ": " + unit);
        results.number(
                "donor",
                metric.value(donor, setup.model().run(donor)),
                "the metric of " + direction.donor().words() + ": " + unit);
        results.grid(
                "estimate",
                "by how much patching each site is estimated to change the metric of "
                        + direction.base().words() + ": " + unit,
                estimates,
                PatchSites.axes(setup, table));
    }
}
