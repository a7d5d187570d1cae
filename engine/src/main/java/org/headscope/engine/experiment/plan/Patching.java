package org.headscope.engine.experiment.plan;

import org.headscope.engine.analysis.patching.ActivationPatching;
import org.headscope.engine.analysis.patching.PatchGrid;
import org.headscope.engine.analysis.patching.PatchTable;
import org.headscope.engine.experiment.form.Form;
import org.headscope.engine.experiment.result.Axis;
import org.headscope.engine.experiment.result.Results;
import org.headscope.engine.run.Progress;
import org.headscope.engine.token.PromptException;

/** Activation patching: the metric with each site in turn taken from another run. */
public record Patching(PatchSites sites, Way direction) implements Analysis {
    static final Form<Patching> FORM = Form.of(
            Patching.class,
            "activation_patching",
            "the metric of one run with each site in turn taken from the other",
            PatchSites.field("what is patched in turn"),
            Way.field());

    @Override
    public void run(Setup setup, Results results, Progress progress) throws PromptException {
        PatchTable table = sites.table(setup.model(), setup.length());
        var patching = new ActivationPatching(
                setup.model(), setup.changed(direction.base()), setup.request(direction.donor()), setup.metric());
        PatchGrid grid = patching.run(table, progress);
        Axis[] axes = PatchSites.axes(setup, table);
        String unit = setup.plan().measured().words();
        results.number(
                "base", grid.base(), "the metric of " + direction.base().words() + ", which is patched: " + unit);
        results.number(
                "donor",
                grid.donor(),
                "the metric of " + direction.donor().words() + ", which values are from: " + unit);
        results.grid("metric", "the metric with each site patched: " + unit, grid.values(), axes);
        boolean denoising = direction == Way.DENOISING;
        results.grid(
                "normalised",
                denoising
                        ? "0 where a patch does nothing, 1 where it restores the metric of the clean run"
                        : "0 where a patch does nothing, -1 where it makes all of the corrupted run's metric",
                denoising ? grid.denoising() : grid.noising(),
                axes);
    }
}
