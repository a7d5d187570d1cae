package org.headscope.engine.analysis.patching;

import org.headscope.engine.hook.NameFilter;
import org.headscope.engine.hook.Patch;
import org.headscope.engine.hook.Site;
import org.headscope.engine.metric.LogitMetric;
import org.headscope.engine.model.Factor;
import org.headscope.engine.model.Model;
import org.headscope.engine.run.Activations;
import org.headscope.engine.run.Progress;
import org.headscope.engine.run.RunRequest;
import org.headscope.engine.run.RunResult;
import org.headscope.engine.tensor.Tensor;
import org.headscope.engine.token.PromptException;

/**
 * Path patching from one head to the queries, keys or values of every head above it, by composition (interpretability.md E.4,
 * last paragraph): what the head writes differently in the donor run is added to what a receiver reads, through a norm with the scale
 * of the base run, and the rest of the base runs on. One short run for each receiver, where {@link PathPatching} needs two; the
 * change of the norm's scale is left out.
 *
 * @param base the run that is changed, without interventions
 * @param donor the run that the sender takes its value from, of a prompt as long
 */
public record DirectPathPatching(Model model, RunRequest base, RunRequest donor, LogitMetric metric) {
    /**
     * How much the metric changes, [layer, head] of the receivers; 0 up to the layer of the sender. Heads of keys and values count
     * as the model has them.
     *
     * @param input {@code q}, {@code k} or {@code v} of the receivers
     * @param progress told of the receivers done
     */
    public Tensor of(int layer, int head, String input, Progress progress) throws PromptException {
        if (!base.interventions().isEmpty() || !base.codeHooks().isEmpty()) {
            throw new IllegalArgumentException("Paths are patched in a run without interventions.");
        }
        RunResult ours = model.run(base.keep(DirectPaths.baseWith("*.attn.hook_" + input)));
        Activations theirs = model.run(
                        donor.keep(NameFilter.of(Site.of("z", layer).hookName())))
                .kept();
        var paths = new DirectPaths(model, ours.kept(), theirs);
        Tensor sent = paths.sent(layer).at(head);
        PatchTable receivers = PatchTable.heads(model, input);
        double before = metric.value(base, ours);
        var changes = new float[receivers.sites().size()];
        Tensor read = null;
        for (int i = 0; i < changes.length; i++) {
            progress.at(i, changes.length);
            Site receiver = receivers.sites().get(i);
            if (receiver.layer() <= layer) continue;
            if (receiver.unit() == 0) read = read(paths, sent, input, receiver.layer());
            RunRequest above = base.startAt(receiver.layer(), ours.kept().get("resid_pre", receiver.layer()));
            Patch patch = new Patch(receiver, read, "the sender");
            changes[i] = (float) (metric.value(base, model.run(above.with(patch))) - before);
        }
        progress.at(changes.length, changes.length);
        return Tensor.of(changes, receivers.shapeArray());
    }

    /** Queries, keys or values of a layer with what was sent, [batch, pos, head, d_head]. */
    private Tensor read(DirectPaths paths, Tensor sent, String input, int layer) {
        Tensor before = paths.base().get(input, layer);
        int places = before.size(0) * before.size(1);
        int heads = before.size(2);
        int width = before.size(3);
        Tensor seen =
                paths.norm(layer).apply(sent).reshape(places, model.config().dModel());
        Tensor added = model.product(Factor.of(seen), paths.weight(input, layer)); // [head, place, d_head]
        float[] after = before.toArray();
        for (int i = 0; i < after.length; i++) {
            int place = i / width / heads;
            after[i] += added.flat((i / width % heads * places + place) * width + i % width);
        }
        return Tensor.of(after, before.shape());
    }
}
