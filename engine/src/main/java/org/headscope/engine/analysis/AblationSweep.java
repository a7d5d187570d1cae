package org.headscope.engine.analysis;

import java.util.ArrayList;
import java.util.List;
import org.headscope.engine.experiment.Experiment;
import org.headscope.engine.experiment.Laboratory;
import org.headscope.engine.hook.Intervention;
import org.headscope.engine.hook.NameFilter;
import org.headscope.engine.hook.Site;
import org.headscope.engine.metric.LogitMetric;
import org.headscope.engine.model.Model;
import org.headscope.engine.model.ModelConfig;
import org.headscope.engine.model.Variants;
import org.headscope.engine.run.Progress;
import org.headscope.engine.run.RunRequest;
import org.headscope.engine.token.PromptException;

/**
 * What switching each part off in turn does to the metric (interpretability.md E.1), exactly: every effect is a run of its own, of
 * which only what the part reaches is computed. The run's own interventions stay, so that the effects are those of the model as it
 * now is.
 */
public final class AblationSweep {
    /** What sweeps take over from the run, in all layers, so that it is computed once for all parts. */
    private static final NameFilter TAKEN_OVER = NameFilter.of(
            "*.attn.hook_q",
            "*.attn.hook_rot_q",
            "*.attn.hook_z",
            "*.hook_attn_out",
            "*.hook_mlp_out",
            "*.hook_resid_pre");

    private AblationSweep() {}

    /**
     * All heads, attention layers and MLPs of a model, from the last layer down, because those passes are quickest and say
     * most.
     */
    public static List<Site> sites(int nLayers, int nHeads) {
        var sites = new ArrayList<Site>();
        for (int layer = nLayers - 1; layer >= 0; layer--) {
            for (int head = 0; head < nHeads; head++) sites.add(Site.head(layer, head));
            sites.add(Site.mlp(layer));
            sites.add(Site.attention(layer));
        }
        return sites;
    }

    /** The same without the parts that a model does not have. */
    public static List<Site> sites(ModelConfig config) {
        return sites(config.nLayers(), config.nHeads()).stream()
                .filter(config::has)
                .toList();
    }

    /** Told of each effect as soon as it is known. */
    @FunctionalInterface
    public interface Listener {
        /** @param ablation by its place in the list */
        void at(int ablation, double effect);
    }

    /**
     * The effect of switching a part off: the metric with the part off minus the metric with it on. For a part that the
     * experiment changes already, its run is the one with the part off.
     *
     * @param ablation how the part is switched off
     */
    public static double effect(Laboratory laboratory, Experiment experiment, Intervention ablation, Progress progress)
            throws PromptException {
        Site part = ablation.site();
        if (experiment.changes(part)) {
            return laboratory.metric(experiment, progress).value()
                    - laboratory.metric(experiment.without(part), progress).value();
        }
        var found = new double[1];
        effects(
                laboratory.model(),
                laboratory.request(experiment).reusing(),
                laboratory.logitMetric(experiment),
                List.of(ablation),
                (_, effect) -> found[0] = effect,
                progress);
        return found[0];
    }

    /**
     * The effects of parts that a request does not switch off, computed side by side.
     *
     * @param request the run, its own interventions included
     * @param progress told of the ablations done; may cancel between layers
     * @return the metric of the run itself
     */
    public static double effects(
            Model model,
            RunRequest request,
            LogitMetric metric,
            List<Intervention> ablations,
            Listener listener,
            Progress progress)
            throws PromptException {
        var variants = new Variants(model, request.keep(TAKEN_OVER), ablations, metric.first(request), progress);
        double on = metric.value(request, variants.base());
        variants.run((part, logits) -> listener.at(part, metric.value(request, logits) - on), progress);
        return on;
    }
}
