package org.headscope.app.ablation;

import java.util.Collection;
import java.util.stream.Collectors;
import org.headscope.app.session.Ablation;
import org.headscope.app.session.PartText;
import org.headscope.app.text.Text;
import org.headscope.engine.experiment.Experiment;
import org.headscope.engine.hook.Site;

/** Switches several parts off together, or on again if all of them are off. */
final class Toggle {
    private static final int MOST_NAMED = 3;

    private Toggle() {}

    static Experiment apply(Experiment experiment, Collection<Site> parts, Ablation ablation) {
        boolean allOff = parts.stream().allMatch(experiment::changes);
        Experiment changed = experiment;
        for (Site part : parts) {
            if (allOff) {
                changed = changed.without(part);
            } else if (!experiment.changes(part)) {
                changed = changed.without(part).plus(ablation.of(part));
            }
        }
        return changed;
    }

    /** What the history calls it. */
    static String words(Collection<Site> parts, boolean allOff) {
        String names = parts.stream().limit(MOST_NAMED).map(PartText::of).collect(Collectors.joining(", "));
        if (parts.size() > MOST_NAMED) names = Text.of("ablation.andMore", names, parts.size() - MOST_NAMED);
        return Text.of(allOff ? "session.restore" : "session.ablate", names);
    }
}
