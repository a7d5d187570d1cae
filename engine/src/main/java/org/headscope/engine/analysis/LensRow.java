package org.headscope.engine.analysis;

import java.util.ArrayList;
import java.util.List;
import org.headscope.engine.hook.HookName;

/**
 * A place in the residual stream the logit lens reads.
 *
 * @param label such as {@code 2 pre}, {@code 2 mid} or {@code final}
 */
public record LensRow(String label, String hook) {
    /**
     * From the embedding to the end (interpretability.md D.1, accumulated_resid).
     *
     * @param subSteps whether the stream between attention and MLP is read, too
     */
    public static List<LensRow> of(int nLayers, boolean subSteps) {
        var rows = new ArrayList<LensRow>();
        for (int layer = 0; layer < nLayers; layer++) {
            rows.add(new LensRow(layer + " pre", HookName.of("resid_pre", layer)));
            if (subSteps) rows.add(new LensRow(layer + " mid", HookName.of("resid_mid", layer)));
        }
        rows.add(new LensRow("final", HookName.of("resid_post", nLayers - 1)));
        return List.copyOf(rows);
    }
}
