package org.headscope.app.family;

import java.util.List;
import org.headscope.engine.experiment.Comparison;
import org.headscope.engine.experiment.Experiment;
import org.headscope.engine.experiment.Laboratory;
import org.headscope.engine.experiment.Switch;
import org.headscope.engine.io.Prompt;

/**
 * What is asked of every prompt of a set.
 *
 * @param bos whether BOS is put in front
 * @param base the interventions it is compared with: none, or those of a pinned run
 * @param active the interventions that are switched on
 * @param prompts the set
 */
record FamilyKey(Laboratory laboratory, boolean bos, List<Switch> base, List<Switch> active, List<Prompt> prompts) {
    static FamilyKey of(Laboratory laboratory, Comparison runs, List<Prompt> prompts) {
        Experiment asked = runs.after().experiment();
        List<Switch> base = runs.isPinned() ? active(runs.before().experiment()) : List.of();
        return new FamilyKey(laboratory, asked.prependBos(), base, active(asked), prompts);
    }

    private static List<Switch> active(Experiment experiment) {
        return experiment.switches().stream().filter(Switch::on).toList();
    }

    /** What is asked of one of them. */
    Experiment experiment(int index) {
        return plain(index).withSwitches(active);
    }

    /** What that is compared with. */
    Experiment baseline(int index) {
        return plain(index).withSwitches(base);
    }

    private Experiment plain(int index) {
        Prompt prompt = prompts.get(index);
        return Experiment.of(prompt.text(), prompt.answer(), prompt.wrong()).withBos(bos);
    }

    /** Whether there is nothing to compare with. */
    boolean isClean() {
        return active.equals(base);
    }
}
