package org.headscope.engine.run;

import java.util.Arrays;
import org.headscope.engine.hook.Site;

/**
 * An intervention with its replacement values worked out.
 *
 * @param fill the replacement: one row for every position alike, or one row a position; each row is [d_head] for a head and
 *     [d_model] otherwise. Null for zero.
 */
public record Edit(Site site, float[][] fill) {
    public boolean perPosition() {
        return fill != null && fill.length > 1;
    }

    /** The row that replaces the value at a position. */
    public float[] row(int position) {
        return fill[perPosition() ? position : 0];
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Edit edit && site.equals(edit.site) && Arrays.deepEquals(fill, edit.fill);
    }

    @Override
    public int hashCode() {
        return 31 * site.hashCode() + Arrays.deepHashCode(fill);
    }
}
