package org.headscope.engine.analysis.patching;

import java.util.ArrayList;
import java.util.List;
import org.headscope.engine.analysis.AblationSweep;
import org.headscope.engine.hook.HookName;
import org.headscope.engine.hook.Intervention;
import org.headscope.engine.hook.NameFilter;
import org.headscope.engine.hook.Part;
import org.headscope.engine.hook.Patch;
import org.headscope.engine.hook.Site;
import org.headscope.engine.metric.LogitMetric;
import org.headscope.engine.model.Model;
import org.headscope.engine.model.ModelConfig;
import org.headscope.engine.run.Activations;
import org.headscope.engine.run.Progress;
import org.headscope.engine.run.RunRequest;
import org.headscope.engine.token.PromptException;

/**
 * Direct effects of switching parts off (interpretability.md E.5), for many of them side by side: what a part adds to the residual
 * stream changes, every later part puts out what it did, and the final norm divides by the scale it had. The same numbers as
 * {@link Effects} with the final norm frozen, and of runs with interventions, too.
 */
public final class DirectEffects {
    private DirectEffects() {}

    /**
     * @param request the run, its own interventions included
     * @param ablations of different parts; a part that the run changes already has the direct effect of that change
     * @param listener told of each effect: the metric with the part off minus the metric with it on
     * @param progress told of the ablations done; may cancel between layers
     */
    public static void of(
            Model model,
            RunRequest request,
            LogitMetric metric,
            List<Intervention> ablations,
            AblationSweep.Listener listener,
            Progress progress)
            throws PromptException {
        Progress between = (_, _) -> progress.at(0, ablations.size());
        List<Replacement> replacements = Replacement.of(model, request, ablations, between);
        List<Intervention> patches = replacements.stream()
                .<Intervention>map(part -> new Patch(part.site(), part.values(), "the replacement"))
                .toList();
        AblationSweep.effects(
                model,
                frozen(model, request, between),
                metric,
                patches,
                (part, change) -> listener.at(part, replacements.get(part).effect(change)),
                progress);
    }

    /** The same run with every part held at what it puts out, and the final norm at its scale. */
    private static RunRequest frozen(Model model, RunRequest request, Progress progress) throws PromptException {
        ModelConfig config = model.config();
        var held = new ArrayList<Site>();
        for (int layer = 0; layer < config.nLayers(); layer++) {
            held.add(Site.of(Part.HEAD.hookName(layer)));
            if (config.hasMlp()) held.add(Site.mlp(layer));
        }
        Site scale = Site.of(HookName.FINAL_SCALE);
        if (config.has(scale)) held.add(scale);
        NameFilter names = NameFilter.of(held.stream().map(Site::hookName).toList());
        Activations run = model.run(request.keep(names), progress).kept();
        var all = new ArrayList<>(request.interventions());
        for (Site site : held) all.add(Patch.from(run, site, "the run"));
        return request.with(all);
    }
}
