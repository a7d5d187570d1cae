package org.headscope.engine.analysis.patching;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.headscope.engine.hook.HookName;
import org.headscope.engine.hook.Intervention;
import org.headscope.engine.hook.NameFilter;
import org.headscope.engine.hook.Patch;
import org.headscope.engine.hook.Site;
import org.headscope.engine.metric.LogitMetric;
import org.headscope.engine.model.Model;
import org.headscope.engine.run.Activations;
import org.headscope.engine.run.Progress;
import org.headscope.engine.run.RunRequest;
import org.headscope.engine.run.RunResult;
import org.headscope.engine.tensor.Tensor;
import org.headscope.engine.token.PromptException;

/**
 * Path patching (interpretability.md E.4): what senders change through the direct paths to receivers alone. First, senders take their
 * values from the donor while every head keeps those of the base, and the receivers are read; then the base runs with the receivers
 * as read and nothing else held. Norms recompute. A head's {@code pattern} as receiver stands for its queries and keys together.
 *
 * @param base the run that is changed, without interventions
 * @param donor the run that senders take their values from, of a prompt as long
 * @param mlps whether MLPs belong to the direct path and recompute (variant A, the method of the IOI paper), or keep the values of
 *     the base, so that only the residual stream leads from sender to receiver (variant B)
 * @param finalNorm whether the scale of the final norm recomputes in the end
 */
