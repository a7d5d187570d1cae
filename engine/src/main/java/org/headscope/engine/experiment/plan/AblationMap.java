package org.headscope.engine.experiment.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.headscope.engine.analysis.AblationSweep;
import org.headscope.engine.experiment.form.Form;
import org.headscope.engine.experiment.result.Axis;
import org.headscope.engine.experiment.result.Results;
import org.headscope.engine.hook.Intervention;
import org.headscope.engine.hook.MeanAblation;
import org.headscope.engine.hook.MeanSource;
import org.headscope.engine.hook.Part;
import org.headscope.engine.hook.Site;
import org.headscope.engine.hook.ZeroAblation;
import org.headscope.engine.run.Progress;
import org.headscope.engine.tensor.Tensor;
import org.headscope.engine.token.PromptException;

/** What switching each part off in turn does to the metric. */
public record AblationMap(Ablation ablation) implements Analysis {
    /** How a part is switched off. */
    public enum Ablation {
        /** Its output is 0. */
        ZERO,
        /** Its output is its mean over the positions of the prompts. */
        MEAN;

        Intervention of(Site site) {
            return this == ZERO ? new ZeroAblation(site) : new MeanAblation(site, new MeanSource.ThisPrompt());
        }
    }

    static final Form<AblationMap> FORM = Form.of(
            AblationMap.class,
            "ablation_sweep",
            "what switching each head, attention layer and MLP off in turn does to the metric",
            Fields.choice("ablation", Ablation.ZERO, "how a part is switched off"));

    @Override
    public void run(Setup setup, Results results, Progress progress) throws PromptException {
        List<Site> sites = AblationSweep.sites(setup.model().config());
        var effects = new Effects(setup);
        var found = new double[sites.size()];
        double base = AblationSweep.effects(
                setup.model(),
                setup.changed(Prompts.CLEAN),
                setup.metric(),
                sites.stream().map(ablation::of).toList(),
                (part, effect) -> found[part] = effect,
                progress);
        results.number("metric", base, setup.plan().measured().words());
        var rows = new ArrayList<List<Object>>();
        for (int part = 0; part < found.length; part++) {
            effects.put(sites.get(part), (float) found[part]);
            rows.add(List.of(sites.get(part).label(), found[part]));
        }
        effects.addTo(results);
        rows.sort(Comparator.comparingDouble((List<Object> row) -> -Math.abs((double) row.get(1))));
        results.table(
                "ranking", "the parts by the size of their effect; " + Effects.ABOUT, List.of("part", "effect"), rows);
    }

    /** The effects as maps. */
    private static final class Effects {
        /** The window's map shows how much a part helps instead. */
        private static final String ABOUT =
                "the metric with the part off minus the metric with it on. Where more of the metric is better, a"
                    + " negative effect means that the part helps, and the map in the window shows the opposite"
                    + " number; of a loss, a positive effect means that it helps, and the map shows the same number";

        private final Setup setup;
        private final Axis layers;
        private final Axis heads;
        private final float[] ofHeads;
        private final float[] ofAttention;
        private final float[] ofMlps;

        Effects(Setup setup) {
            this.setup = setup;
            layers = new Axes(setup).layers();
            heads = new Axes(setup).heads();
            ofHeads = new float[layers.size() * heads.size()];
            ofAttention = new float[layers.size()];
            ofMlps = new float[layers.size()];
        }

        void put(Site site, float effect) {
            if (site.is(Part.HEAD)) ofHeads[site.layer() * heads.size() + site.head()] = effect;
            else if (site.is(Part.MLP)) ofMlps[site.layer()] = effect;
            else ofAttention[site.layer()] = effect;
        }

        void addTo(Results results) {
            results.grid("heads", "heads: " + ABOUT, Tensor.of(ofHeads, layers.size(), heads.size()), layers, heads);
            results.grid(
                    "attention", "whole attention layers: " + ABOUT, Tensor.of(ofAttention, layers.size()), layers);
            if (setup.model().config().hasMlp()) {
                results.grid("mlps", "MLPs: " + ABOUT, Tensor.of(ofMlps, layers.size()), layers);
            }
        }
    }
}
