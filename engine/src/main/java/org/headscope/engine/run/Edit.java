package org.headscope.engine.run;

import org.headscope.engine.hook.Site;

/** An intervention with what it needs worked out. Equal ones do the same. */
public record Edit(Site site, Rewrite rewrite) {
    /** The same for one row of a batch alone. */
    public Edit inRow(int row) {
        return new Edit(site, rewrite.inRow(row));
    }
}