public record PathPatching(
        Model model, RunRequest base, RunRequest donor, LogitMetric metric, boolean mlps, boolean finalNorm) {

    /** Both runs, as far as paths need them. */
    private record Runs(RunResult base, RunResult donor) {}

    /**
     * The metric with all receivers reading all senders, minus the metric of the base.
     *
     * @throws PromptException with one plain sentence if no path leads from one of the senders or to one of the receivers
     */
    public double effect(List<Site> senders, List<Site> receivers, Progress progress) throws PromptException {
        check(senders, receivers);
        Runs runs = runs(senders, progress);
        Activations read = read(runs, senders, receivers, progress);
        return write(runs, read, receivers, progress) - metric.value(base, runs.base);
    }

    /**
     * Every head to the logits: [layer, head].
     *
     * @param progress told of the senders done
     */
    public Tensor headsToLogits(Progress progress) throws PromptException {
        Site end = Site.of("resid_post", model.config().nLayers() - 1);
        PatchTable heads = PatchTable.heads(model, "z");
        Tensor effects = sweep(heads.sites(), List.of(end), progress);
        return effects.reshape(heads.shapeArray());
    }

    /**
     * Every head to every head's queries, keys, values or pattern above it, at all positions: [layer, head, layer, head], the
     * receivers behind the senders; 0 where a sender is not below the receiver.
     *
     * @param input {@code q}, {@code k}, {@code v} or, for queries and keys together, {@code pattern}
     */
    public Tensor headsToHeads(String input, Progress progress) throws PromptException {
        PatchTable senders = PatchTable.heads(model, "z");
        PatchTable receivers = PatchTable.heads(model, input);
        Tensor effects = sweep(senders.sites(), receivers.sites(), progress);
        return effects.reshape(Stream.concat(senders.shape().stream(), receivers.shape().stream())
                .mapToInt(Integer::intValue)
                .toArray());
    }

    /** [sender, receiver], each receiver alone. */
    private Tensor sweep(List<Site> senders, List<Site> receivers, Progress progress) throws PromptException {
        Runs runs = runs(senders, progress);
        double before = metric.value(base, runs.base);
        var effects = new float[senders.size() * receivers.size()];
        for (int i = 0; i < senders.size(); i++) {
            Site sender = senders.get(i);
            int done = i;
            Progress between = (_, _) -> progress.at(done, senders.size());
            List<Site> above =
                    receivers.stream().filter(site -> precedes(sender, site)).toList();
            if (above.isEmpty()) continue;
            Activations read = read(runs, List.of(sender), above, between);
            for (Site receiver : above) {
                double after = write(runs, read, List.of(receiver), between);
                effects[i * receivers.size() + receivers.indexOf(receiver)] = (float) (after - before);
            }
        }
        progress.at(senders.size(), senders.size());
        return Tensor.of(effects, senders.size(), receivers.size());
    }

    /**
     * Whether a path can lead from one to the other: the sender is there first, and in parallel blocks, where attention and MLP read
     * the same residual stream, they are not the two of one layer.
     */
    public boolean precedes(Site sender, Site receiver) {
        List<String> order = model.hookNames(base.optional());
        boolean beside = model.config().parallel()
                && sender.layer() == receiver.layer()
                && HookName.isInAttention(sender.hookName())
                && HookName.isInMlp(receiver.hookName());
        return !beside && order.indexOf(sender.hookName()) < order.indexOf(receiver.hookName());
    }

    /** The receivers that an MLP is, all that it reads: its input, or in gated models its gate and what that lets through. */
    public List<Site> mlp(int layer) {
        return Stream.of("pre", "pre_linear")
                .map(input -> Site.of(input, layer))
                .filter(site -> model.hookNames(base.optional()).contains(site.hookName()))
                .toList();
    }

    private void check(List<Site> senders, List<Site> receivers) throws PromptException {
        for (Site sender : senders) {
            if (receivers.stream().noneMatch(receiver -> precedes(sender, receiver))) {
                throw new PromptException("No path leads from %s to any of the receivers: choose one in a later layer."
                        .formatted(sender.label()));
            }
        }
        for (Site receiver : receivers) {
            if (senders.stream().noneMatch(sender -> precedes(sender, receiver))) {
                throw new PromptException("No path leads to %s from any of the senders: choose one in an earlier layer."
                        .formatted(receiver.label()));
            }
        }
    }

    private Runs runs(List<Site> senders, Progress progress) throws PromptException {
        if (!base.interventions().isEmpty() || !base.codeHooks().isEmpty()) {
            throw new IllegalArgumentException("Paths are patched in a run without interventions.");
        }
        NameFilter all = NameFilter.of("*.hook_resid_pre", "*.attn.hook_z", "*.mlp.hook_post", HookName.FINAL_SCALE);
        NameFilter sent = NameFilter.of(senders.stream().map(Site::hookName).toList());
        return new Runs(model.run(base.keep(all), progress), model.run(donor.keep(sent), progress));
    }

    /** What receivers are when senders reach them by direct paths only. */
    private Activations read(Runs runs, List<Site> senders, List<Site> receivers, Progress progress)
            throws PromptException {
        var changes = new ArrayList<Intervention>();
        for (int layer = 0; layer < model.config().nLayers(); layer++) {
            changes.add(Patch.from(runs.base.kept(), Site.of("z", layer), "the base"));
            boolean frozen = !mlps && model.config().hasMlp();
            if (frozen) changes.add(Patch.from(runs.base.kept(), Site.of("post", layer), "the base"));
        }
        for (Site sender : senders) changes.add(Patch.from(runs.donor.kept(), sender, "the donor"));
        int first = senders.stream().mapToInt(Site::layer).min().orElse(0);
        int last = receivers.stream().mapToInt(Site::layer).max().orElse(0);
        List<String> names = receivers.stream().map(Site::hookName).distinct().toList();
        RunRequest request = startAt(first, runs).keep(NameFilter.of(names)).with(changes);
        if (last + 1 < model.config().nLayers()) request = request.stopAt(last + 1);
        return model.run(request, progress).kept();
    }

    /** The metric with receivers as they were read. */
    private double write(Runs runs, Activations read, List<Site> receivers, Progress progress) throws PromptException {
        var changes = new ArrayList<Intervention>();
        for (Site receiver : receivers) changes.add(Patch.from(read, receiver, "the senders"));
        boolean held = !finalNorm && runs.base.kept().has(HookName.FINAL_SCALE);
        if (held) changes.add(Patch.from(runs.base.kept(), Site.of(HookName.FINAL_SCALE), "the base"));
        int first = receivers.stream().mapToInt(Site::layer).min().orElse(0);
        return metric.value(base, model.run(startAt(first, runs).with(changes), progress));
    }

    /** The base from a layer on. */
    private RunRequest startAt(int layer, Runs runs) {
        int start = Math.min(layer, model.config().nLayers() - 1);
        return start == 0 ? base : base.startAt(start, runs.base.kept().get("resid_pre", start));
    }
}
