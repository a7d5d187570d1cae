package org.headscope.app.session;

import org.headscope.app.text.Text;
import org.headscope.engine.analysis.residual.Share.Kind;
import org.headscope.engine.hook.HookName;
import org.headscope.engine.hook.Site;

/** What the parts that write to the residual stream are called. */
public final class PartText {
    private PartText() {}

    /** @param constant what the reader adds by itself is called */
    public static String of(Kind kind, Site site, String constant) {
        return switch (kind) {
            case HEAD, ATTENTION, MLP, EMBED, POS_EMBED -> of(site);
            case BIAS, REST -> Text.of("part." + kind);
            case CONSTANT -> constant;
        };
    }

    /** A head, attention layer, MLP, neuron, embedding, or a place in the residual stream, such as "resid_post 3 at 15". */
    public static String of(Site site) {
        if (site.hookName().equals(HookName.EMBED)) return Text.of("part.EMBED");
        if (site.hookName().equals(HookName.POS_EMBED)) return Text.of("part.POS_EMBED");
        if (site.isNeuron()) return Text.of("part.neuron", site.layer(), site.unit());
        boolean place = site.isStream() && site.positions().chosen().size() == 1;
        return place
                ? Text.of(
                        "part.place",
                        site.label(),
                        String.valueOf(site.positions().chosen().getFirst()))
                : site.label();
    }
}
