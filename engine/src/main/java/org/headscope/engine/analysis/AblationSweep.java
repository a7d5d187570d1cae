package org.headscope.engine.analysis;

import java.util.ArrayList;
import java.util.List;
import org.headscope.engine.experiment.Experiment;
import org.headscope.engine.experiment.Laboratory;
import org.headscope.engine.experiment.Run;
import org.headscope.engine.hook.Intervention;
import org.headscope.engine.hook.Site;
import org.headscope.engine.model.ModelConfig;
import org.headscope.engine.run.Progress;
import org.headscope.engine.token.PromptException;

/**
 * What switching each part off in turn does to the metric (interpretability.md E.1), exactly: every effect is a pass of its
 * own. The run's own interventions stay, so that the effects are those of the model as it now is.
 */
public final class AblationSweep {
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

    /**
     * The effect of switching a part off: the metric with the part off minus the metric with it on. For a part that the run
     * already switches off, the run is the one with the part off.
     *
     * @param ablation how the part is switched off
     */
    public static double effect(Laboratory laboratory, Run run, Intervention ablation, Progress progress)
            throws PromptException {
        Experiment experiment = run.experiment();
        Site part = ablation.site();
        double here = run.metric().value();
        return experiment.changes(part)
                ? here - laboratory.metric(experiment.without(part), progress).value()
                : laboratory.metric(experiment.plus(ablation), progress).value() - here;
    }
}
