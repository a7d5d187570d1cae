package org.headscope.app.session;

import org.headscope.engine.hook.Intervention;
import org.headscope.engine.hook.Positions;
import org.headscope.engine.hook.Site;

/**
 * How a click switches a part off.
 *
 * @param by what takes the place of the part's output
 * @param positions where
 */
public record Ablation(Replacement by, Positions positions) {
    public static final Ablation ZERO = new Ablation(new Replacement.Zero(), Positions.ALL);

    /** The same where a part is; a part that is everywhere is switched off where the menu says. */
    public Ablation where(Site part) {
        return part.positions().all() ? this : new Ablation(by, part.positions());
    }

    /** The intervention that switches a part off so, or what lies in the residual stream at some positions. */
    public Intervention of(Site part) {
        return by.at(part.at(where(part).positions()));
    }
}
