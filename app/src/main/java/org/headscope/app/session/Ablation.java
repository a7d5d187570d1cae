package org.headscope.app.session;

import org.headscope.engine.hook.Intervention;
import org.headscope.engine.hook.MeanAblation;
import org.headscope.engine.hook.MeanSource;
import org.headscope.engine.hook.Positions;
import org.headscope.engine.hook.Site;
import org.headscope.engine.hook.ZeroAblation;

/**
 * How a click switches a part off.
 *
 * @param mean what the part's output is replaced by; null for zero
 * @param positions where
 */
public record Ablation(MeanSource mean, Positions positions) {
    public static final Ablation ZERO = new Ablation(null, Positions.ALL);

    /** The same where a part is; a part that is everywhere is switched off where the menu says. */
    public Ablation where(Site part) {
        return part.positions().all() ? this : new Ablation(mean, part.positions());
    }

    /** The intervention that switches a part off so, or what lies in the residual stream at some positions. */
    public Intervention of(Site part) {
        Site site = part.at(where(part).positions());
        return mean == null ? new ZeroAblation(site) : new MeanAblation(site, mean);
    }
}
