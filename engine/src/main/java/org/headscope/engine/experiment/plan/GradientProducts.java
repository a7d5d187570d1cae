package org.headscope.engine.experiment.plan;

import org.headscope.engine.analysis.patching.ActivationTimesGradient;
import org.headscope.engine.analysis.patching.PatchTable;
import org.headscope.engine.experiment.form.Form;
import org.headscope.engine.experiment.result.Results;
import org.headscope.engine.hook.NameFilter;
import org.headscope.engine.hook.Site;
import org.headscope.engine.model.Model;
import org.headscope.engine.run.Gradients;
import org.headscope.engine.run.Progress;
import org.headscope.engine.run.RunRequest;
import org.headscope.engine.token.PromptException;

/** Activation times gradient: a first-order estimate of how much the metric depends on each site. */
public record GradientProducts(PatchSites sites) implements Analysis {
    static final Form<GradientProducts> FORM = Form.of(
            GradientProducts.class,
            "activation_times_gradient",
            "a first-order estimate of how much the metric depends on each site, what later parts make of it included",
            PatchSites.field("what is estimated, each alone"));

    @Override
    public void run(Setup setup, Results results, Progress progress) throws PromptException {
        Model model = setup.model();
        PatchTable table = sites.table(model, setup.length());
        NameFilter names = NameFilter.of(
                table.sites().stream().map(Site::hookName).distinct().toList());
        RunRequest request = setup.changed(Prompts.CLEAN).keep(names);
        Gradients gradients = model.gradients(request, setup.metric(), names, progress);
        String unit = setup.plan().measured().words();
        results.number("metric", gradients.value(), unit);
        results.grid(
                "estimate",
                "by how much the metric would fall if the site put out 0 and all above it were linear: " + unit,
                new ActivationTimesGradient(gradients).of(table),
                PatchSites.axes(setup, table));
    }
}
