package org.headscope.engine.model;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.headscope.engine.hook.MeanSource;
import org.headscope.engine.hook.Site;
import org.headscope.engine.run.PaddingMask;
import org.headscope.engine.run.Progress;
import org.headscope.engine.run.RunRequest;
import org.headscope.engine.tensor.Tensor;
import org.headscope.engine.token.PromptException;

/** Means of values, over a prompt or a set of prompts; remembers those of the sets used last. */
final class Means {
    private static final int MOST_SETS = 4;

    private final Runner runner;

    /** Means at each hook point, [1, 1 or pos, ...]. */
    private final Map<MeanSource.PromptSet, Map<String, Tensor>> sets = new LinkedHashMap<>(16, 0.75f, true);

    Means(Runner runner) {
        this.runner = runner;
    }

    /** The mean over positions and batch rows of a value, those of padding left out. */
    static Tensor of(Tensor values, PaddingMask padding) {
        var sums = new Sums(1);
        sums.add(values, padding);
        return sums.means();
    }

    /**
     * The mean at the hook point of a site over a set of prompts, [1, 1 or pos, ...].
     *
     * @throws PromptException if the set is empty, a prompt of it cannot be run, or it has no mean for some position of the site
     */
    Tensor of(MeanSource.PromptSet set, Site site, RunRequest request, Progress progress) throws PromptException {
        Map<String, Tensor> known = sets.computeIfAbsent(set, _ -> new HashMap<>());
        if (sets.size() > MOST_SETS) sets.remove(sets.keySet().iterator().next());
        Tensor mean = known.get(site.hookName());
        if (mean == null) {
            known.putAll(over(set, site.hookName(), progress));
            mean = known.get(site.hookName());
        }
        if (set.perPosition()) checkLength(set, mean.size(1), site, request);
        return mean;
    }

    private static void checkLength(MeanSource.PromptSet set, int rows, Site site, RunRequest request)
            throws PromptException {
        int length = request.tokens()[0].length;
        int last = site.positions().lastBelow(length);
        if (last >= rows) {
            throw new PromptException(
                    "There is no mean for position " + last + " of the prompt: the longest prompt of \""
                            + set.name() + "\" has " + rows
                            + " tokens; take the mean over all positions, or longer prompts.");
        }
    }

    /** The means at a hook point and at all those that are ablated often. */
    private Map<String, Tensor> over(MeanSource.PromptSet set, String name, Progress progress) throws PromptException {
        int count = set.prompts().size();
        if (count == 0) {
            throw new PromptException(
                    "The prompt set \"" + set.name() + "\" is empty, so there is no mean to take over it.");
        }
        var sums = new HashMap<String, Sums>();
        for (int prompt = 0; prompt < count; prompt++) {
            int done = prompt;
            CleanRun run = run(set, prompt, name, (_, _) -> progress.at(done, count));
            for (String hook : run.names()) {
                sums.computeIfAbsent(
                                hook,
                                _ -> new Sums(
                                        set.perPosition() ? runner.config().nCtx() : 1))
                        .add(run.value(hook), null);
            }
        }
        var means = new HashMap<String, Tensor>();
        sums.forEach((hook, sum) -> means.put(hook, sum.means()));
        return means;
    }

    private CleanRun run(MeanSource.PromptSet set, int prompt, String name, Progress progress) throws PromptException {
        RunRequest request = RunRequest.of(CleanRuns.ids(set.prompts().get(prompt)));
        try {
            return CleanRun.of(runner, request, List.of(name), progress);
        } catch (PromptException e) {
            throw e.of("prompt " + (prompt + 1) + " of \"" + set.name() + "\"");
        }
    }

    /** Running sums of rows, for all positions together or for each. */
    private static final class Sums {
        private final double[][] sums;
        private final int[] counts;
        private int[] shape;

        Sums(int rows) {
            sums = new double[rows][];
            counts = new int[rows];
        }

        /** Adds the rows of [batch, pos, ...], but not those of padding. */
        void add(Tensor values, PaddingMask padding) {
            shape = values.shape();
            for (int batch = 0; batch < values.size(0); batch++) {
                for (int pos = 0; pos < values.size(1); pos++) {
                    if (padding != null && !padding.isToken(batch, pos)) continue;
                    int to = sums.length == 1 ? 0 : pos;
                    Tensor row = values.at(batch, pos);
                    if (sums[to] == null) sums[to] = new double[row.size()];
                    for (int i = 0; i < row.size(); i++) sums[to][i] += row.flat(i);
                    counts[to]++;
                }
            }
        }

        /** The means of the rows that anything was added to, which are the first ones. */
        Tensor means() {
            int rows = 0;
            while (rows < counts.length && counts[rows] > 0) rows++;
            int width = rows == 0 ? 0 : sums[0].length;
            var means = new float[rows * width];
            for (int i = 0; i < means.length; i++) means[i] = (float) (sums[i / width][i % width] / counts[i / width]);
            int[] whole = shape.clone();
            whole[0] = 1;
            whole[1] = rows;
            return Tensor.of(means, whole);
        }
    }
}
