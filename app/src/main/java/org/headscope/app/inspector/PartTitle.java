package org.headscope.app.inspector;

import java.util.List;
import org.headscope.app.session.InterventionWords;
import org.headscope.app.session.TokenText;
import org.headscope.app.text.Text;
import org.headscope.engine.experiment.Run;
import org.headscope.engine.hook.Site;

/** What the inspected part is called, as a heading. */
final class PartTitle {
    private PartTitle() {}

    /** @param run may be null */
    static String of(Site part, Run run) {
        String layer = String.valueOf(part.layer());
        if (part.isNeuron()) return Text.of("inspector.NEURON", layer + "." + part.unit());
        if (!part.isStream()) return Text.of("inspector." + part.part(), part.label(), layer);
        var tokens = run == null ? List.<String>of() : TokenText.labels(run.tokens());
        return Text.of("inspector.STREAM", part.label(), InterventionWords.where(part.positions(), tokens));
    }
}
