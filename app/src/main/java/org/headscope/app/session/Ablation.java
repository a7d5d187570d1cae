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

    /** The intervention that switches a part off so. */
    public Intervention of(Site part) {
        Site site = part.at(positions);
        return mean == null ? new ZeroAblation(site) : new MeanAblation(site, mean);
    }
}
