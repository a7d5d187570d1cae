package org.headscope.engine.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.headscope.engine.hook.Intervention;
import org.headscope.engine.hook.MeanAblation;
import org.headscope.engine.hook.MeanSource;
import org.headscope.engine.hook.NameFilter;
import org.headscope.engine.hook.Part;
import org.headscope.engine.hook.Patch;
import org.headscope.engine.hook.PosSlice;
import org.headscope.engine.hook.Site;
import org.headscope.engine.hook.ZeroAblation;
import org.headscope.engine.run.Activations;
import org.headscope.engine.run.Edit;
import org.headscope.engine.run.PaddingMask;
import org.headscope.engine.run.Progress;
import org.headscope.engine.run.RunRequest;
import org.headscope.engine.tensor.Tensor;
import org.headscope.engine.token.PromptException;

/** Works interventions out to edits: runs what means are taken over, and remembers the means of prompt sets. */
final class Means {
    /** Hook points that an ablation can replace. */
    private static final NameFilter OUTPUTS =
            NameFilter.of(Stream.of(Part.values()).map(Part::glob).toList());

    private static final int MOST_SETS = 4;

    private final Runner runner;

    /** Means at each hook point, [1, 1 or pos, ...], of the prompt sets used last. */
    private final Map<MeanSource.PromptSet, Map<String, Tensor>> sets = new LinkedHashMap<>(16, 0.75f, true);

    Means(Runner runner) {
        this.runner = runner;
    }

    /** The edits of a request in the layers that it runs. */
    List<Edit> resolve(RunRequest request, int stopLayer, Progress progress) throws PromptException {
        List<Intervention> reached = request.interventions().stream()
                .filter(change -> change.site().layer() >= request.startLayer())
                .filter(change ->
                        Math.min(change.site().layer(), runner.config().nLayers() - 1) < stopLayer)
                .toList();
        boolean needsPrompt =
                reached.stream().anyMatch(change -> change instanceof MeanAblation(Site _, MeanSource.ThisPrompt _));
        Map<String, Tensor> ofPrompt = needsPrompt ? ofPrompt(request, reached, progress) : Map.of();
        var edits = new ArrayList<Edit>();
        for (Intervention change : reached) {
            Site site = change.site();
            edits.add(new Edit(
                    site,
                    switch (change) {
                        case ZeroAblation _ -> null;
                        case MeanAblation(Site _, MeanSource.ThisPrompt _) -> fill(site, ofPrompt);
                        case MeanAblation(Site _, MeanSource.PromptSet set) -> {
                            Map<String, Tensor> ofSet = ofSet(set, progress);
                            if (set.perPosition())
                                checkLength(set, ofSet.get(site.hookName()).size(1), site, request);
                            yield fill(site, ofSet);
                        }
                        case Patch patch -> fill(patch, request);
                    }));
        }
        return edits;
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

    /** What belongs to a site of the means at its hook point. */
    private static Tensor fill(Site site, Map<String, Tensor> means) {
        Tensor rows = means.get(site.hookName());
        if (rows == null) throw new IllegalArgumentException("There is no mean over prompts of " + site.label() + ".");
        return ofUnit(site, rows);
    }

    private Tensor fill(Patch patch, RunRequest request) throws PromptException {
        Site site = patch.site();
        Tensor values = unflattened(patch, request);
        int rows = values.size(Edit.positionAxis(site.hookName()));
        int last = site.positions().lastBelow(request.tokens()[0].length);
        if (last >= rows) {
            throw new PromptException("There is nothing to patch into position " + last + " of the prompt: "
                    + patch.source() + " has " + rows + " tokens.");
        }
        if (values.size(0) > 1 && values.size(0) != request.tokens().length) {
            throw new PromptException("The values patched into " + site.label() + " are those of " + values.size(0)
                    + " prompts, but " + request.tokens().length + " are run.");
        }
        return ofUnit(site, values);
    }

    /** Norms of queries and keys are read [batch * pos * head, ...] but set [batch, pos, head, ...]. */
    private Tensor unflattened(Patch patch, RunRequest request) {
        Tensor values = patch.values();
        if (values.rank() != 2) return values;
        AttentionConfig attention = runner.config().attention();
        boolean grouped = patch.site().hookName().contains(".k_norm.")
                && !request.optional().ungroup();
        int heads = grouped ? attention.nKeyValueHeads() : attention.nHeads();
        int batch = request.tokens().length;
        return values.reshape(batch, values.size(0) / heads / batch, heads, values.size(1));
    }

    /** The head or neuron of a site out of a value at its hook point. */
    private static Tensor ofUnit(Site site, Tensor values) {
        int axis = Edit.unitAxis(site.hookName());
        return site.unit() < 0 ? values : values.slice(axis, site.unit(), site.unit() + 1);
    }

    /**
     * Means over the positions and batch rows of the request's own prompt. Where runs are re-used, all outputs are kept, so
     * that the same prompt with a mean elsewhere needs nothing new.
     */
    private Map<String, Tensor> ofPrompt(RunRequest request, List<Intervention> reached, Progress progress)
            throws PromptException {
        List<String> names = reached.stream()
                .map(change -> change.site().hookName())
                .distinct()
                .toList();
        RunRequest clean = request.with(List.of()).withoutCodeHooks().keepAt(PosSlice.ALL);
        clean = request.reuse()
                ? clean.keep(NameFilter.of(Stream.concat(OUTPUTS.patterns().stream(), names.stream())
                                .toList()))
                        .reusing()
                : clean.keep(NameFilter.of(names));
        Activations kept = runner.run(clean, progress).kept();
        var means = new HashMap<String, Tensor>();
        for (String name : names) {
            var sums = new Sums(1);
            sums.add(kept.get(name), request.padding());
            means.put(name, sums.means());
        }
        return means;
    }

    private Map<String, Tensor> ofSet(MeanSource.PromptSet set, Progress progress) throws PromptException {
        Map<String, Tensor> known = sets.get(set);
        if (known != null) return known;
        int count = set.prompts().size();
        if (count == 0) {
            throw new PromptException(
                    "The prompt set \"" + set.name() + "\" is empty, so there is no mean to take over it.");
        }
        var sums = new HashMap<String, Sums>();
        for (int prompt = 0; prompt < count; prompt++) {
            int done = prompt;
            Activations kept = outputs(set, prompt, (_, _) -> progress.at(done, count));
            for (String name : kept.names()) {
                sums.computeIfAbsent(
                                name,
                                _ -> new Sums(
                                        set.perPosition() ? runner.config().nCtx() : 1))
                        .add(kept.get(name), null);
            }
        }
        var means = new HashMap<String, Tensor>();
        sums.forEach((name, sum) -> means.put(name, sum.means()));
        sets.put(set, means);
        if (sets.size() > MOST_SETS) sets.remove(sets.keySet().iterator().next());
        return means;
    }

    private Activations outputs(MeanSource.PromptSet set, int prompt, Progress progress) throws PromptException {
        int[] ids =
                set.prompts().get(prompt).stream().mapToInt(Integer::intValue).toArray();
        try {
            return runner.run(RunRequest.of(ids).keep(OUTPUTS), progress).kept();
        } catch (PromptException e) {
            throw new PromptException("Prompt " + (prompt + 1) + " of \"" + set.name() + "\" cannot be run: "
                    + Character.toLowerCase(e.getMessage().charAt(0))
                    + e.getMessage().substring(1));
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
