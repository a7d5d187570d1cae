package org.headscope.engine.analysis.patching;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.headscope.engine.hook.NameFilter;
import org.headscope.engine.hook.Patch;
import org.headscope.engine.hook.Site;
import org.headscope.engine.metric.LogitMetric;
import org.headscope.engine.model.Model;
import org.headscope.engine.model.Variants;
import org.headscope.engine.run.Progress;
import org.headscope.engine.run.RunRequest;
import org.headscope.engine.run.RunResult;
import org.headscope.engine.tensor.Tensor;
import org.headscope.engine.token.PromptException;

/**
 * Activation patching (interpretability.md E.2, TransformerLens {@code generic_activation_patch}): for each site of a table, the
 * metric of the base run with that value taken from the donor. Denoising if the base is the corrupted run, noising if it is the
 * clean one. Computed as {@link Variants} of the base: only what a patch reaches runs again, many sites side by side; a value that
 * is the same in both runs needs no run at all.
 *
 * @param base the run that is patched, its own interventions included
 * @param donor the run that values are from, of a prompt as long
 * @param metric in whatever unit it has
 */
public record ActivationPatching(Model model, RunRequest base, RunRequest donor, LogitMetric metric) {
    /** Told of each number as soon as it is known. */
    @FunctionalInterface
    public interface Listener {
        Listener NONE = (cell, value) -> {};

        /** @param cell of the table, in row-major order */
        void at(int cell, double value);
    }

    public PatchGrid run(PatchTable table, Progress progress) throws PromptException {
        return run(table, Listener.NONE, progress);
    }

    /**
     * Fills the table, last layers first because they are quickest.
     *
     * @param progress told of the different sites done; may cancel within the time of a layer
     */
    public PatchGrid run(PatchTable table, Listener listener, Progress progress) throws PromptException {
        // equal sites, such as a head of keys that several queries read, are patched once
        var cells = new LinkedHashMap<Site, List<Integer>>();
        for (int cell = 0; cell < table.sites().size(); cell++) {
            cells.computeIfAbsent(table.sites().get(cell), _ -> new ArrayList<>())
                    .add(cell);
        }
        List<Site> sites = List.copyOf(cells.keySet());
        NameFilter names =
                NameFilter.of(sites.stream().map(Site::hookName).distinct().toList());
        RunResult from = model.run(donor.keep(names), (_, _) -> progress.at(0, sites.size()));
        List<Patch> patches = sites.stream()
                .map(site -> Patch.from(from.kept(), site, "the other run"))
                .toList();
        var variants = new Variants(model, base, patches, metric.first(base), progress);
        var values = new float[table.sites().size()];
        variants.run(
                variant -> differs(sites.get(variant), from, variants.base()),
                (variant, logits) -> {
                    double value = metric.value(base, logits);
                    for (int cell : cells.get(sites.get(variant))) {
                        values[cell] = (float) value;
                        listener.at(cell, value);
                    }
                },
                progress);
        return new PatchGrid(
                table,
                Tensor.of(values, table.shapeArray()),
                metric.value(base, variants.base()),
                metric.value(donor, from));
    }

    private static boolean differs(Site site, RunResult from, RunResult to) {
        Tensor theirs = from.kept().get(site.hookName());
        Tensor ours = to.kept().get(site.hookName());
        if (theirs.size() != ours.size()) return true;
        var differs = new boolean[1];
        Region.of(site, ours).forEach((start, count) -> {
            for (int i = start; i < start + count && !differs[0]; i++) differs[0] = theirs.flat(i) != ours.flat(i);
        });
        return differs[0];
    }
}
