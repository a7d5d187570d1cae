package org.headscope.app.ablation;

import java.util.List;
import org.headscope.app.session.Ablation;
import org.headscope.engine.analysis.AblationSweep;
import org.headscope.engine.experiment.Experiment;
import org.headscope.engine.experiment.Laboratory;
import org.headscope.engine.experiment.Switch;
import org.headscope.engine.hook.Intervention;
import org.headscope.engine.hook.Site;

/** What the effects of a sweep depend on: two runs with the same key have the same effects. */
record SweepKey(Laboratory laboratory, Experiment experiment, Ablation ablation) {
    static SweepKey of(Laboratory laboratory, Experiment asked, Ablation ablation) {
        // What a part does to a run does not hang on the prompt that the run is compared with.
        Experiment experiment = asked.withCorrupted("");
        return new SweepKey(
                laboratory,
                experiment.withSwitches(experiment.active().stream()
                        .map(intervention -> new Switch(intervention, true))
                        .toList()),
                ablation);
    }

    List<Site> parts() {
        return AblationSweep.sites(laboratory.model().config());
    }

    List<Intervention> ablations(List<Site> parts) {
        return parts.stream().map(ablation::of).toList();
    }
}
