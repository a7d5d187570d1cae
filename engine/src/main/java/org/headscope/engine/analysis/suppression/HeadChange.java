package org.headscope.engine.analysis.suppression;

import org.headscope.engine.analysis.patching.Effects;
import org.headscope.engine.hook.Site;

/**
 * A question about a head: what if something else stood in for what it writes, along some of the ways to the logits
 * (interpretability.md E.5).
 *
 * @param route the ways along which the replacement is seen
 * @param held a head of a later layer that goes on doing what it did, so that no indirect effect goes through it, or null
 * @param frozen which norms divide by the scales they had
 */
public record HeadChange(Route route, Site held, Effects.Frozen frozen, HeadReplacement by) {
    /** Ways from a head to the logits. */
    public enum Route {
        /** Only the residual stream in front of the final norm changes. */
        DIRECT,
        /** Only what later layers make of it changes. */
        INDIRECT,
        /** The model runs on with the replacement. */
        BOTH
    }

    public HeadChange {
        if (held != null && route == Route.DIRECT) {
            throw new IllegalArgumentException("A direct effect goes through no later head that could be held.");
        }
    }

    public static HeadChange of(Route route, Effects.Frozen frozen, HeadReplacement by) {
        return new HeadChange(route, null, frozen, by);
    }
}
