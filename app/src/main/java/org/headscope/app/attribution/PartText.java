package org.headscope.app.attribution;

import org.headscope.app.text.Text;
import org.headscope.engine.analysis.residual.Share;
import org.headscope.engine.hook.HookName;
import org.headscope.engine.hook.Part;
import org.headscope.engine.hook.Site;

/** What parts are called in the bars. */
final class PartText {
    private PartText() {}

    /** @param step whose reading is split, null for the logits */
    static String of(Share share, TraceStep step) {
        return switch (share.kind()) {
            case HEAD, ATTENTION, MLP, EMBED, POS_EMBED -> of(share.site());
            case BIAS, REST -> Text.of("attribution.part." + share.kind());
            case CONSTANT -> constant(step);
        };
    }

    /** A head, attention layer, MLP, neuron or embedding. */
    static String of(Site site) {
        if (site.hookName().equals(HookName.EMBED)) return Text.of("attribution.part.EMBED");
        if (site.hookName().equals(HookName.POS_EMBED)) return Text.of("attribution.part.POS_EMBED");
        boolean neuron = site.unit() >= 0 && !site.is(Part.HEAD);
        return neuron ? Text.of("attribution.part.neuron", site.layer(), site.unit()) : site.label();
    }

    /** What a reader adds by itself. */
    static String constant(TraceStep step) {
        return Text.of("attribution.constant." + (step == null ? "LOGITS" : step.input()));
    }
}
