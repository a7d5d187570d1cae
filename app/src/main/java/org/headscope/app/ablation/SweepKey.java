package org.headscope.app.ablation;

import org.headscope.app.session.Ablation;
import org.headscope.engine.experiment.Experiment;
import org.headscope.engine.experiment.Laboratory;
import org.headscope.engine.experiment.Run;
import org.headscope.engine.experiment.Switch;

/** What the effects of a sweep depend on: two runs with the same key have the same effects. */
record SweepKey(Laboratory laboratory, Experiment experiment, Ablation ablation) {
    static SweepKey of(Laboratory laboratory, Run run, Ablation ablation) {
        // What a part does to a run does not hang on the prompt that the run is compared with.
        Experiment experiment = run.experiment().withCorrupted("");
        return new SweepKey(
                laboratory,
                experiment.withSwitches(experiment.active().stream()
                        .map(intervention -> new Switch(intervention, true))
                        .toList()),
                ablation);
    }
}
