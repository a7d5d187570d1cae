package org.headscope.engine.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.headscope.engine.hook.Intervention;
import org.headscope.engine.hook.MeanAblation;
import org.headscope.engine.hook.MeanSource;
import org.headscope.engine.hook.NameFilter;
import org.headscope.engine.hook.Part;
import org.headscope.engine.hook.Site;
import org.headscope.engine.hook.ZeroAblation;
import org.headscope.engine.run.Edit;
import org.headscope.engine.run.Progress;
import org.headscope.engine.run.RunRequest;
import org.headscope.engine.tensor.Tensor;
import org.headscope.engine.token.PromptException;

/** Works interventions out to edits: runs what means are taken over, and remembers the means of prompt sets. */
final class Means {
    private static final int MOST_SETS = 8;

    /** Mean rows of each hook point, [1 or pos][width]. */
    private record SetMeans(Map<String, double[][]> rows) {}

    private final Model model;
    private final Map<MeanSource.PromptSet, SetMeans> sets = new LinkedHashMap<>(16, 0.75f, true);

    Means(Model model) {
        this.model = model;
    }

    List<Edit> resolve(RunRequest request, Progress progress) throws PromptException {
        var edits = new ArrayList<Edit>();
        for (Intervention intervention : request.interventions()) {
            edits.add(switch (intervention) {
                case ZeroAblation zero -> new Edit(zero.site(), null);
                case MeanAblation mean -> new Edit(mean.site(), fill(mean, request, progress));
            });
        }
        return edits;
    }

    private float[][] fill(MeanAblation ablation, RunRequest request, Progress progress) throws PromptException {
        Site site = ablation.site();
        double[][] rows = switch (ablation.source()) {
            case MeanSource.ThisPrompt _ -> ofPrompt(request, site.hookName(), progress);
            case MeanSource.PromptSet set -> ofSet(set, progress).rows().get(site.hookName());
        };
        int length = request.tokens()[0].length;
        if (ablation.source() instanceof MeanSource.PromptSet set && set.perPosition() && rows.length < length) {
            throw new PromptException("The prompt has " + length + " tokens, but no prompt of \"" + set.name()
                    + "\" has more than " + rows.length + ": take the mean over all positions, or longer prompts.");
        }
        return Arrays.stream(rows).map(row -> part(site, row)).toArray(float[][]::new);
    }

    /** The columns of a mean row that belong to a site. */
    private float[] part(Site site, double[] row) {
        int width = site.part() == Part.HEAD ? model.config().dHead() : row.length;
        int from = site.part() == Part.HEAD ? site.head() * width : 0;
        var values = new float[width];
        for (int i = 0; i < width; i++) values[i] = (float) row[from + i];
        return values;
    }

    private double[][] ofPrompt(RunRequest request, String hook, Progress progress) throws PromptException {
        RunRequest clean = RunRequest.of(request.tokens()).keep(hook);
        if (request.reuse()) clean = clean.reusing();
        var sums = new Sums(1);
        sums.add(model.run(clean, progress).kept().get(hook));
        return sums.means();
    }

    private SetMeans ofSet(MeanSource.PromptSet set, Progress progress) throws PromptException {
        SetMeans known = sets.get(set);
        if (known != null) return known;
        if (set.prompts().isEmpty()) {
            throw new PromptException(
                    "The prompt set \"" + set.name() + "\" is empty, so there is no mean to take over it.");
        }
        var sums = new HashMap<String, Sums>();
        for (List<Integer> prompt : set.prompts()) {
            int[] ids = prompt.stream().mapToInt(Integer::intValue).toArray();
            var request = RunRequest.of(ids).keep(NameFilter.of("*.attn.hook_z", "*.hook_attn_out", "*.hook_mlp_out"));
            var kept = model.run(request, progress).kept();
            for (String name : kept.names()) {
                sums.computeIfAbsent(name, _ -> new Sums(set.perPosition() ? model.config().nCtx() : 1))
                        .add(kept.get(name));
            }
        }
        var rows = new HashMap<String, double[][]>();
        sums.forEach((name, sum) -> rows.put(name, sum.means()));
        var means = new SetMeans(rows);
        sets.put(set, means);
        if (sets.size() > MOST_SETS) sets.remove(sets.keySet().iterator().next());
        return means;
    }

    /** Running sums of rows, for all positions together or for each. */
    private static final class Sums {
        private final double[][] sums;
        private final int[] counts;

        Sums(int rows) {
            sums = new double[rows][];
            counts = new int[rows];
        }

        /** Adds the rows of [batch, pos, ...]. */
        void add(Tensor values) {
            for (int batch = 0; batch < values.size(0); batch++) {
                for (int pos = 0; pos < values.size(1); pos++) {
                    int to = sums.length == 1 ? 0 : pos;
                    Tensor row = values.at(batch, pos);
                    if (sums[to] == null) sums[to] = new double[row.size()];
                    for (int i = 0; i < row.size(); i++) sums[to][i] += row.flat(i);
                    counts[to]++;
                }
            }
        }

        /** The means of the rows that anything was added to, which are the first ones. */
        double[][] means() {
            int rows = 0;
            while (rows < counts.length && counts[rows] > 0) rows++;
            var means = new double[rows][];
            for (int row = 0; row < rows; row++) {
                int count = counts[row];
                means[row] = Arrays.stream(sums[row]).map(sum -> sum / count).toArray();
            }
            return means;
        }
    }
}
