package org.headscope.engine.hook;

import org.headscope.engine.run.Activations;
import org.headscope.engine.tensor.Tensor;

/**
 * Replaces a value by what it is in another run (activation patching, interpretability.md E.2).
 *
 * @param values the value of the whole hook point in the other run, of which only what the site names is used; [batch, pos, ...],
 *     or [batch, head, query, key] for attention; batch may be 1 for all rows alike, and the other prompt may be longer
 * @param source what the user calls the other run, such as "the clean run"
 */
public record Patch(Site site, Tensor values, String source) implements Intervention {
    /** Takes the value that another run kept at the hook point of the site. */
    public static Patch from(Activations run, Site site, String source) {
        return new Patch(site, run.get(site.hookName()), source);
    }

    @Override
    public Patch at(Site other) {
        return new Patch(other, values, source);
    }

    @Override
    public String describe() {
        return site.label() + " → " + source + ", " + site.where();
    }
}
