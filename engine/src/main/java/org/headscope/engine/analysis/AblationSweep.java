package org.headscope.engine.analysis;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.headscope.engine.experiment.Experiment;
import org.headscope.engine.experiment.Laboratory;
import org.headscope.engine.experiment.Metric;
import org.headscope.engine.hook.Intervention;
import org.headscope.engine.hook.Site;
import org.headscope.engine.run.Progress;
import org.headscope.engine.token.PromptException;

/**
 * Switches every head and MLP off in turn and looks at the metric (interpretability.md E.1). The experiment's own
 * interventions stay, so that the sweep shows what else would change.
 */
public final class AblationSweep {
    private AblationSweep() {}

    /** All heads and MLPs of a model, from the last layer down, because those runs are quickest and say most. */
    public static List<Site> sites(int nLayers, int nHeads) {
        var sites = new ArrayList<Site>();
        for (int layer = nLayers - 1; layer >= 0; layer--) {
            sites.add(Site.mlp(layer));
            for (int head = 0; head < nHeads; head++) sites.add(Site.head(layer, head));
        }
        return sites;
    }

    /**
     * Runs a sweep.
     *
     * @param ablation makes the ablation of a site
     * @param onEffect told of each site and its effect: the metric with the part switched off minus the metric with it
     */
    public static void run(
            Laboratory laboratory,
            Experiment experiment,
            Function<Site, Intervention> ablation,
            BiConsumer<Site, Double> onEffect,
            Progress progress)
            throws PromptException {
        var config = laboratory.model().config();
        List<Site> sites = sites(config.nLayers(), config.nHeads());
        double base = laboratory
                .run(experiment, stillWanted(progress, 0, sites.size()))
                .after()
                .metric()
                .value();
        for (int i = 0; i < sites.size(); i++) {
            progress.at(i, sites.size());
            Experiment changed = experiment.plus(ablation.apply(sites.get(i)));
            Metric metric = laboratory.metric(changed, stillWanted(progress, i, sites.size()));
            onEffect.accept(sites.get(i), metric.value() - base);
        }
        progress.at(sites.size(), sites.size());
    }

    /** Lets a sweep be cancelled between the layers of a run, too. */
    private static Progress stillWanted(Progress progress, int done, int total) {
        return (_, _) -> progress.at(done, total);
    }
}
