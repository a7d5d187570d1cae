package org.headscope.engine.analysis.patching;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.headscope.engine.hook.Intervention;
import org.headscope.engine.hook.NameFilter;
import org.headscope.engine.hook.Patch;
import org.headscope.engine.hook.Site;
import org.headscope.engine.metric.LogitMetric;
import org.headscope.engine.model.Model;
import org.headscope.engine.run.Progress;
import org.headscope.engine.run.RunRequest;
import org.headscope.engine.run.RunResult;
import org.headscope.engine.tensor.Tensor;
import org.headscope.engine.token.PromptException;

/**
 * Activation patching (interpretability.md E.2, TransformerLens {@code generic_activation_patch}): for each site of a table, the
 * metric of the base run with that value taken from the donor. Denoising if the base is the corrupted run, noising if it is the
 * clean one. Layers below a site are not run again; sites of one hook point run together, side by side in a batch; a value that
 * is the same in both runs needs no run at all.
 *
 * @param base the run that is patched, its own interventions included
 * @param donor the run that values are from, of a prompt as long
 * @param metric in whatever unit it has
 */
public record ActivationPatching(Model model, RunRequest base, RunRequest donor, LogitMetric metric) {
    /** So many positions run side by side: enough to keep the processor busy, few enough to cancel soon. */
    private static final int ROWS = 256;

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
     * @param progress told of the sites done; may cancel within the time of a layer
     */
    public PatchGrid run(PatchTable table, Listener listener, Progress progress) throws PromptException {
        List<String> names =
                table.sites().stream().map(Site::hookName).distinct().toList();
        NameFilter kept = NameFilter.of(names);
        Progress before = (_, _) -> progress.at(0, table.sites().size());
        RunResult from = model.run(donor.keep(kept), before);
        NameFilter started = NameFilter.of(
                Stream.concat(names.stream(), Stream.of("*.hook_resid_pre")).toList());
        RunResult to = model.run(base.keep(started), before);
        var sweep = new Sweep(table, from, to, listener, progress);
        sweep.run();
        return new PatchGrid(
                table, Tensor.of(sweep.values, table.shapeArray()), sweep.baseValue, metric.value(donor, from));
    }

    /** One filling of a table. */
    private final class Sweep {
        private final PatchTable table;
        private final RunResult from;
        private final RunResult to;
        private final Listener listener;
        private final Progress progress;
        private final float[] values;
        private final double baseValue;
        private final boolean sideBySide =
                base.interventions().isEmpty() && base.codeHooks().isEmpty() && base.padding() == null;
        private int done;

        Sweep(PatchTable table, RunResult from, RunResult to, Listener listener, Progress progress) {
            this.table = table;
            this.from = from;
            this.to = to;
            this.listener = listener;
            this.progress = progress;
            this.values = new float[table.sites().size()];
            this.baseValue = metric.value(base, to);
        }

        void run() throws PromptException {
            // equal sites, such as a head of keys that several queries read, are patched once
            var cells = new LinkedHashMap<Site, List<Integer>>();
            for (int cell = 0; cell < values.length; cell++) {
                cells.computeIfAbsent(table.sites().get(cell), _ -> new ArrayList<>())
                        .add(cell);
            }
            var byHook = new LinkedHashMap<String, List<Site>>();
            cells.keySet().stream()
                    .sorted(Comparator.comparingInt(Site::layer).reversed())
                    .forEach(site -> byHook.computeIfAbsent(site.hookName(), _ -> new ArrayList<>())
                            .add(site));
            int rows = base.tokens().length * base.tokens()[0].length;
            int together = sideBySide ? Math.max(1, ROWS / rows) : 1;
            for (Map.Entry<String, List<Site>> hook : byHook.entrySet()) {
                var waiting = new ArrayList<Site>();
                for (Site site : hook.getValue()) {
                    if (differs(site)) waiting.add(site);
                    else tell(cells.get(site), baseValue);
                    if (waiting.size() == together) patch(waiting, cells);
                }
                if (!waiting.isEmpty()) patch(waiting, cells);
            }
        }

        private boolean differs(Site site) {
            Tensor theirs = from.kept().get(site.hookName());
            Tensor ours = to.kept().get(site.hookName());
            if (theirs.size() != ours.size()) return true;
            var differs = new boolean[1];
            Region.of(site, ours).forEach((start, count) -> {
                for (int i = start; i < start + count && !differs[0]; i++) differs[0] = theirs.flat(i) != ours.flat(i);
            });
            return differs[0];
        }

        private void patch(List<Site> sites, Map<Site, List<Integer>> cells) throws PromptException {
            Progress between = (_, _) -> progress.at(done, values.length);
            Tensor logits = (sideBySide ? sideBySide(sites, between) : alone(sites.getFirst(), between)).logits();
            int batch = base.tokens().length;
            for (int i = 0; i < sites.size(); i++) {
                tell(cells.get(sites.get(i)), metric.value(base, logits.slice(0, i * batch, (i + 1) * batch)));
            }
            sites.clear();
        }

        private RunResult alone(Site site, Progress between) throws PromptException {
            var changes = new ArrayList<Intervention>(base.interventions());
            changes.add(Patch.from(from.kept(), site, "the other run"));
            return model.run(base.with(changes).reusingOnly(), between);
        }

        /** All sites of one hook point, each in a copy of the base. */
        private RunResult sideBySide(List<Site> sites, Progress between) throws PromptException {
            String hook = sites.getFirst().hookName();
            int copies = sites.size();
            int[][] prompts = base.tokens();
            var tokens = new int[copies * prompts.length][];
            for (int row = 0; row < tokens.length; row++) tokens[row] = prompts[row % prompts.length];
            Tensor ours = to.kept().get(hook);
            Tensor theirs = from.kept().get(hook);
            float[] data = repeated(ours, copies);
            for (int i = 0; i < copies; i++) {
                int at = i * ours.size();
                Region.of(sites.get(i), ours).forEach((start, count) -> {
                    for (int j = start; j < start + count; j++) data[at + j] = theirs.flat(j);
                });
            }
            RunRequest request = RunRequest.of(tokens).optional(base.optional());
            int layer = Math.min(sites.getFirst().layer(), model.config().nLayers() - 1);
            if (layer > 0) request = request.startAt(layer, repeat(to.kept().get("resid_pre", layer), copies));
            return model.run(
                    request.with(new Patch(Site.of(hook), Tensor.of(data, shape(ours, copies)), "the other run")),
                    between);
        }

        private void tell(List<Integer> cells, double value) {
            for (int cell : cells) {
                values[cell] = (float) value;
                listener.at(cell, value);
                progress.at(++done, values.length);
            }
        }
    }

    private static Tensor repeat(Tensor value, int times) {
        return Tensor.of(repeated(value, times), shape(value, times));
    }

    private static float[] repeated(Tensor value, int times) {
        var data = new float[Math.multiplyExact(value.size(), times)];
        for (int i = 0; i < times; i++) value.copyTo(data, i * value.size());
        return data;
    }

    private static int[] shape(Tensor value, int times) {
        int[] shape = value.shape();
        shape[0] *= times;
        return shape;
    }
}
