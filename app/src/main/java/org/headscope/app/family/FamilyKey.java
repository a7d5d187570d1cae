package org.headscope.app.family;

import java.util.List;
import org.headscope.engine.experiment.Experiment;
import org.headscope.engine.experiment.Laboratory;
import org.headscope.engine.experiment.Switch;
import org.headscope.engine.io.Prompt;

/**
 * What is asked of every prompt of a set.
 *
 * @param bos whether BOS is put in front
 * @param active the interventions that are switched on
 * @param prompts the set
 */
record FamilyKey(Laboratory laboratory, boolean bos, List<Switch> active, List<Prompt> prompts) {
    static FamilyKey of(Laboratory laboratory, Experiment experiment, List<Prompt> prompts) {
        List<Switch> active = experiment.switches().stream().filter(Switch::on).toList();
        return new FamilyKey(laboratory, experiment.prependBos(), active, prompts);
    }

    /** What is asked of one of them. */
    Experiment experiment(int index) {
        Prompt prompt = prompts.get(index);
        return Experiment.of(prompt.text(), prompt.answer(), prompt.wrong())
                .withBos(bos)
                .withSwitches(active);
    }

    /** Whether there is nothing to compare with. */
    boolean isClean() {
        return active.isEmpty();
    }
}
