package org.headscope.engine.analysis.suppression;

import java.util.ArrayList;
import java.util.List;
import org.headscope.engine.analysis.ActivationCache;
import org.headscope.engine.analysis.patching.Effects;
import org.headscope.engine.analysis.residual.HeadResults;
import org.headscope.engine.hook.HookName;
import org.headscope.engine.hook.Intervention;
import org.headscope.engine.hook.NameFilter;
import org.headscope.engine.hook.OptionalHooks;
import org.headscope.engine.hook.Patch;
import org.headscope.engine.hook.Site;
import org.headscope.engine.model.Model;
import org.headscope.engine.model.ModelConfig;
import org.headscope.engine.run.Progress;
import org.headscope.engine.run.RunRequest;
import org.headscope.engine.tensor.Tensor;
import org.headscope.engine.token.PromptException;

/**
 * The clean run of a text, and runs of the layers from a head on with something in place of what the head writes.
 *
 * @param request of the clean run
 * @param cache what it kept, {@link #hooks}
 */
record HeadRuns(RunRequest request, Site head, ActivationCache cache) {
    private static final OptionalHooks RESULT = new OptionalHooks(true, false, false, false, false);

    static NameFilter hooks(Model model, Site head) {
        int layer = head.layer();
        var names = new ArrayList<>(List.of(
                HookName.of("resid_pre", layer),
                HookName.of("pattern", layer),
                HookName.of("v", layer),
                HookName.of("attn_out", layer),
                end(model.config()).hookName(),
                "*.hook_scale"));
        for (int above = layer; above < model.config().nLayers(); above++) names.add(HookName.of("z", above));
        return NameFilter.of(names);
    }

    private static Site end(ModelConfig config) {
        return Site.of("resid_post", config.nLayers() - 1);
    }

    int[] tokens() {
        return request.tokens()[0];
    }

    /** The stream in front of the final norm, [pos, d_model]. */
    Tensor end() {
        return cache.get(end(cache.config()).hookName()).at(0);
    }

    /** What the head writes, [pos, d_model]. */
    Tensor result() {
        Tensor z = cache.get(head.hookName()).at(0);
        Tensor own = z.slice(1, head.head(), head.head() + 1).reshape(z.size(0), z.size(2));
        return HeadResults.ofHead(cache.model(), head, own);
    }

    /** What a change adds to the residual stream behind the head's layer, [pos, d_model]. */
    Tensor added(HeadChange change, Progress progress) throws PromptException {
        boolean asWritten = !cache.config().norms().post();
        Tensor before =
                asWritten ? result() : cache.get("attn_out", head.layer()).at(0);
        Tensor after =
                asWritten ? change.by().over(tokens().length, cache.config().dModel()) : behindNorm(change, progress);
        var added = new float[before.size()];
        for (int i = 0; i < added.length; i++) added[i] = after.flat(i) - before.flat(i);
        return Tensor.of(added, before.shape());
    }

    /** What the attention layer puts out with the change where a norm follows on it. */
    private Tensor behindNorm(HeadChange change, Progress progress) throws PromptException {
        String out = HookName.of("attn_out", head.layer());
        RunRequest one = changed(change).stopAt(head.layer() + 1);
        List<Intervention> within = one.interventions().stream()
                .filter(other -> other.site().layer() == head.layer())
                .toList();
        return cache.model()
                .run(one.with(within).keep(out), progress)
                .kept()
                .get(out)
                .at(0);
    }

    /** What the stream ends in when the layers from the head on run again with the change, [pos, d_model]. */
    Tensor total(HeadChange change, Progress progress) throws PromptException {
        String end = end(cache.config()).hookName();
        return cache.model()
                .run(changed(change).keep(end), progress)
                .kept()
                .get(end)
                .at(0);
    }

    private RunRequest changed(HeadChange change) throws PromptException {
        var changes = new ArrayList<Intervention>();
        if (change.frozen() == Effects.Frozen.EVERY_NORM) changes.addAll(norms());
        if (change.held() != null) changes.add(held(change.held()));
        changes.add(replacement(change.by()));
        RunRequest from = request.optional(RESULT).with(changes);
        return head.layer() == 0 ? from : from.startAt(head.layer(), cache.get("resid_pre", head.layer()));
    }

    private List<Intervention> norms() {
        return cache.values().names().stream()
                .filter(name -> name.endsWith(".hook_scale"))
                .map(Site::of)
                .filter(site -> site.layer() >= head.layer() && site.layer() != Site.BEHIND_BLOCKS)
                .<Intervention>map(site -> Patch.from(cache.values(), site, "the clean run"))
                .toList();
    }

    private Intervention held(Site later) {
        if (later.layer() <= head.layer() || !cache.config().has(later)) {
            throw new IllegalArgumentException(
                    "Only a head of a layer above " + head.layer() + " can be held, not " + later.label() + ".");
        }
        return Patch.from(cache.values(), later, "the clean run");
    }

    private Intervention replacement(HeadReplacement by) throws PromptException {
        int positions = tokens().length;
        int heads = cache.config().nHeads();
        int width = cache.config().dModel();
        Tensor vectors = by.over(positions, width);
        var results = new float[positions * heads * width];
        for (int position = 0; position < positions; position++) {
            vectors.at(position).copyTo(results, (position * heads + head.head()) * width);
        }
        Site site = Site.of("result", head.layer()).unit(head.head());
        return new Patch(site, Tensor.of(results, 1, positions, heads, width), "the replacement");
    }
}
