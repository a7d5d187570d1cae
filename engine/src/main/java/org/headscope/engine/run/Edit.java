package org.headscope.engine.run;

import java.util.Arrays;
import org.headscope.engine.hook.HookName;
import org.headscope.engine.hook.Site;
import org.headscope.engine.tensor.Tensor;

/**
 * An intervention with its replacement values worked out.
 *
 * @param fill the replacement, with the axes of the value; of the axis of heads or neurons it holds only what the site names,
 *     and batch and position may have length 1 for all alike. Null for zero.
 */
public record Edit(Site site, Tensor fill) {
    /** The axis of positions, or of queries. */
    public static int positionAxis(String hook) {
        return HookName.isAttention(hook) ? 2 : 1;
    }

    /** The axis of heads or, where there are none, of neurons or coordinates. */
    public static int unitAxis(String hook) {
        return HookName.isAttention(hook) ? 1 : 2;
    }

    /** The replacement for positions {@code from} to {@code to} of the prompt. */
    public Tensor rows(int from, int to) {
        int axis = positionAxis(site.hookName());
        return fill.size(axis) == 1 ? fill : fill.slice(axis, from, to);
    }

    /** The same for one row of a batch alone. */
    public Edit inRow(int row) {
        return fill == null || fill.size(0) == 1 ? this : new Edit(site, fill.slice(0, row, row + 1));
    }

    @Override
    public boolean equals(Object other) {
        if (!(other instanceof Edit edit) || !site.equals(edit.site)) return false;
        return fill == null || edit.fill == null ? fill == edit.fill : fill.isSame(edit.fill);
    }

    @Override
    public int hashCode() {
        return 31 * site.hashCode() + (fill == null ? 0 : Arrays.hashCode(fill.shape()));
    }
}
